// Command benchsum reads what `go test -bench` prints, passes it on, and ends with one table: what was measured beside the
// budget it is held against.
//
//	go test -run '^$' -bench . ./... | benchsum
//
// It imports only the standard library. The one thing to know: a ratio ("%-of-bare") was taken in one run on one
// machine and can be compared anywhere; milliseconds and rows a second are this machine's today.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"text/tabwriter"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout, os.Stderr))
}

// budgets is DESIGN's section 8, as far as there are benchmarks, by benchmark and unit.
var budgets = map[string]map[string]string{
	"BenchmarkSale":          {"%-of-bare": "≥ 80", "p99-ms": "≤ 5"},
	"BenchmarkIngest":        {"records/s": "≥ 30000", "cpu-µs/record": "≤ 66 on 2 cores"},
	"BenchmarkCatchUp":       {"s/catch-up": "≤ 1"},
	"BenchmarkNewTill":       {"s/till": "≤ 5"},
	"BenchmarkIdle":          {"%-of-bare": "≥ 80"},
	"BenchmarkRuleChange":    {"p99-ms": "≤ 1000"},
	"BenchmarkLookup":        {"p99-ms": "≤ 16"},
	"BenchmarkScanToLine":    {"p99-ms": "≤ 16"},
	"BenchmarkQuote":         {"ms/quote": "≤ 1"},
	"BenchmarkWindow/start":  {"p50-s": "≤ 1.5"},
	"BenchmarkWindow/memory": {"MB": "≤ 250", "MB-growth": "0"},

	"BenchmarkApproved/store-pool":       {"%-approved": "≥ 60", "%-standing": "≤ 20"},
	"BenchmarkApproved/store-pool,float": {"%-approved": "≥ 95", "%-standing": "≤ 20"},

	// The window's own: painted, by software GL, with the way of the last key. Without them it is ScanToLine's.
	"BenchmarkWindow/scan-touch":    {"p99-ms": "≤ 50"},
	"BenchmarkWindow/scan-keyboard": {"p99-ms": "≤ 50"},
	"BenchmarkAccept/push=500":      {"%-of-bare": "≥ 80"},
}

var (
	resultLine = regexp.MustCompile(`^(Benchmark\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)
	procs      = regexp.MustCompile(`-\d+$`)
)

// row is one figure of a benchmark.
type row struct{ pkg, name, value, unit string }

func run(in io.Reader, stdout, stderr io.Writer) int {
	rows, failed, err := read(in, stdout)
	if err != nil {
		fmt.Fprintln(stderr, "benchsum:", err)
		return 1
	}
	fmt.Fprintln(stdout)
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "benchmark\tmeasured\tunit\tbudget")
	for _, r := range rows {
		fmt.Fprintf(w, "%s %s\t%s\t%s\t%s\n", r.pkg, r.name, r.value, r.unit, budgets[r.name][r.unit])
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintln(stderr, "benchsum:", err)
		return 1
	}
	if failed || len(rows) == 0 {
		fmt.Fprintln(stderr, "benchsum: a benchmark failed, or there was none")
		return 1
	}
	return 0
}

// read passes lines on and takes the figures out of them.
func read(in io.Reader, out io.Writer) (rows []row, failed bool, err error) {
	pkg := ""
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		line := lines.Text()
		fmt.Fprintln(out, line)
		if name, ok := strings.CutPrefix(line, "pkg: "); ok {
			pkg = name[strings.Index(name, "/")+1:]
		}
		if strings.HasPrefix(line, "FAIL") || strings.HasPrefix(line, "--- FAIL") || strings.HasPrefix(line, "panic:") {
			failed = true
		}
		m := resultLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		figures := strings.Fields(m[2])
		for i := 0; i+1 < len(figures); i += 2 {
			rows = append(rows, row{pkg, procs.ReplaceAllString(m[1], ""), figures[i], figures[i+1]})
		}
	}
	return rows, failed, lines.Err()
}
