package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"holdfast/sync/hub"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

// session is one till's connection. Its reader is the request's goroutine, its writer another.
type session struct {
	id   uint64
	log  *slog.Logger
	out  *outbox
	drop context.CancelFunc // ends it without a word
}

// till serves link.Path: one session from its challenge to its end.
func (s *Server) till(w http.ResponseWriter, r *http.Request) {
	id := s.ids.Add(1)
	log := s.log.With("session", id, "from", r.RemoteAddr)
	if s.connected.Add(1) > maxSessions {
		s.connected.Add(-1)
		log.Warn("refused: too many connections", "limit", maxSessions)
		http.Error(w, "too many connections", http.StatusServiceUnavailable)
		return
	}
	defer s.connected.Add(-1)
	if s.strangers.Add(1) > maxStrangers {
		s.strangers.Add(-1)
		log.Warn("refused: too many that have not said who they are", "limit", maxStrangers)
		http.Error(w, "too many connections", http.StatusServiceUnavailable)
		return
	}
	known := sync.OnceFunc(func() { s.strangers.Add(-1) })
	defer known()
	s.sessions.Add(1)
	defer s.sessions.Done()
	conn, err := link.Accept(w, r)
	if err != nil {
		log.Info("refused: no websocket", "reason", err)
		return
	}
	defer conn.Drop()
	gate, challenge, err := s.gate()
	if err != nil {
		log.Error("no challenge", "err", err)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	ss := &session{id: id, log: log, out: newOutbox(), drop: cancel}
	if !s.tell(ctx, event{session: ss, kind: opened}) {
		return
	}
	ss.out.put(challenge, false)
	written := make(chan struct{})
	go func() {
		defer close(written)
		defer cancel() // the reader may be waiting
		ss.write(ctx, conn)
	}()
	err = s.read(ctx, ss, conn, gate, known)
	// r's context, not the session's: the pump must hear of the end, or be at its own.
	s.tell(r.Context(), event{session: ss, kind: gone})
	ss.end(err)
	<-written
}

func (s *Server) gate() (*hub.Gate, wire.Challenge, error) {
	s.using.RLock()
	defer s.using.RUnlock()
	return s.hub.Gate(time.Now())
}

// tell hands an event to the pump; a pump that is behind holds the session up.
func (s *Server) tell(ctx context.Context, e event) bool {
	select {
	case s.pump.in <- e:
		return true
	case <-ctx.Done():
		return false
	}
}

// read hands what comes to the pump until something ends it; known is called when the other end has proved who it is.
func (s *Server) read(ctx context.Context, ss *session, conn *link.Conn, gate *hub.Gate, known func()) error {
	within := s.firstWithin
	for {
		waiting, cancel := context.WithTimeout(ctx, within)
		f, err := conn.Read(waiting)
		cancel()
		if err != nil {
			return err
		}
		checked, err := gate.Check(f)
		if err != nil {
			return err
		}
		if hello, ok := f.(wire.Hello); ok {
			s.introduce(ss, hello)
			known()
			conn.Trust()
		}
		if !s.tell(ctx, event{session: ss, kind: came, checked: checked}) {
			return ctx.Err()
		}
		within = idleAfter
	}
}

// introduce puts the till's name into the log, now that the gate has found the certificate right.
func (s *Server) introduce(ss *session, hello wire.Hello) {
	if c, err := wire.OpenCertificate(s.key, hello.Certificate); err == nil {
		ss.log.Info("till connects", "till", c.Place, "epoch", c.Epoch)
	}
}

// end has the other side told why, if it is its own doing, and lets the writer finish.
func (ss *session) end(err error) {
	var refused *hub.Refused
	bye := wire.Bye{Code: "usage"}
	switch {
	case errors.As(err, &refused):
		bye = refused.Bye
	case errors.Is(err, wire.ErrMalformed), errors.Is(err, wire.ErrTooLarge):
		bye.Message = err.Error()
	default:
		ss.log.Info("connection ended", "reason", err)
		ss.drop()
		return
	}
	ss.log.Info("refused", "code", bye.Code, "reason", bye.Message)
	ss.out.put(bye, true)
}

// write sends what is put into the outbox, until the last frame.
func (ss *session) write(ctx context.Context, conn *link.Conn) {
	for {
		frames, last := ss.out.take()
		for _, f := range frames {
			if err := conn.Write(ctx, f); err != nil {
				ss.log.Info("can't send", "reason", err)
				return
			}
		}
		if last {
			conn.Close("")
			return
		}
		select {
		case <-ss.out.filled:
		case <-ctx.Done():
			return
		}
	}
}

// maxWaiting is how many frames may wait for a slow connection. A hello brings one for each grant in transit, which
// can be thousands; the large ones, of the feed, are bounded by the protocol's window.
const maxWaiting = 20_000

// outbox is what waits to be sent. It takes no memory while nothing does.
type outbox struct {
	filled chan struct{} // has one token when something was put
	mu     sync.Mutex
	frames []wire.Frame
	last   bool
}

func newOutbox() *outbox { return &outbox{filled: make(chan struct{}, 1)} }

// put adds a frame, behind the last one none; false when too many wait.
func (o *outbox) put(f wire.Frame, last bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.last {
		return true
	}
	if len(o.frames) >= maxWaiting {
		return false
	}
	o.frames, o.last = append(o.frames, f), last
	select {
	case o.filled <- struct{}{}:
	default:
	}
	return true
}

func (o *outbox) take() (frames []wire.Frame, last bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	frames, o.frames = o.frames, nil
	return frames, o.last
}
