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
	"time"

	"holdfast/sync/wire"
)

// How long a session waits before it says something again, and for the other end's word.
const (
	pingEvery   = 5 * time.Second
	repeatAfter = 5 * time.Second  // an unanswered push or request; repeats are harmless by their numbers
	deadAfter   = 16 * time.Second // without any frame from HQ
)

// Uplink is one session of a till with HQ.
type Uplink struct {
	store  Store
	me     Identity
	live   bool
	seen   wire.Position
	heard  time.Time // last frame from HQ
	pinged time.Time

	pushed  uint64     // last seq sent in this session
	unacked []inFlight // pushes not acknowledged
	asked   map[string]time.Time
	syncs   []string
	events  []Event
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
	Synced   string       // this Sync has been answered
	Snapshot bool         // the feed has been stored up to its end
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
		u.events = append(u.events, Event{Snapshot: f.End})
		first = append(first, wire.FeedAck{Cursor: f.To})
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
	case wire.Synced:
		u.events = append(u.events, Event{Synced: f.ID})
	case wire.Pong:
		return nil, u.store.Contact(time.UnixMilli(f.TimeMS))
	case wire.Bye:
		return nil, &Ended{f}
	default:
		return nil, fmt.Errorf("%w: head office doesn't send %T in a session", wire.ErrMalformed, f)
	}
	more, err := u.Tick(now)
	return append(first, more...), err
}

// open handles HQ's first words.
func (u *Uplink) open(now time.Time, f wire.Frame) ([]wire.Frame, error) {
	switch f := f.(type) {
	case wire.Challenge:
		return u.hello(f)
	case wire.Welcome:
		return u.welcome(now, f)
	case wire.Bye:
		return nil, &Ended{f}
	}
	return nil, fmt.Errorf("%w: %T before the welcome", wire.ErrMalformed, f)
}

func (u *Uplink) hello(c wire.Challenge) ([]wire.Frame, error) {
	if c.MaxVersion < wire.MinVersion || c.MinVersion > wire.Version {
		return nil, fmt.Errorf("head office speaks versions %d to %d, this till %d to %d; update the older one",
			c.MinVersion, c.MaxVersion, wire.MinVersion, wire.Version)
	}
	st, err := u.store.State()
	if err != nil {
		return nil, err
	}
	h, err := wire.Hello{
		MinVersion: wire.MinVersion, MaxVersion: wire.Version, Certificate: u.me.Certificate,
		HeadSeq: st.HeadSeq, HeadHash: st.HeadHash, Feed: st.Feed, Seen: st.Seen,
	}.Sign(u.me.Key, c.Nonce)
	return []wire.Frame{h}, err
}

func (u *Uplink) welcome(now time.Time, w wire.Welcome) ([]wire.Frame, error) {
	has, err := u.store.Has(w.Acked, w.AckedHash)
	if err != nil {
		return nil, err
	}
	if !has {
		return nil, errors.Join(ErrDoubt, u.store.Doubt(ErrDoubt.Error()))
	}
	if err := u.store.Contact(time.UnixMilli(w.TimeMS)); err != nil {
		return nil, err
	}
	u.live, u.pushed = true, w.Acked
	if err := u.acked(w.Acked, w.Position); err != nil {
		return nil, err
	}
	return u.Tick(now)
}

func (u *Uplink) acked(seq uint64, at wire.Position) error {
	for len(u.unacked) > 0 && u.unacked[0].last <= seq {
		u.unacked = u.unacked[1:]
	}
	u.pushed = max(u.pushed, seq)
	return u.store.Acked(seq, at)
}

func (u *Uplink) answered(request string) {
	if request != "" {
		delete(u.asked, request)
		u.events = append(u.events, Event{Request: request})
	}
}

// Sync has the till told, by an Event, when HQ has settled everything that is in the journal now.
func (u *Uplink) Sync(id string) { u.syncs = append(u.syncs, id) }

// Tick sends what is due: records, requests, word of what is idle, a ping. An error ends the session.
func (u *Uplink) Tick(now time.Time) ([]wire.Frame, error) {
	if now.Sub(u.heard) > deadAfter {
		return nil, ErrDead
	}
	if !u.live {
		return nil, nil
	}
	var out []wire.Frame
	for _, step := range []func(time.Time, []wire.Frame) ([]wire.Frame, error){u.push, u.ask, u.idle} {
		var err error
		if out, err = step(now, out); err != nil {
			return nil, err
		}
	}
	if now.Sub(u.pinged) >= pingEvery {
		u.pinged = now
		out = append(out, wire.Ping{})
	}
	return out, nil
}

// push sends records up to the window, and Syncs behind the last of them.
func (u *Uplink) push(now time.Time, out []wire.Frame) ([]wire.Frame, error) {
	if len(u.unacked) > 0 && now.Sub(u.unacked[0].at) > repeatAfter {
		st, err := u.store.State()
		if err != nil {
			return nil, err
		}
		u.pushed, u.unacked = st.Acked, nil
	}
	open := 0
	for _, f := range u.unacked {
		open += f.bytes
	}
	for open < wire.PushWindow {
		records, err := u.store.Records(u.pushed+1, wire.PushCount, wire.PushBytes)
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			for _, id := range u.syncs {
				out = append(out, wire.Sync{ID: id})
			}
			u.syncs = nil
			break
		}
		size := 0
		for _, r := range records {
			size += len(r)
		}
		p := wire.Push{From: u.pushed + 1, Records: records}.Sign(u.me.Key, u.me.Place, u.me.Epoch)
		u.pushed += uint64(len(records))
		u.unacked = append(u.unacked, inFlight{last: u.pushed, bytes: size, at: now})
		open += size
		out = append(out, p)
	}
	return out, nil
}

// ask sends requests and withdrawals that HQ has not answered.
func (u *Uplink) ask(now time.Time, out []wire.Frame) ([]wire.Frame, error) {
	requests, err := u.store.Requests()
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		if u.due(now, r.ID) {
			out = append(out, r)
		}
	}
	withdrawn, err := u.store.Withdrawn()
	if err != nil {
		return nil, err
	}
	for _, id := range withdrawn {
		if u.due(now, "withdraw "+id) {
			out = append(out, wire.Withdraw{ID: id})
		}
	}
	return out, nil
}

// due reports whether something is to be sent now, the first time or again, and notes it.
func (u *Uplink) due(now time.Time, what string) bool {
	at, ok := u.asked[what]
	if ok && now.Sub(at) < repeatAfter {
		return false
	}
	u.asked[what] = now
	return true
}

// idle tells HQ whose value is no longer needed here.
func (u *Uplink) idle(_ time.Time, out []wire.Frame) ([]wire.Frame, error) {
	holders, err := u.store.Idle()
	if len(holders) > 0 {
		out = append(out, wire.Idle{Holders: holders})
	}
	return out, err
}
