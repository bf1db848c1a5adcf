package proof

import (
	"bufio"
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
	says  *bufio.Reader
}

// betweenKeys is how long a fast scanner waits.
const betweenKeys = 5 * time.Millisecond

// Scanner plugs one in.
func (d *Display) Scanner() (*Scanner, error) {
	s := &Scanner{proc: exec.Command("stdbuf", "-oL", "xdotool", "-")}
	s.proc.Env = d.Env()
	types, err := s.proc.StdinPipe()
	if err != nil {
		return nil, err
	}
	says, err := s.proc.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.types, s.says = types, bufio.NewReader(says)
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
	if _, err := s.Idle(); err != nil {
		return entered, err
	}
	return time.Now(), s.key("Return")
}

func (s *Scanner) key(name string) error {
	_, err := fmt.Fprintf(s.types, "key --delay 0 %s\n", name)
	return err
}

// Idle waits until all keys so far have been typed, as on a busy machine the program falls behind. With nothing to type, what
// that took is what the machine takes to wake one program and to be woken by it.
func (s *Scanner) Idle() (took time.Duration, err error) {
	began := time.Now()
	if _, err := fmt.Fprintln(s.types, "getdisplaygeometry"); err != nil {
		return 0, err
	}
	_, err = s.says.ReadString('\n')
	return time.Since(began), err
}

// Close unplugs it.
func (s *Scanner) Close() error { return errors.Join(s.types.Close(), s.proc.Wait()) }
