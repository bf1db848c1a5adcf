// Package uplink is the till's end of the protocol in sync/wire: a state machine over the till's books ([Store]). It
// has no goroutine, socket or clock; it imports sync/wire only.
//
// Each session is one [Uplink]. The caller hands it every frame that comes ([Uplink.Handle]) and calls
// [Uplink.Tick] when the journal has grown and every now and then; both return what to send, in order. The one thing
// to know: everything that must survive a crash is in the Store before a frame speaks of it, so after any cut a new
// session starts from the Store alone.
package uplink

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"holdfast/sync/wire"
)

// How long a session waits before it says something again, and for the other end's word.
const (
	pingEvery   = 5 * time.Second
	repeatAfter = 5 * time.Second  // an unanswered push, request or change; repeats are harmless by their numbers
	deadAfter   = 20 * time.Second // without any frame from HQ, while nothing waits to be written
)

// Uplink is one session of a till with HQ.
type Uplink struct {
	store  Store
	me     Identity
	live   bool
	forked bool      // HQ has other records of this till than its journal
	heard  time.Time // last frame from HQ
	busy   time.Time // when something waited to be written
	pinged time.Time

	closingMS int64 // since when HQ has been closing this till; 0: it isn't

	pushed   uint64               // last seq sent in this session
	unacked  []inFlight           // pushes not acknowledged
	asked    map[string]time.Time // when requests, withdrawals and changes were sent last
	past     string               // what is to be asked about earlier epochs; "" for nothing
	fed      bool                 // the feed has been stored up to its end
	changing bool                 // a change waits for its answer
	syncs    []string
	events   []Event
}

type inFlight struct {
	last  uint64
	bytes int
	at    time.Time
}

// Event is something that the caller may be waiting for.
type Event struct {
	Request  string       // this request has been answered; the Store knows how
	Answer   *wire.Answer // to an Enquire
	Told     *wire.Told   // to an Ask
	Synced   string       // this Sync has been answered
	Snapshot bool         // the feed has been stored up to its end
	Past     bool         // and all that there is of earlier epochs
}

// Ended is the error of a session that HQ ended.
type Ended struct{ Bye wire.Bye }

func (e *Ended) Error() string { return e.Bye.Message }

// ErrDead is the error of a session in which HQ has fallen silent.
var ErrDead = errors.New("head office doesn't answer any more")

// ErrDoubt is the error of a till that is older than what HQ knows of it.
var ErrDoubt = errors.New("head office knows records of this till that are not in its journal (an old copy?); nothing is spent from what it holds until it is enrolled again")

// New starts a session at a time; HQ speaks first.
func New(store Store, now time.Time) (*Uplink, error) {
	me, err := store.Identity()
	if err != nil {
		return nil, err
	}
	return &Uplink{store: store, me: me, heard: now, pinged: now, asked: map[string]time.Time{}}, nil
}

// Live reports whether HQ has welcomed the till.
func (u *Uplink) Live() bool { return u.live }

// Busy says that frames still wait to be written: a line that is slow is not dead. One that takes nothing at all fails
// in the writing.
func (u *Uplink) Busy(now time.Time) { u.heard, u.busy = now, now }

// Events takes what has happened since it was last called.
func (u *Uplink) Events() []Event {
	e := u.events
	u.events = nil
	return e
}

