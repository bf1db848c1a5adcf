// Package server is head office at work: it listens for tills, keeps one hub over HQ's books going, and serves its
// pages, and runs the commands of `hq` that come in through the data folder's socket.
//
// It imports sync/link, server/store and what they may. The one thing to know: one goroutine, the pump, owns the hub;
// sessions hand it what they have checked, and it hands each what to send. Nobody waits for a slow session.
package server

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"holdfast/pos"
	"holdfast/pos/sqlite"
	"holdfast/server/admin"
	"holdfast/server/react"
	"holdfast/server/store"
	"holdfast/sync/hub"
)

// BooksFile is the name of HQ's database in its data folder.
const BooksFile = "hq.db"

// Limits against tills that misbehave, and who isn't one.
const (
	maxSessions   = 10_000
	maxStrangers  = 500              // sessions that have not said who they are
	firstWithin   = 10 * time.Second // from connecting to a first frame
	idleAfter     = 60 * time.Second // without a frame; tills ping
	closeWithin   = 5 * time.Second  // of what a shutdown waits for
	maxHeaderSize = 16 << 10
)

// Command is what the data folder's socket runs: the command lines of `hq`, against the live books. open reads a file
// on the side of whoever typed the command. The result is the exit code.
type Command func(ctx context.Context, live Live, args []string, open func(name string) (io.ReadCloser, error), stdout, stderr io.Writer) int

// Live is what a command works on.
type Live struct {
	Books *store.Store
	// Status is what only a running server knows of a place.
	Status func(place string) hub.PlaceStatus
	// Sweep has allowances worked out anew, after settings, members or rules have changed.
	Sweep func()
	// Moved has the allowances of some members looked at, after their value was moved by a person.
	Moved func(holders ...string)
	// Dir is the folder in which the command was typed: relative names of files that are written begin there.
	Dir string
}

// Offline is the books without a server.
func Offline(books *store.Store) Live {
	return Live{Books: books, Status: func(string) hub.PlaceStatus { return hub.PlaceStatus{} }, Sweep: func() {}, Moved: func(...string) {}}
}

// Server is a head office.
type Server struct {
	dir     string
	command Command
	log     *slog.Logger
	lock    *Lock
	tls     tls.Certificate
	key     ed25519.PublicKey

	// using is held for reading while something uses books and hub, and for writing to reopen them.
	using sync.RWMutex
	books *store.Store
	hub   *hub.Hub

	// A test has less patience.
	firstWithin, closeWithin time.Duration

	pump      *pump
	pages     *admin.Pages
	metrics   *metrics
	ids       atomic.Uint64
	connected atomic.Int64
	strangers atomic.Int64
	sessions  sync.WaitGroup
}

// New opens the head office in a data folder. It refuses a folder in which another process works.
func New(dir string, command Command, log *slog.Logger) (*Server, error) {
	lock, served, err := Enter(dir)
	if err != nil {
		return nil, err
	}
	if served {
		return nil, pos.E(pos.State, "", "another hq serve runs on "+dir+"; stop that one first")
	}
	s := &Server{dir: dir, command: command, log: log, lock: lock, firstWithin: firstWithin, closeWithin: closeWithin}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, lock.Release())
	}
	if err := s.books.Sound(context.Background()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.key = s.books.Key().Public().(ed25519.PublicKey)
	certificate, key := s.books.TLS()
	if s.tls, err = tls.X509KeyPair(certificate, key); err != nil {
		return nil, errors.Join(fmt.Errorf("certificate: %w", err), s.Close())
	}
	s.pump, s.metrics = newPump(s), newMetrics(s)
	s.pages = s.newPages()
	return s, nil
}

// Close closes the books. Serve must have returned.
func (s *Server) Close() error { return errors.Join(s.books.Close(), s.lock.Release()) }

// OpenBooks opens the books in a data folder, with the reactors that read their journal. The caller has the folder's lock.
func OpenBooks(dir string, entropy io.Reader, log *slog.Logger) (*store.Store, error) {
	books, err := store.Open(filepath.Join(dir, BooksFile), entropy)
	if err != nil {
		return nil, err
	}
	books.Use(react.All()...)
	lacks, err := books.Confront(time.Now())
	if err != nil {
		return nil, errors.Join(err, books.Close())
	}
	if lacks {
		log.Error("the books lack their last records: look after the disk. Head office grants nothing until it has heard of all tills, which bring what they did; " +
			"what people changed here in the last minutes may be to be done again ('hq audit' shows what is there)")
	}
	return books, nil
}

func (s *Server) open() error {
	books, err := OpenBooks(s.dir, rand.Reader, s.log)
	if err != nil {
		return err
	}
	s.books = books
	s.hub = hub.New(books, books.Key().Public().(ed25519.PublicKey), rand.Reader)
	return nil
}

// reopen is what follows a failed commit: nobody knows what is on disk then, so the file is closed and looked at anew,
// again and again while it can't be (a full disk). The hub has dropped all sessions; their tills come back and send
// again what was not acknowledged. The error is of books that are damaged, which no waiting mends.
func (s *Server) reopen(ctx context.Context) error {
	for {
		err := s.tryReopen()
		if err == nil {
			s.log.Info("the books are open again")
			return nil
		}
		if sqlite.Damaged(err) {
			return err
		}
		s.log.Error("the books can't be opened after a failed write; make room on the disk, or stop this server", "err", err)
		select {
		case <-time.After(restWithin):
		case <-ctx.Done():
			return nil
		}
	}
}

func (s *Server) tryReopen() error {
	s.using.Lock()
	defer s.using.Unlock()
	if err := s.books.Close(); err != nil {
		s.log.Warn("closing the broken books", "err", err)
	}
	return s.open()
}

// Serve listens until ctx ends, or the books turn out to be damaged; ready is told the address once tills can connect.
func (s *Server) Serve(ctx context.Context, listen string, ready func(net.Addr)) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return pos.E(pos.State, "", fmt.Sprintf("can't listen on %s: %v", listen, err))
	}
	socket, err := listenSocket(s.dir)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	web := &http.Server{
		Handler:           s.routes(),
		TLSConfig:         &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{s.tls}},
		ReadHeaderTimeout: s.firstWithin,
		IdleTimeout:       idleAfter,
		MaxHeaderBytes:    maxHeaderSize,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelInfo),
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	var all sync.WaitGroup
	all.Go(func() {
		if err := s.pump.run(ctx); err != nil {
			fail(err)
		}
	})
	commands, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	all.Go(func() { s.commands(commands, socket) })
	all.Go(func() {
		if err := web.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
			fail(err)
		}
	})
	ready(listener.Addr())
	<-ctx.Done()

	// The sessions end with ctx; what they sent and nobody acknowledged, the tills send again. Commands may end first.
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.closeWithin)
	defer cancel()
	defer context.AfterFunc(closing, cut)()
	socket.Close()        // nothing is lost with it
	web.Shutdown(closing) //nolint:errcheck // what it can't wait for ends with the process
	s.sessions.Wait()
	all.Wait()
	os.Remove(filepath.Join(s.dir, SocketFile)) //nolint:errcheck // a stale one disturbs nobody
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
