package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestTrace: a trace names members by their phones and says what frames bring.
func TestTrace(t *testing.T) {
	var out bytes.Buffer
	if r := runWorld(3, 2, 40, &out); r.err != nil {
		t.Fatal(r.err)
	}
	for _, want := range []string{"standing: ", " of 1380000000", "push from 1: accept", "feed acked ", "everything heals"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no line of the trace says %q", want)
		}
	}
}

// TestProgress: a line now and then where nobody sees it rewritten, and one line on a terminal.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	began := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	p := newProgress(&out, 100, began)
	p.done(1, 0, 300, began.Add(time.Second))
	p.done(39, 1, 12_000, began.Add(time.Minute))
	want := "40 of 100 worlds, 1 failed; 0.7 worlds a second, 12000 operations a minute; 1m30s left\n"
	if out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
	out.Reset()
	p.terminal = true
	p.done(79, 1, 24_000, began.Add(2*time.Minute))
	p.clear()
	if want := "80 of 100 worlds, 1 failed; 0.7 worlds a second, 12000 operations a minute; 30s left\r\x1b[K"; out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
}
