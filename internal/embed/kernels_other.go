//go:build !amd64 && !arm64

package embed

// fastestKernels returns the kernels that suit the CPU best.
func fastestKernels() kernels { return genericKernels() }

// exactKernels returns the fastest that round to 16 bits.
func exactKernels() kernels { return genericKernels() }

// allKernels returns the sets that the CPU can run, the slowest first.
func allKernels() []kernels { return []kernels{genericKernels()} }
