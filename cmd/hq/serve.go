package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"holdfast/server"
)

type serveCmd struct {
	Listen string `default:"127.0.0.1:8443" placeholder:"HOST:PORT" help:"Where tills connect; port 0 picks one."`
}

func (c serveCmd) Run(e *env) error {
	if _, err := os.Stat(filepath.Join(e.dir, server.BooksFile)); err != nil {
		return noBooks(e.dir, err)
	}
	s, err := server.New(e.dir, execute, logTo(e.stderr))
	if err != nil {
		return err
	}
	err = s.Serve(e.ctx, c.Listen, func(at net.Addr) {
		fmt.Fprintf(e.stdout, "listening https://%s\n", address(c.Listen, at))
	})
	return errors.Join(err, s.Close())
}

// logTo writes a log for people and programs.
func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// address is what to tell tills: the host as it was given, the port as it came out.
func address(listen string, at net.Addr) string {
	host, _, _ := net.SplitHostPort(listen)
	_, port, err := net.SplitHostPort(at.String())
	if err != nil || host == "" {
		return at.String()
	}
	return net.JoinHostPort(host, port)
}