// Handle deals with one frame from HQ. An error ends the session.
func (u *Uplink) Handle(now time.Time, f wire.Frame) ([]wire.Frame, error) {
	u.heard = now
	if !u.live {
		return u.open(now, f)
	}
	var first []wire.Frame
	switch f := f.(type) {
	case wire.Ack:
		if err := u.acked(f.Seq, f.Position); err != nil {
			return nil, err
		}
	case wire.Need:
		u.pushed, u.unacked = f.From-1, nil
	case wire.Feed:
		if err := u.store.ApplyFeed(f); err != nil {
			return nil, err
		}
		st, err := u.store.State()
		if err != nil {
			return nil, err
		}
		u.fed = u.fed || f.End
		u.complete()
		first = append(first, wire.FeedAck{Cursor: f.To, Rules: st.Rules})
	case wire.Grant:
		request, err := u.store.TakeGrant(f.Blob)
		if err != nil {
			return nil, err
		}
		u.answered(request)
	case wire.Refused:
		if err := u.store.Refused(f.ID, f.Code, f.Message); err != nil {
			return nil, err
		}
		u.answered(f.ID)
	case wire.Recall:
		seq, err := u.store.Surrender(f)
		if err != nil {
			return nil, err
		}
		more, err := u.Tick(now)
		return append(more, wire.Recalled{ID: f.ID, Seq: seq}), err
	case wire.Answer:
		u.events = append(u.events, Event{Answer: &f})
	case wire.Changed:
		if err := u.store.Changed(f); err != nil {
			return nil, err
		}
		delete(u.asked, f.ID)
	case wire.Told:
		if strings.HasPrefix(f.ID, wire.AskHistory) {
			if err := u.told(f); err != nil {
				return nil, err
			}
			break
		}
		u.events = append(u.events, Event{Told: &f})
	case wire.Synced:
		u.events = append(u.events, Event{Synced: f.ID})
	case wire.Pong:
		if err := u.closing(f.ClosingMS); err != nil {
			return nil, err
		}
		return nil, u.store.Contact(time.UnixMilli(f.TimeMS))
	case wire.Bye:
		return nil, u.ended(f)
	default:
		return nil, fmt.Errorf("%w: head office doesn't send %T in a session", wire.ErrMalformed, f)
	}
	more, err := u.Tick(now)
	return append(first, more...), err
}

// told takes a part of what the place did in earlier epochs, and asks for the next. An HQ that knows no such question has
// no answer. What was answered before, and comes again since it was asked for twice, is nothing.
func (u *Uplink) told(f wire.Told) (err error) {
	if u.past == "" || f.ID != historyID(u.past) {
		return nil
	}
	delete(u.asked, f.ID)
	if u.past = ""; f.Code == "" {
		u.past, err = u.store.History(f.Body)
	}
	u.complete()
	return err
}

// complete says it when what a new machine begins with has come.
func (u *Uplink) complete() {
	if u.fed {
		u.events = append(u.events, Event{Snapshot: true, Past: u.past == ""})
	}
}

// historyID is what an Ask for a part of earlier epochs, and its answer, are known by.
func historyID(part string) string { return wire.AskHistory + " " + part }

func (u *Uplink) acked(seq uint64, at wire.Position) error {
	for len(u.unacked) > 0 && u.unacked[0].last <= seq {
		u.unacked = u.unacked[1:]
	}
	u.pushed = max(u.pushed, seq)
	return u.store.Acked(seq, at)
}

// ended is the end of a session by HQ. Where the epoch is closed too, HQ makes the members whole: nothing held here may be
// spent any more.
func (u *Uplink) ended(f wire.Bye) error {
	if f.Closed {
		return errors.Join(&Ended{f}, u.store.Doubt(f.Message))
	}
	return &Ended{f}
}

// closing takes note of whether HQ closes this till for good.
func (u *Uplink) closing(sinceMS int64) error {
	if sinceMS == u.closingMS {
		return nil
	}
	u.closingMS = sinceMS
	var since time.Time
	if sinceMS != 0 {
		since = time.UnixMilli(sinceMS)
	}
	return u.store.Closing(since)
}

func (u *Uplink) answered(request string) {
	if request != "" {
		delete(u.asked, request)
		u.events = append(u.events, Event{Request: request})
	}
}

// Sync has the till told, by an Event, when HQ has settled everything that is in the journal now.
func (u *Uplink) Sync(id string) { u.syncs = append(u.syncs, id) }
