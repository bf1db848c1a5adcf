package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"holdfast/cli"
	"holdfast/pos/till"
)

// logFile is what the window notes; the console has standard error. The line's comings and goings stand in it and what
// fails, never who was served or what was scanned.
const (
	logFile  = "till.log"
	logBytes = 1 << 20 // an older one is kept beside it
)

// journal is the open log.
type journal struct {
	*slog.Logger
	mu   sync.Mutex
	name string
	file *os.File
	size int64
}

func openLog(dir string) (*journal, error) {
	j := &journal{name: filepath.Join(dir, logFile)}
	if err := j.open(); err != nil {
		return nil, err
	}
	j.Logger = slog.New(slog.NewTextHandler(j, nil))
	log.SetOutput(j) // Fyne's notes
	return j, nil
}

func (j *journal) open() (err error) {
	if j.file, err = os.OpenFile(j.name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	info, err := j.file.Stat()
	if err != nil {
		return errors.Join(err, j.file.Close())
	}
	j.size = info.Size()
	return nil
}

// Write is one note. Once the file is full it is put aside and another one begins, as a till may run for months.
func (j *journal) Write(note []byte) (n int, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var turned error
	if j.size > logBytes { // where that fails it goes on in the same file
		turned = os.Rename(j.name, j.name+".1")
		if err := errors.Join(j.file.Close(), j.open()); err != nil {
			return 0, errors.Join(turned, err)
		}
	}
	n, err = j.file.Write(note)
	j.size += int64(n)
	return n, errors.Join(turned, err)
}

// Close ends the log; what is noted later goes to standard error again.
func (j *journal) Close() error {
	log.SetOutput(os.Stderr)
	j.mu.Lock()
	defer j.mu.Unlock()
	return errors.Join(j.file.Sync(), j.file.Close())
}

// logged is a writer whose lines go into the log.
type logged struct{ log *slog.Logger }

func (l logged) Write(b []byte) (int, error) {
	l.log.Info(strings.TrimSpace(string(b)))
	return len(b), nil
}

// saveLog puts the log, and what else a technician asks first, into one file among the documents of whoever the machine
// belongs to. Nobody's name or number is in it.
func saveLog(dir string, status till.Status) (file string, err error) {
	to, err := documents()
	if err != nil {
		return "", err
	}
	status.Person, status.Shift = "", ""
	about, err := json.MarshalIndent(status, "", "  ")
	if err != nil {
		return "", err
	}
	f, err := newFile(to, fmt.Sprintf("holdfast-log-%s-%s-%s", status.Store, status.Till, time.Now().Format(time.DateOnly)), ".txt")
	if err != nil {
		return "", unsaved(err)
	}
	_, err = fmt.Fprintf(f, "till %s, %s, %s/%s\n%s\n", cli.Built(), runtime.Version(), runtime.GOOS, runtime.GOARCH, about)
	for _, name := range []string{logFile + ".1", logFile} {
		if err == nil {
			err = appendFile(f, filepath.Join(dir, name))
		}
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(unsaved(err), os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// appendFile copies a file, if there is one.
func appendFile(to io.Writer, name string) error {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	return errors.Join(err, f.Close())
}
