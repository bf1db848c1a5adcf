package server

import (
	"context"
	"errors"
	"time"

	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

const (
	inboxSize  = 64   // frames that sessions may have handed over ahead of the pump
	batchSize  = 1000 // frames in one transaction
	restWithin = time.Second
	workWithin = 20 * time.Millisecond // until the next transaction while the hub has work of its own
	statusFor  = 2 * time.Second       // how long a command waits for the pump's answer
)

// pump is the one goroutine that calls the hub. What arrives while a transaction is being made durable goes into the
// next one together.
type pump struct {
	server   *Server
	in       chan event
	do       chan func(*hub.Hub)
	nudged   chan struct{}
	sessions map[uint64]*session
}

// event is what a session tells the pump.
type event struct {
	session *session
	kind    eventKind
	checked hub.Checked
}

type eventKind int

const (
	opened eventKind = iota
	came             // a frame that the gate let through
	gone
)

func newPump(s *Server) *pump {
	return &pump{
		server: s, in: make(chan event, inboxSize), do: make(chan func(*hub.Hub)), nudged: make(chan struct{}, 1),
		sessions: map[uint64]*session{},
	}
}

// run works until ctx ends, or the books turn out to be damaged: they serve nobody any more, and the error says what to do.
func (p *pump) run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-p.in:
			p.take(e)
			p.drain()
		case f := <-p.do:
			f(p.server.hub)
			continue
		case <-p.nudged:
			p.server.hub.Nudge()
		case <-timer.C:
		}
		next := restWithin
		err := p.flush()
		if damage := p.server.books.Damage(); damage != nil { // also what a command or a page has met
			return damage
		}
		switch {
		case errors.Is(err, sqlite.ErrBroken):
			if err := p.server.reopen(ctx); err != nil {
				return err
			}
		case err == nil && p.server.hub.Busy():
			next = workWithin
		}
		timer.Reset(next)
	}
}

// drain takes what is there, without waiting for more.
func (p *pump) drain() {
	for range batchSize {
		select {
		case e := <-p.in:
			p.take(e)
		default:
			return
		}
	}
}

func (p *pump) take(e event) {
	switch e.kind {
	case opened:
		p.sessions[e.session.id] = e.session
	case came:
		p.server.hub.Offer(e.session.id, e.checked)
	case gone:
		p.server.hub.Close(e.session.id)
		delete(p.sessions, e.session.id)
	}
}

// flush has the hub book what was offered, and hands out what it says.
func (p *pump) flush() error {
	began := time.Now()
	busy := p.server.hub.Busy()
	outs, err := p.server.hub.Flush(began)
	if busy {
		p.server.metrics.flushed(time.Since(began), err)
	}
	if err != nil {
		p.server.log.Error("the books could not be written; all tills are asked to come back", "err", err)
	}
	for _, o := range outs {
		s := p.sessions[o.Session]
		if s == nil {
			continue
		}
		switch f := o.Frame.(type) {
		case wire.Bye:
			s.log.Info("refused", "code", f.Code, "reason", f.Message)
		case wire.Enrolled:
			s.log.Info("till enrolled")
		}
		if !s.out.put(o.Frame, o.Close) {
			s.log.Warn("too slow: dropped", "waiting", maxWaiting)
			s.drop()
			delete(p.sessions, o.Session) // what else is for it goes nowhere
		}
	}
	return err
}

// nudge says that the books were changed by somebody else than the hub.
func (p *pump) nudge() {
	select {
	case p.nudged <- struct{}{}:
	default:
	}
}

// status asks the hub about a place. While the pump can't answer, no till is connected either.
func (p *pump) status(place string) (status hub.PlaceStatus) {
	p.ask(func(h *hub.Hub) { status = h.Status(place) })
	return status
}

// statuses asks about many places at once.
func (p *pump) statuses(places []string) map[string]hub.PlaceStatus {
	all := map[string]hub.PlaceStatus{}
	p.ask(func(h *hub.Hub) {
		for _, place := range places {
			all[place] = h.Status(place)
		}
	})
	return all
}

// sweep has the hub work out allowances anew. A pump that can't be asked starts with that when it is back.
func (p *pump) sweep() { p.ask((*hub.Hub).Sweep) }

// ask runs f on the hub and waits for it, unless the pump is busy for too long.
func (p *pump) ask(f func(*hub.Hub)) {
	done := make(chan struct{})
	select {
	case p.do <- func(h *hub.Hub) { f(h); close(done) }:
		<-done
	case <-time.After(statusFor):
	}
}
