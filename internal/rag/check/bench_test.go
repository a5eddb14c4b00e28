package check

import (
	"testing"
)

func BenchmarkCheck(b *testing.B) {
	e := checker(b, "../../../corpus")
	cited := e.passagesWith(b, []string{"600 Million", "33 Crore", "Observability: Architecting"})
	claim := Claim{Text: "He designs monitoring stacks with InfluxDB, OpenTSDB, Prometheus and Grafana for a platform with over 600 million registered users."}
	if err := e.Check(claim, cited); err != nil {
		b.Log(err)
	}
	for b.Loop() {
		_ = e.Check(claim, cited)
	}
}
