package server

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"holdfast/pos"
)

// LockFile is the name of the file in the data folder that is locked while a process works with the books.
const LockFile = "hq.lock"

// lockWithin is how long a short command of another process is waited for.
const lockWithin = 5 * time.Second

// Lock is the right to work in a data folder. The system takes it back from a process that ends, however it ends.
type Lock struct{ file *os.File }

// ErrLocked is TryLock's answer while another process works in the folder.
var ErrLocked = errors.New("locked")

// TryLock takes the folder's lock if it is free.
func TryLock(dir string) (*Lock, error) {
	f, err := os.OpenFile(filepath.Join(dir, LockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, errors.Join(ErrLocked, f.Close())
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock the data folder: %w", err), f.Close())
	}
	return &Lock{f}, nil
}

// Release gives the lock back.
func (l *Lock) Release() error { return l.file.Close() }

// Enter takes the folder's lock for a process that works with the books itself, or reports that a server answers
// there. It waits a little for a short command, or a server that is starting.
func Enter(dir string) (lock *Lock, served bool, err error) {
	for deadline := time.Now().Add(lockWithin); ; time.Sleep(20 * time.Millisecond) {
		if answers(dir) {
			return nil, true, nil
		}
		lock, err := TryLock(dir)
		if err == nil || !errors.Is(err, ErrLocked) {
			return lock, false, err
		}
		if time.Now().After(deadline) {
			return nil, false, pos.E(pos.State, "", "another hq command is at work in "+dir+"; try again when it has ended")
		}
	}
}
