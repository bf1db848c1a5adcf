package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// summary counts what go test reports and shows the output of what failed, and only of that.
type summary struct {
	out     io.Writer
	passed  int
	failed  []string
	skipped []string
	told    []string                  // what tests say of themselves by T.Attr
	built   map[string]string         // import path → what the compiler or vet said
	open    map[string]*openedPackage // packages that have not ended
}

type openedPackage struct {
	tests map[string]*openedTest // "" is what the package says outside of its tests
}

type openedTest struct {
	output  strings.Builder
	result  string // "", pass, fail or skip
	parent  bool
	blocked bool // a subtest below has failed, so the parent's failure says nothing new
}

func newSummary(out io.Writer) *summary {
	return &summary{out: out, built: map[string]string{}, open: map[string]*openedPackage{}}
}

func (s *summary) add(e event) {
	switch e.Action {
	case "build-output":
		s.built[e.ImportPath] += e.Output
		return
	case "build-fail":
		return // the package's own fail follows and names this build
	}
	p := s.open[e.Package]
	if p == nil {
		p = &openedPackage{tests: map[string]*openedTest{}}
		s.open[e.Package] = p
	}
	t := p.test(e.Test)
	switch e.Action {
	case "attr":
		s.told = append(s.told, e.Key+": "+e.Value)
	case "output":
		t.output.WriteString(e.Output)
	case "pass", "fail", "skip":
		t.result = e.Action
		if e.Test == "" {
			s.endPackage(e, p)
			delete(s.open, e.Package)
		}
	}
}

// test finds or opens a test; opening a subtest makes a parent of the test above.
func (p *openedPackage) test(name string) *openedTest {
	t := p.tests[name]
	if t == nil {
		t = &openedTest{}
		p.tests[name] = t
		if above := parent(name); above != "" {
			p.test(above).parent = true
		}
	}
	return t
}

func parent(test string) string {
	i := strings.LastIndex(test, "/")
	if i < 0 {
		return ""
	}
	return test[:i]
}

func (s *summary) endPackage(e event, p *openedPackage) {
	passed, failedBefore := 0, len(s.failed)
	// Longer names first: a subtest is seen before its parent.
	names := slices.SortedFunc(maps.Keys(p.tests), func(a, b string) int { return strings.Compare(b, a) })
	for _, name := range names {
		t := p.tests[name]
		if name == "" {
			continue
		}
		result := t.result
		if result == "" {
			result = "fail" // it began and never ended: a crash, or out of time
		}
		full := e.Package + " " + name
		switch {
		case result == "fail":
			if above := parent(name); above != "" {
				p.test(above).blocked = true
			}
			if t.blocked {
				s.show(full, t.output.String())
			} else {
				s.failure(full, t.output.String())
			}
		case t.parent:
		case result == "skip":
			s.skipped = append(s.skipped, full+why(t.output.String()))
		default:
			passed++
		}
	}
	s.passed += passed

	all := p.tests[""].output.String()
	switch {
	case e.Action == "fail" && len(s.failed) == failedBefore:
		s.failure(e.Package, s.built[e.FailedBuild]+all)
	case e.Action == "fail":
		s.show(e.Package, all)
	}
	switch {
	case len(s.failed) > failedBefore:
		fmt.Fprintf(s.out, "FAIL  %-28s %4d passed, %d failed, %.1f s\n", e.Package, passed, len(s.failed)-failedBefore, e.Elapsed)
	case len(p.tests) == 1:
		fmt.Fprintf(s.out, "      %-28s no tests\n", e.Package)
	default:
		fmt.Fprintf(s.out, "ok    %-28s %4d passed, %.1f s\n", e.Package, passed, e.Elapsed)
	}
}

// why finds the reason in the output of a skipped test: the line t.Skip wrote.
func why(output string) string {
	for line := range strings.Lines(output) {
		if _, at, ok := strings.Cut(line, ".go:"); ok {
			_, reason, _ := strings.Cut(at, ": ")
			return ": " + strings.TrimSpace(reason)
		}
	}
	return ""
}

func (s *summary) failure(name, output string) {
	s.failed = append(s.failed, name)
	s.show(name, output)
}

// show prints what a test or package said, if that is more than go test's own frame around it.
func (s *summary) show(name, output string) {
	said := false
	for line := range strings.Lines(output) {
		switch first, _, _ := strings.Cut(strings.TrimSpace(line), " "); first {
		case "", "===", "---", "PASS", "FAIL":
		default:
			said = said || !strings.HasPrefix(line, "FAIL\t")
		}
	}
	if !said {
		return
	}
	fmt.Fprintf(s.out, "\n--- %s\n%s\n", name, strings.TrimRight(output, "\n"))
}

// end passes on what tests told, names what was skipped and what failed, writes the closing line, and returns the exit code. No test at all is a
// failure too: it means that the tests were not found.
func (s *summary) end() int {
	for path := range s.open {
		s.failure(path, "the package began and never ended")
	}
	if s.passed == 0 && len(s.failed) == 0 {
		s.failure("go test", "no test was found")
	}
	for _, line := range s.told {
		fmt.Fprintln(s.out, line)
	}
	for _, name := range s.skipped {
		fmt.Fprintf(s.out, "skipped: %s\n", name)
	}
	for _, name := range s.failed {
		fmt.Fprintf(s.out, "failed: %s\n", name)
	}
	fmt.Fprintf(s.out, "%d passed, %d failed\n", s.passed, len(s.failed))
	if len(s.failed) > 0 {
		return 1
	}
	return 0
}
