//go:build !unix

package main

import (
	"os"
	"time"
)

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }

// maxMemory is not known here.
func maxMemory(*os.ProcessState) int64 { return 0 }

// cpuName is not known here.
func cpuName() string { return "" }
