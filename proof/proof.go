// Package proof runs a chain of shops for real: it starts the built hq and till programs as processes, speaks to them
// as a person would (command lines, the console's commands), cuts their lines and kills them. Its own tests are the
// cases that must hold over real processes; cmd/demo plays a day with it.
//
// It imports nothing of Holdfast: what it knows of the programs is their command lines and the JSON they answer. The
// one thing to know: nothing here waits for a fixed time. Every wait is for something, and has a limit after which it
// is an error that says what was waited for.
package proof

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// The limits of the waits. They are generous, as they only ever pass when something is wrong.
const (
	startWithin   = 30 * time.Second // a program has started or ended
	commandWithin = 60 * time.Second // a command line has been carried out
	answerWithin  = 60 * time.Second // the console has answered; its sync alone may take 30 s
)

// Build builds hq and till into a folder; flags are go build's own.
func Build(ctx context.Context, dir string, flags ...string) error {
	args := slices.Concat([]string{"build", "-tags=migrated_fynedo,no_emoji", "-buildvcs=false", "-o", dir + string(filepath.Separator)}, flags,
		[]string{"holdfast/cmd/hq", "holdfast/cmd/till"})
	build := exec.CommandContext(ctx, "go", args...)
	build.Env = append(os.Environ(), "CGO_ENABLED=1") // the till has a window
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// Until asks until the answer is yes, and is an error when it still is no after a limit.
func Until(limit time.Duration, what string, yes func() bool) error {
	for deadline := time.Now().Add(limit); !yes(); {
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %s in vain: %s", limit, what)
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

// Chain is a head office with the demo chain and its tills, all in one folder.
type Chain struct {
	HQ    *HQ
	bin   string
	dir   string
	tills []*Till
}

// Open makes a head office with the demo chain in a folder and starts it; bin holds the programs.
func Open(bin, dir string) (*Chain, error) {
	c := &Chain{HQ: NewHQ(bin, filepath.Join(dir, "hq")), bin: bin, dir: dir}
	if _, err := c.HQ.Run("init", "--demo"); err != nil {
		return nil, err
	}
	return c, c.HQ.Start()
}

// Enrol enrols a till over a line of its own and starts its console, with more flags if need be.
func (c *Chain) Enrol(store, code string, flags ...string) (*Till, error) {
	t, err := c.NewTill(code)
	if err != nil {
		return nil, err
	}
	secret, err := c.HQ.EnrolmentCode(store, code)
	if err != nil {
		return nil, err
	}
	if err := t.Enrol(secret); err != nil {
		return nil, err
	}
	return t, t.Start(flags...)
}

// NewTill makes an empty till with a line of its own, not yet enrolled.
func (c *Chain) NewTill(code string) (*Till, error) {
	t, err := NewTill(c.bin, filepath.Join(c.dir, code), code, c.HQ.Address)
	if err == nil {
		c.tills = append(c.tills, t)
	}
	return t, err
}

// Verify has every till and head office replay their books from zero. The answers name who gave them.
func (c *Chain) Verify() (answers []string, err error) {
	for _, t := range c.tills {
		if !t.enrolled {
			continue
		}
		answer, e := t.Run("verify")
		answers, err = append(answers, t.Code+" "+answer), errors.Join(err, e)
	}
	answer, e := c.HQ.Run("verify")
	return append(answers, "HQ "+answer), errors.Join(err, e)
}

// Close stops everything that still runs.
func (c *Chain) Close() {
	for _, t := range c.tills {
		t.Close()
	}
	c.HQ.Kill()
}
