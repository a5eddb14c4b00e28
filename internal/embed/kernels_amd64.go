//go:build amd64

package embed

// fastestKernels returns the kernels that suit the CPU best.
func fastestKernels() kernels { return genericKernels() }
