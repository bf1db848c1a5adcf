// Package overlay builds programs from sources of which some places are changed for the build alone: with a deliberate bug, or
// as their next version may be. So the shipped code has no switches in it. It imports nothing of Holdfast.
package overlay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Edit replaces one place of a file.
type Edit struct {
	File string // below the source folder
	Was  string // exactly once in the file
	Is   string
}

// Build is go build in a source folder, with more arguments, and with edits, later ones on top of earlier ones. dir is a folder
// that it may fill.
func Build(ctx context.Context, source, dir string, edits []Edit, args ...string) error {
	file, err := Write(source, dir, edits)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-overlay", file}, args...)...)
	cmd.Dir = source
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, Tail(out))
	}
	return nil
}

// Write makes the file that go build's -overlay takes. An edit that fits nowhere, or in two places, is an error: the sources
// have moved on.
func Write(source, dir string, edits []Edit) (file string, err error) {
	if source, err = filepath.Abs(source); err != nil {
		return "", err
	}
	replace, err := edited(source, dir, edits)
	if err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	if err != nil {
		return "", err
	}
	file = filepath.Join(dir, "overlay.json")
	return file, os.WriteFile(file, list, 0o600)
}

// edited writes the changed files into a folder, and says which stand in for which.
func edited(source, dir string, edits []Edit) (replace map[string]string, err error) {
	replace = map[string]string{}
	for i, e := range edits {
		file := filepath.Join(source, filepath.FromSlash(e.File))
		from := file
		if replace[file] != "" {
			from = replace[file]
		}
		text, err := os.ReadFile(from)
		if err != nil {
			return nil, fmt.Errorf("%w (run it in Holdfast's source folder, or name that with --source)", err)
		}
		if n := bytes.Count(text, []byte(e.Was)); n != 1 {
			return nil, fmt.Errorf("%s has the place to change %d times, not once: the table of changes is out of date", e.File, n)
		}
		replace[file] = filepath.Join(dir, fmt.Sprintf("edit%d%s", i, filepath.Ext(e.File)))
		if err := os.WriteFile(replace[file], bytes.Replace(text, []byte(e.Was), []byte(e.Is), 1), 0o600); err != nil {
			return nil, err
		}
	}
	return replace, nil
}

// Tail is the end of a long output.
func Tail(b []byte) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}
