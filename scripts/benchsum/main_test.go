package main

import (
	"bytes"
	"strings"
	"testing"
)

const printed = `goos: linux
pkg: holdfast/pos/till/store
BenchmarkSale-2     	     940	   5418458 ns/op	        88.76 %-of-bare	        4.24 p99-ms
BenchmarkIngest-2        	       1	     18966 records/s
PASS
ok  	holdfast/pos/till/store	47.160s
`

func TestTable(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run(strings.NewReader(printed), &out, &errs); code != 0 {
		t.Fatalf("ends with %d: %s", code, errs.String())
	}
	for _, want := range []string{"pos/till/store BenchmarkSale 88.76 %-of-bare ≥ 80", "BenchmarkIngest 18966 records/s ≥ 30000", "ok holdfast"} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestFailures(t *testing.T) {
	for name, in := range map[string]string{"a failure": printed + "FAIL\tholdfast/x\t0.1s\n", "nothing": "PASS\n"} {
		var out, errs bytes.Buffer
		if code := run(strings.NewReader(in), &out, &errs); code != 1 || errs.Len() == 0 {
			t.Errorf("%s: ends with %d and says %q", name, code, errs.String())
		}
	}
}
