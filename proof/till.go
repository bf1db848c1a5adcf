package proof

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Till is a till: a data folder, its line to head office, and the console process that a cashier types into. One
// goroutine at a time may speak to the console.
type Till struct {
	Code string
	Line *Line

	program, dir string
	enrolled     bool
	proc         *process // nil while stopped
	answers      chan Answer
	lost         error // why answers ended
}

// ErrEnded is in the chain of every error about a console that is no more.
var ErrEnded = errors.New("the console has ended")

// NewTill is the till whose data are in dir, with a line to where hq says.
func NewTill(bin, dir, code string, hq func() string) (*Till, error) {
	line, err := NewLine(hq)
	if err != nil {
		return nil, err
	}
	return &Till{Code: code, Line: line, program: filepath.Join(bin, "till"), dir: dir}, nil
}

// Run carries out `till COMMAND --data … args` beside the console and returns what it prints.
func (t *Till) Run(command string, args ...string) (string, error) {
	return runProgram(t.program, slices.Concat([]string{command, "--data", t.dir}, args)...)
}

// Enrol makes this till the one that the code was printed for.
func (t *Till) Enrol(code string) error {
	_, err := t.Run("enrol", "--hq", t.Line.URL(), "--code", code)
	t.enrolled = t.enrolled || err == nil
	return err
}

// EnrolUntil is Enrol, killed when ctx ends (SIGKILL).
func (t *Till) EnrolUntil(ctx context.Context, code string) error {
	_, err := runUntil(ctx, t.program, "enrol", "--data", t.dir, "--hq", t.Line.URL(), "--code", code)
	t.enrolled = t.enrolled || err == nil || errors.Is(err, ErrKilled)
	return err
}

// Start starts the console, with more flags if need be.
func (t *Till) Start(flags ...string) error {
	p, err := start(t.program, slices.Concat([]string{"console", "--data", t.dir, "--json"}, flags)...)
	if err != nil {
		return err
	}
	t.proc, t.answers, t.lost = p, make(chan Answer, 1<<16), nil
	go t.listen(p, t.answers)
	return nil
}

// listen reads answers until the console is gone. What it had answered before is still received afterwards.
func (t *Till) listen(p *process, answers chan<- Answer) {
	defer close(answers)
	lines := bufio.NewScanner(p.stdout)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var a Answer
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.lost = fmt.Errorf("the console said %q: %w", lines.Text(), err)
			break
		}
		answers <- a
	}
	_, _ = io.Copy(io.Discard, p.stdout) // to its end, when it is reaped
	p.reap()
}

// Send types commands without waiting for answers; each gets one, in order, from Receive.
func (t *Till) Send(commands ...string) error {
	for _, c := range commands {
		if _, err := io.WriteString(t.proc.stdin, c+"\n"); err != nil {
			return fmt.Errorf("%s: %q: %w", t.Code, c, ErrEnded)
		}
	}
	return nil
}

// Receive waits for the next answer.
func (t *Till) Receive() (Answer, error) {
	select {
	case a, ok := <-t.answers:
		if !ok {
			return nil, errors.Join(fmt.Errorf("%s: %w: %s", t.Code, ErrEnded, t.proc.stderr), t.lost)
		}
		return a, nil
	case <-time.After(answerWithin):
		return nil, fmt.Errorf("%s: no answer within %s: %s", t.Code, answerWithin, t.proc.stderr)
	}
}

// Do types a command that may be refused, and waits for its answer.
func (t *Till) Do(command string) (Answer, error) {
	if err := t.Send("?" + command); err != nil {
		return nil, err
	}
	return t.Receive()
}

// Expect types a command and makes an error of any outcome but the given code; "" is for success.
func (t *Till) Expect(command, code string) (Answer, error) {
	a, err := t.Do(command)
	if err == nil && a.Code() != code {
		err = fmt.Errorf("%s: %q answered %s, expected %s", t.Code, command, a, outcome(code))
	}
	return a, err
}

func outcome(code string) string {
	if code == "" {
		return "success"
	}
	return "the refusal " + code
}

// Kill ends the console as a power cut would. Answers it had given are still there to be received.
func (t *Till) Kill() {
	if t.proc != nil {
		t.proc.kill()
	}
}

// Pause has the console stand still until Resume, as an overloaded machine would.
func (t *Till) Pause() { t.proc.pause() }

// Resume ends Pause.
func (t *Till) Resume() { t.proc.resume() }

// Folder is where the till's data are.
func (t *Till) Folder() string { return t.dir }

// Move goes to another folder, a new one, and leaves the old as it is. The console must not run.
func (t *Till) Move(dir string) { t.dir, t.enrolled = dir, false }

// Close ends console and line.
func (t *Till) Close() {
	t.Kill()
	t.Line.Close()
}

// Stop ends the console's input and reports how it ended.
func (t *Till) Stop() error {
	if err := t.proc.stdin.Close(); err != nil && !errors.Is(err, os.ErrClosed) { // it may have ended by itself
		return err
	}
	return t.proc.wait()
}

// Save copies the till's data folder, as an image of its disk would. The console must not run.
func (t *Till) Save(to string) error { return os.CopyFS(to, os.DirFS(t.dir)) }

// Load puts a saved folder in place of the till's own, which is gone then.
func (t *Till) Load(from string) error {
	if err := os.RemoveAll(t.dir); err != nil {
		return err
	}
	return os.CopyFS(t.dir, os.DirFS(from))
}
