//go:build linux

package proof

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Disk is a file system of a few megabytes that a folder is on, so that its room can end.
type Disk struct{ dir string }

// MountDisk puts a folder on a disk of its own. Not every machine lets it.
func MountDisk(dir string, megabytes int) (*Disk, error) {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		return nil, fmt.Errorf("mount a disk: %w", err)
	}
	return &Disk{dir}, nil
}

// Fill writes a file until the disk takes no more.
func (d *Disk) Fill() error {
	f, err := os.Create(d.ballast())
	if err != nil {
		return err
	}
	defer f.Close()
	for size := 1 << 20; size > 0; size /= 2 {
		block := make([]byte, size)
		for err = nil; err == nil; {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			return err
		}
	}
	return nil
}

// Clear makes room again.
func (d *Disk) Clear() error { return os.Remove(d.ballast()) }

func (d *Disk) ballast() string { return filepath.Join(d.dir, "ballast") }

// Unmount takes the disk away, with what is on it.
func (d *Disk) Unmount() error { return syscall.Unmount(d.dir, syscall.MNT_DETACH) }
