package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"holdfast/proof/overlay"
)

// A mutant is a deliberate bug: places of the shipped code, replaced while a simulator is built (go build -overlay),
// so that the shipped code has no switches in it. The simulator must catch it within so many worlds.
type mutant struct {
	name   string
	within int // worlds
	edits  []edit
}

// edit replaces one place of a file.
type edit struct {
	file string // below the source folder
	was  string // exactly once in the file
	is   string
}

// places is the edits as they are built.
func (m mutant) places() (list []overlay.Edit) {
	for _, e := range m.edits {
		list = append(list, overlay.Edit{File: e.file, Was: e.was, Is: e.is})
	}
	return list
}

// mutantSteps is the length of a mutant's worlds.
const mutantSteps = 300

// result is what became of a mutant.
type result struct {
	mutant
	caught bool
	seed   string
	why    string
}

func printMutants(ctx context.Context, source string, stdout, stderr io.Writer) int {
	caught, missed := 0, 0
	for _, m := range mutants {
		r, err := m.try(ctx, source)
		if err != nil {
			fmt.Fprintf(stderr, "sim: %s: %v\n", m.name, err)
			return 1
		}
		if r.caught {
			caught++
			fmt.Fprintf(stdout, "%-28s caught at seed %s: %s\n", m.name, r.seed, r.why)
		} else {
			missed++
			fmt.Fprintf(stdout, "%-28s MISSED in %d worlds\n", m.name, m.within)
		}
	}
	fmt.Fprintf(stdout, "%d caught, %d missed\n", caught, missed)
	if missed > 0 {
		return 1
	}
	return 0
}

var failedSeed = regexp.MustCompile(`(?m)^seed (\d+) failed: (.*)$`)

// try builds a simulator with the bug in it and runs it.
func (m mutant) try(ctx context.Context, source string) (result, error) {
	dir, err := os.MkdirTemp("", "sim-mutant-")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	binary, err := filepath.Abs(filepath.Join(dir, "sim"))
	if err == nil {
		err = overlay.Build(ctx, source, dir, m.places(), "-ldflags", "-s -w", "-o", binary, "./cmd/sim")
	}
	if err != nil {
		return result{}, err
	}
	cmd := exec.CommandContext(ctx, binary, "--seeds", fmt.Sprint(m.within), "--steps", fmt.Sprint(mutantSteps), "--first")
	out, err := cmd.CombinedOutput()
	r := result{mutant: m}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return r, nil
	case !errors.As(err, &exit) || exit.ExitCode() != 1:
		return r, fmt.Errorf("the simulator broke: %w\n%s", err, overlay.Tail(out))
	}
	found := failedSeed.FindSubmatch(out)
	if found == nil {
		return r, fmt.Errorf("the simulator failed without a seed:\n%s", overlay.Tail(out))
	}
	r.caught, r.seed, r.why = true, string(found[1]), string(found[2])
	return r, nil
}
