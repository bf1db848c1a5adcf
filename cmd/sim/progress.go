package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress says how far many worlds are: on a terminal in one line that is written again and again, else in a line now
// and then.
type progress struct {
	out      io.Writer
	terminal bool
	worlds   int // to be played
	began    time.Time
	said     time.Time
	line     bool // one stands there that is to be written over
}

func newProgress(out io.Writer, worlds int, now time.Time) *progress {
	p := &progress{out: out, worlds: worlds, began: now, said: now}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// every is how long a line stands.
func (p *progress) every() time.Duration {
	if p.terminal {
		return 200 * time.Millisecond
	}
	return 30 * time.Second
}

// done is told of each world that has ended.
func (p *progress) done(passed, failed, operations int, now time.Time) {
	if now.Sub(p.said) < p.every() {
		return
	}
	p.said = now
	p.clear()
	took, done := now.Sub(p.began), passed+failed
	left := time.Duration(float64(took) / float64(done) * float64(p.worlds-done))
	fmt.Fprintf(p.out, "%d of %d worlds, %d failed; %.1f worlds a second, %.0f operations a minute; %v left",
		done, p.worlds, failed, float64(done)/took.Seconds(), float64(operations)/took.Minutes(), left.Round(time.Second))
	if p.line = p.terminal; !p.line {
		fmt.Fprintln(p.out)
	}
}

// clear takes the line away, for something that is to stay.
func (p *progress) clear() {
	if p.line {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.line = false
}
