package server

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// SocketFile is the name of the socket in the data folder through which `hq` commands reach a running server. Only
// the folder's owner may use it: whoever can connect is HQ.
const SocketFile = "hq.sock"

// maxSocketPath: the system's limit is 108 bytes on Linux, 104 on Darwin, with a zero at the end.
const maxSocketPath = 100

// short is a path by which the system takes a socket in dir, however long dir's own is: a symbolic link to it.
func short(dir, name string) (path string, done func(), err error) {
	if path = filepath.Join(dir, name); len(path) <= maxSocketPath {
		return path, func() {}, nil
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", nil, err
	}
	aside, err := os.MkdirTemp("", "hq")
	if err != nil {
		return "", nil, err
	}
	done = func() { os.RemoveAll(aside) } //nolint:errcheck // a link in the system's folder of temporary files
	if err := os.Symlink(dir, filepath.Join(aside, "d")); err != nil {
		done()
		return "", nil, err
	}
	return filepath.Join(aside, "d", name), done, nil
}

// listenSocket listens in the data folder. The caller holds the folder's lock, so a socket that is there is stale.
// It is made in a folder of its own, where nobody else can reach it before it has its mode, and moved into place.
func listenSocket(dir string) (net.Listener, error) {
	fail := func(err error) (net.Listener, error) { return nil, fmt.Errorf("local socket: %w", err) }
	private, err := os.MkdirTemp(dir, SocketFile+".")
	if err != nil {
		return fail(err)
	}
	defer os.RemoveAll(private) //nolint:errcheck // an empty folder at worst
	path, done, err := short(private, SocketFile)
	if err != nil {
		return fail(err)
	}
	defer done()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return fail(err)
	}
	l.SetUnlinkOnClose(false)
	made := filepath.Join(private, SocketFile)
	if err := errors.Join(os.Chmod(made, 0o600), os.Rename(made, filepath.Join(dir, SocketFile))); err != nil {
		return fail(errors.Join(err, l.Close()))
	}
	return l, nil
}

// dial connects to the server of a data folder; an error where none runs.
func dial(dir string) (net.Conn, error) {
	path, done, err := short(dir, SocketFile)
	if err != nil {
		return nil, err
	}
	defer done()
	return net.Dial("unix", path)
}

// answers reports whether a server runs on the data folder.
func answers(dir string) bool {
	c, err := dial(dir)
	if err != nil {
		return false
	}
	c.Close() // it only asked
	return true
}
