package resume

import (
	"fmt"
	"testing"
)

func TestZZ(t *testing.T) {
	d, p, err := Load("../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(p)
	fmt.Println(string(d.markdown("resume.md")))
}
