package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/store"
)

// Files of a till's folder.
const (
	booksFile = "till.db"
	lockFile  = "till.lock"
)

// folder is a till's data folder with its books open. No other process works in it until it is closed.
type folder struct {
	*store.Store
	lock *os.File
}

// openFolder locks a folder and opens its books.
func openFolder(dir string) (*folder, error) {
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, booksFile)
	if err := keepPrivate(file); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if err := store.RemoveTraining(dir); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s, err := store.Open(file, machine{time.Now()}, rand.Reader)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return &folder{s, lock}, nil
}

// keepPrivate lets only the owner read the books, whoever may look into their folder: the till's key and everybody's
// PIN hashes are inside. The database's other files take its mode.
func keepPrivate(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// Close closes the books and frees the folder.
func (f *folder) Close() error { return errors.Join(f.Store.Close(), f.lock.Close()) }

// lockFolder takes the lock that the system takes back from a process that ends, however it ends.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = pos.E(pos.State, "", "the till in {} is already in use; end the other till program first", dir)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// enrolledFolder refuses a folder that is no till's, and leaves it as it is.
func enrolledFolder(dir string) (*folder, error) {
	if err := hasBooks(dir); err != nil {
		return nil, err
	}
	f, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	if !f.Enrolled() {
		return nil, errors.Join(notEnrolled(dir), f.Close())
	}
	return f, nil
}

func hasBooks(dir string) error {
	_, err := os.Stat(filepath.Join(dir, booksFile))
	if errors.Is(err, os.ErrNotExist) {
		return notEnrolled(dir)
	}
	return err
}

func notEnrolled(dir string) error {
	return pos.E(pos.State, "", "there is no till in {}; run till enrol --data {} --hq https://HOST:PORT --code CODE", dir, dir)
}

// machine is this machine's clock.
type machine struct{ started time.Time }

func (machine) Wall() time.Time       { return time.Now() }
func (m machine) Mono() time.Duration { return time.Since(m.started) }
