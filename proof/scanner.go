package proof

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// Scanner types on a display as one that is a keyboard does. It is one program for all its codes: to start one takes longer
// than a scan.
type Scanner struct {
	proc  *exec.Cmd
	types io.WriteCloser
}

// betweenKeys is how long a fast scanner waits.
const betweenKeys = 5 * time.Millisecond

// Scanner plugs one in.
func (d *Display) Scanner() (*Scanner, error) {
	s := &Scanner{proc: exec.Command("xdotool", "-")}
	s.proc.Env = d.Env()
	var err error
	if s.types, err = s.proc.StdinPipe(); err != nil {
		return nil, err
	}
	return s, s.proc.Start()
}

// Scan types a code with Enter behind it, and tells when Enter was typed.
func (s *Scanner) Scan(code string) (entered time.Time, err error) {
	for _, char := range code {
		if err := s.key(string(char)); err != nil {
			return entered, err
		}
		time.Sleep(betweenKeys)
	}
	return time.Now(), s.key("Return")
}

func (s *Scanner) key(name string) error {
	_, err := fmt.Fprintf(s.types, "key --delay 0 %s\n", name)
	return err
}

// Close unplugs it.
func (s *Scanner) Close() error { return errors.Join(s.types.Close(), s.proc.Wait()) }
