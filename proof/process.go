package proof

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// ErrKilled is in the chain of the error of a command line that was not let come to its end.
var ErrKilled = errors.New("it was killed")

// Failed is a command line that ended otherwise than with 0.
type Failed struct {
	Command string
	Exit    int    // 1: refused or failed; 2: wrong usage
	Says    string // what it wrote to standard error
}

func (f *Failed) Error() string {
	return fmt.Sprintf("%s ended with %d: %s", f.Command, f.Exit, f.Says)
}

// runProgram carries out one command line and returns what it prints, without the last line's end.
func runProgram(program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandWithin)
	defer cancel()
	return runUntil(ctx, program, args...)
}

// runUntil is runProgram, killed (SIGKILL) where ctx ends before.
func runUntil(ctx context.Context, program string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	line := filepath.Base(program) + " " + strings.Join(args, " ")
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", fmt.Errorf("%s: %w: %w", line, ErrKilled, ctx.Err())
	case errors.As(err, &exit):
		return stdout.String(), &Failed{line, exit.ExitCode(), strings.TrimSpace(stderr.String())}
	case err != nil:
		return "", fmt.Errorf("%s: %w", line, err)
	}
	return strings.TrimRight(stdout.String(), "\n"), nil
}

// process is a program that runs until it is told to end.
type process struct {
	name   string
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout io.Reader
	stderr *tail
	ended  chan struct{} // closed when it is gone
	err    error         // how it ended; read after ended
}

// start starts a program. Who calls it reads stdout to its end and then calls reap.
func start(program string, args ...string) (*process, error) { return startWith(nil, program, args...) }

// startWith is start with an environment of its own; nil is this process's.
func startWith(env []string, program string, args ...string) (*process, error) {
	p := &process{name: filepath.Base(program) + " " + args[0], cmd: exec.Command(program, args...), stderr: &tail{}, ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Stderr = env, p.stderr
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if p.stdout, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	return p, nil
}

func (p *process) reap() {
	p.err = p.cmd.Wait()
	close(p.ended)
}

// kill ends the process as a power cut would (SIGKILL) and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be gone already
	<-p.ended
}

// pause has the process stand still (SIGSTOP), resume has it go on as if no time had passed. Either is in vain where it has
// ended.
func (p *process) pause()  { _ = p.cmd.Process.Signal(syscall.SIGSTOP) }
func (p *process) resume() { _ = p.cmd.Process.Signal(syscall.SIGCONT) }

// stop asks the process to end (SIGTERM) and reports how it did.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	return p.wait()
}

// wait reports how the process ended by itself.
func (p *process) wait() error {
	select {
	case <-p.ended:
	case <-time.After(startWithin):
		p.kill()
		return fmt.Errorf("%s did not end within %s", p.name, startWithin)
	}
	var exit *exec.ExitError
	if errors.As(p.err, &exit) {
		return &Failed{p.name, exit.ExitCode(), p.stderr.String()}
	}
	return p.err
}

// tail keeps the end of what a process writes to standard error.
type tail struct {
	mu    sync.Mutex
	bytes []byte
}

const tailBytes = 4 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes = append(t.bytes, b...)
	if n := len(t.bytes) - tailBytes; n > 0 {
		t.bytes = append([]byte(nil), t.bytes[n:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.bytes))
}
