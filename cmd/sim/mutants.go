package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
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
	binary, err := m.build(ctx, source, dir)
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
		return r, fmt.Errorf("the simulator broke: %w\n%s", err, tail(out))
	}
	found := failedSeed.FindSubmatch(out)
	if found == nil {
		return r, fmt.Errorf("the simulator failed without a seed:\n%s", tail(out))
	}
	r.caught, r.seed, r.why = true, string(found[1]), string(found[2])
	return r, nil
}

// edited writes the bug's files into a folder, and says which stand in for which.
func (m mutant) edited(source, dir string) (replace map[string]string, err error) {
	replace = map[string]string{}
	for i, e := range m.edits {
		file := filepath.Join(source, filepath.FromSlash(e.file))
		from := file
		if replace[file] != "" {
			from = replace[file]
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return nil, fmt.Errorf("%w (run it in Holdfast's source folder, or name that with --source)", err)
		}
		if n := bytes.Count(text, []byte(e.was)); n != 1 {
			return nil, fmt.Errorf("%s has the place to change %d times, not once: the table of bugs is out of date", e.file, n)
		}
		replace[file] = filepath.Join(dir, fmt.Sprintf("mutant%d%s", i, filepath.Ext(e.file)))
		if err := os.WriteFile(replace[file], bytes.Replace(text, []byte(e.was), []byte(e.is), 1), 0o600); err != nil {
			return nil, err
		}
	}
	return replace, nil
}

func (m mutant) build(ctx context.Context, source, dir string) (binary string, err error) {
	source, err = filepath.Abs(source)
	if err != nil {
		return "", err
	}
	replace, err := m.edited(source, dir)
	if err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	binary = filepath.Join(dir, "sim")
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-overlay", list, "-o", binary, "./cmd/sim")
	cmd.Dir = source
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, tail(out))
	}
	return binary, nil
}

// tail is the end of a long output.
func tail(b []byte) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}
