package main

import (
	"errors"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
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
	file *os.File
}

func openLog(dir string) (*journal, error) {
	name := filepath.Join(dir, logFile)
	if info, err := os.Stat(name); err == nil && info.Size() > logBytes {
		if err := os.Rename(name, name+".1"); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	log.SetOutput(f) // Fyne's notes
	return &journal{slog.New(slog.NewTextHandler(f, nil)), f}, nil
}

// Close ends the log; what is noted later goes to standard error again.
func (j *journal) Close() error {
	log.SetOutput(os.Stderr)
	return errors.Join(j.file.Sync(), j.file.Close())
}

// logged is a writer whose lines go into the log.
type logged struct{ log *slog.Logger }

func (l logged) Write(b []byte) (int, error) {
	l.log.Info(strings.TrimSpace(string(b)))
	return len(b), nil
}

// version is what the program was built from, as far as it was told.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}
