// Command testsum runs the module's tests and ends with one plain line: "N passed, N failed".
//
//	testsum [-race DIR,DIR...] [go test flags]
//
// Every package is vetted and tested once, those under -race with the race detector. It imports only the standard
// library and runs nothing but the go command. The one thing to know: a test counts when it has no subtests of its
// own, and whatever fails without a test to its name (a package that doesn't build, a crash, a vet finding) counts as
// one failure, so the line can't say 0 failed when go test says otherwise.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	var race []string
	if len(args) >= 2 && args[0] == "-race" {
		race = strings.FieldsFunc(args[1], func(r rune) bool { return r == ',' || r == ' ' })
		args = args[2:]
	}

	start := time.Now()
	packages, err := list(stderr)
	if err != nil {
		fmt.Fprintf(stderr, "testsum: list the packages: %v\n", err)
		return 1
	}
	plain, raced := split(packages, race)

	s := newSummary(stdout)
	for _, group := range []struct{ flags, packages []string }{
		{nil, plain},
		{[]string{"-race"}, raced},
	} {
		if len(group.packages) == 0 {
			continue
		}
		command := append([]string{"test", "-json", "-vet=all"}, group.flags...)
		command = append(command, args...)
		if err := test(s, stderr, append(command, group.packages...)); err != nil {
			s.failure("go test", err.Error())
		}
	}
	fmt.Fprintf(stdout, "\n%d packages (%d with the race detector), %.0f s\n", len(packages), len(raced), time.Since(start).Seconds())
	return s.end()
}

// list names every package of the module as ./DIR, those that don't load too: their tests have failed.
func list(stderr io.Writer) ([]string, error) {
	c := exec.Command("go", "list", "-e", "-f", "{{.Root}}\t{{.Dir}}", "./...")
	c.Stderr = stderr
	out, err := c.Output()
	if err != nil {
		return nil, err
	}
	var packages []string
	for line := range strings.Lines(string(out)) {
		root, dir, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		packages = append(packages, "."+strings.TrimPrefix(dir, root))
	}
	return packages, nil
}

// split takes the packages in the folders of race out of packages.
func split(packages, race []string) (plain, raced []string) {
	for _, p := range packages {
		if slices.ContainsFunc(race, func(dir string) bool { return p == "./"+strings.Trim(dir, "/") }) {
			raced = append(raced, p)
		} else {
			plain = append(plain, p)
		}
	}
	return plain, raced
}

// test runs one go test and feeds its events to s. Its error is one that no event told of.
func test(s *summary, stderr io.Writer, args []string) error {
	failedBefore := len(s.failed)
	c := exec.Command("go", args...)
	c.Stderr = stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	readErr := s.read(out)
	if readErr != nil {
		_, _ = io.Copy(io.Discard, out) // so that go test can end; what is wrong is in readErr
	}
	waitErr := c.Wait()
	var exit *exec.ExitError
	if errors.As(waitErr, &exit) && len(s.failed) > failedBefore {
		waitErr = nil // the events told which test failed
	}
	return errors.Join(readErr, waitErr)
}

// event is one line of `go test -json`; see `go doc test2json` and, for builds, `go help buildjson`.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
	Key, Value  string
}

// read takes go test's events until the end of r. A line that is no event is shown as it is.
func (s *summary) read(r io.Reader) error {
	lines := json.NewDecoder(r)
	for {
		var e event
		err := lines.Decode(&e)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			rest, _ := io.ReadAll(io.LimitReader(lines.Buffered(), 4096))
			return fmt.Errorf("read the test events: %w: %s", err, bytes.TrimSpace(rest))
		}
		s.add(e)
	}
}
