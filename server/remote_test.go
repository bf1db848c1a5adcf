package server

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"holdfast/pos"
)

// echo is a command that reads a file of the client's and says what it was told.
func echo(ctx context.Context, _ Live, args []string, open func(string) (io.ReadCloser, error), stdout, stderr io.Writer) int {
	switch args[0] {
	case "cat":
		f, err := open(args[1])
		if err == nil {
			_, err = io.Copy(stdout, f)
		}
		if err != nil {
			fmt.Fprintln(stderr, pos.MessageOf(err))
			return 1
		}
	case "head":
		f, err := open(args[1])
		if err != nil {
			return 1
		}
		io.CopyN(stdout, f, 5) //nolint:errcheck // a test
	case "wait":
		fmt.Fprintln(stdout, "waiting")
		<-ctx.Done()
	}
	return 7
}

func TestRemote(t *testing.T) {
	dir := newBooks(t)
	if _, served, err := Remote(t.Context(), dir, []string{"cat"}, nil, nil, nil); served || err != nil {
		t.Errorf("without a server: %v, %v", served, err)
	}
	o := open(t, dir, echo, func(s *Server) { s.closeWithin = 100 * time.Millisecond })
	large := filepath.Join(t.TempDir(), "large")
	content := bytes.Repeat([]byte("中文\x00"), 500_000)
	if err := os.WriteFile(large, content, 0o600); err != nil {
		t.Fatal(err)
	}
	files := func(name string) (io.ReadCloser, error) { return os.Open(name) }
	call := func(args ...string) (int, string, string) {
		t.Helper()
		var out, errs bytes.Buffer
		code, served, err := Remote(t.Context(), dir, args, files, &out, &errs)
		if !served || err != nil {
			t.Errorf("%v: %v, %v", args, served, err)
		}
		return code, out.String(), errs.String()
	}
	if code, out, _ := call("cat", large); code != 7 || out != string(content) {
		t.Errorf("cat: exit %d, %d bytes", code, len(out))
	}
	if code, out, _ := call("head", large); code != 7 || out != string(content[:5]) {
		t.Errorf("head: exit %d, %q", code, out)
	}
	if code, _, errs := call("cat", large+".not"); code != 1 || !strings.Contains(errs, "no such file") {
		t.Errorf("a missing file: exit %d, %q", code, errs)
	}

	t.Run("a client that goes", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		_, _, err := Remote(ctx, dir, []string{"wait"}, files, writer(func() { cancel() }), io.Discard)
		if err == nil {
			t.Error("the command went on")
		}
	})
	t.Run("a server that goes", func(t *testing.T) {
		code, served, err := Remote(t.Context(), dir, []string{"wait"}, files, writer(func() { go func() { _ = o.stop() }() }), io.Discard)
		if !served || code == 0 && err == nil {
			t.Errorf("exit %d, %v, %v", code, served, err)
		}
	})
}

// writer calls a function when something is written.
type writer func()

func (w writer) Write(b []byte) (int, error) {
	if len(b) > 0 {
		w()
	}
	return len(b), nil
}

func TestOneServerAFolder(t *testing.T) {
	dir := newBooks(t)
	o := open(t, dir, echo, nil)
	if _, err := New(dir, echo, o.log); pos.CodeOf(err) != pos.State || !strings.Contains(err.Error(), "another hq serve runs") {
		t.Errorf("a second server: %v", err)
	}
	if _, served, err := Enter(dir); !served || err != nil {
		t.Errorf("Enter beside a server: %v, %v", served, err)
	}
	if err := o.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, SocketFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is left behind: %v", err)
	}
	lock, served, err := Enter(dir)
	if served || err != nil {
		t.Fatalf("Enter after the server: %v, %v", served, err)
	}
	if _, err := TryLock(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("a second lock: %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Error(err)
	}
}

func TestSocketFile(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("a very long folder name ", 8), strings.Repeat("总店", 30))
	for name, dir := range map[string]string{"short": t.TempDir(), "long": long} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		l, err := listenSocket(dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !answers(dir) {
			t.Errorf("%s: nobody answers", name)
		}
		if st, err := os.Stat(filepath.Join(dir, SocketFile)); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", name, st.Mode(), err)
		}
		// Closed as by kill -9: the file stays, nobody answers, and the next server takes its place.
		l.Close()
		if answers(dir) {
			t.Errorf("%s: a stale socket answers", name)
		}
		if l, err = listenSocket(dir); err != nil || !answers(dir) {
			t.Errorf("%s: behind a stale socket: %v", name, err)
		}
		l.Close()
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
			t.Errorf("%s: left behind: %v", name, left)
		}
	}
}

// TestNotTaken: a server that ends before it took the command has done nothing, so the command may be run elsewhere.
func TestNotTaken(t *testing.T) {
	dir := t.TempDir()
	l, err := listenSocket(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		if c, err := l.Accept(); err == nil {
			bufio.NewReader(c).ReadString('\n') //nolint:errcheck // the command
			c.Close()
		}
	}()
	if _, served, err := Remote(t.Context(), dir, []string{"cat"}, nil, io.Discard, io.Discard); served || err != nil {
		t.Errorf("served %v, %v", served, err)
	}
}
