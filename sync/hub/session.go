package hub

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"holdfast/sync/wire"
)

// session is one till's live connection.
type session struct {
	id    uint64
	place wire.Certificate
	acked uint64 // last record booked
	told  uint64 // last Ack sent

	feedSent, feedAcked wire.Cursor
	inFlight            []wire.Cursor // ends of the feed batches not acknowledged
	rules               wire.Rules    // that the till sells by, as it last said

	recalls map[string]*recall // under way, by id

	head uint64 // the till's last record at its hello

	closingMS int64 // since when the till is to give back all that it holds and be closed; 0: it isn't

	// A till whose epoch was closed may still bring what it did before it knew, up to head, and nothing else: HQ never
	// refuses what happened. Such a session is not its place's.
	closed string // why
	// The books of such a till may also not be the ones that HQ knows: it is an old copy. Of what it brings, what HQ hasn't got
	// is kept beside; forked is set from the first such record on.
	old, forked bool

	shares  map[string]bool // holders of which the chain's share here is to be looked at
	fed     bool            // the feed was sent to its end
	swept   bool            // every holder of this place was looked at
	sweptAt time.Time       // when
	sweep   string          // the last one that was, while it goes on
	again   bool            // they are to be looked at once more behind that
	syncs   []syncing
}

// syncing is a Sync that waits for its answer.
type syncing struct {
	id      string
	feed    *wire.Cursor // what the till must have acknowledged; nil until reactors have run
	recalls []string     // those under way then, at any place: what they bring may be granted to this one
}

// enrol answers a one-time code. Its session ends with the answer: the till connects again as who it now is.
func (h *Hub) enrol(id uint64, f wire.Enrol) error {
	certificate, err := h.tx.Enrol(f.Secret, f.PublicKey, h.now)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		h.bye(id, refusal.Code, refusal.Message)
		return nil
	}
	if err != nil {
		return err
	}
	c, err := wire.OpenCertificate(h.key, certificate)
	if err != nil {
		return err
	}
	if old := h.places[c.Place]; old != nil { // of the epoch that is closed now, to which nothing may be granted any more
		h.byeClosed(old.id, "the till was enrolled anew")
	}
	h.outs = append(h.outs, Out{id, wire.Enrolled{Certificate: certificate, HQKey: h.key}, true})
	h.behind = true
	return nil
}

// Error makes a refusal an error, so that the books can answer with one.
func (r *Refusal) Error() string { return r.Message }

// hello opens a session. A place has one: the newer ends the older.
func (h *Hub) hello(id uint64, f wire.Hello, c wire.Certificate) error {
	p, ok, err := h.tx.Place(c.Place, c.Epoch)
	if err == nil && !ok {
		if err = h.tx.Adopt(c, h.now); err == nil {
			p, ok, err = h.tx.Place(c.Place, c.Epoch)
		}
	}
	if err != nil {
		return err
	}
	switch {
	case !ok:
		h.bye(id, "not_found", "head office doesn't know this till's enrolment; enrol it again")
		return nil
	case !bytes.Equal(p.Key, c.PublicKey):
		h.bye(id, "forbidden", "this till's key is not the one that was enrolled; enrol it again")
		return nil
	case p.Fenced != "" && f.HeadSeq == p.Acked && f.HeadHash == p.Hash:
		h.byeClosed(id, p.Fenced)
		return h.tx.Greeted(c.Place, c.Epoch, f.HeadSeq, f.Seen, h.now)
	}
	s := &session{id: id, place: c, acked: p.Acked, told: p.Acked, head: f.HeadSeq, closingMS: p.ClosingMS, feedSent: f.Feed, feedAcked: f.Feed,
		recalls: map[string]*recall{}, shares: map[string]bool{}}
	if err := h.tx.Greeted(c.Place, c.Epoch, f.HeadSeq, f.Seen, h.now); err != nil {
		return err
	}
	position, err := h.tx.Position()
	if err != nil {
		return err
	}
	h.send(s, wire.Welcome{Version: min(wire.Version, f.MaxVersion), Acked: p.Acked, AckedHash: p.Hash, TimeMS: h.now.UnixMilli(), Position: position,
		ClosingMS: p.ClosingMS})
	h.sessions[id] = s
	if f.HeadSeq < p.Acked || f.HeadSeq == p.Acked && f.HeadHash != p.Hash {
		// Welcome tells the till, which then spends nothing from escrow.
		s.closed, s.old = "an old copy", true
		return nil
	}
	if p.Fenced != "" {
		s.closed = p.Fenced
		return nil
	}
	if old := h.places[c.Place]; old != nil {
		h.bye(old.id, "conflict", "another connection of this till has taken over")
	}
	h.places[c.Place] = s
	if err := h.tx.Contact(c.Place, h.now); err != nil {
		return err
	}
	blobs, err := h.tx.InTransit(c.Place, c.Epoch)
	if err != nil {
		return err
	}
	for _, b := range blobs {
		h.send(s, wire.Grant{Blob: b})
	}
	return nil
}

// push books records.
func (h *Hub) push(s *session, f wire.Push, records []Record) error {
	last := f.From + uint64(len(records)) - 1
	if s.forked {
		if err := h.tx.Branch(s.place.Place, s.place.Epoch, f.From, records, h.now); err != nil {
			return err
		}
		return h.goOn(s, last)
	}
	if f.From > s.acked+1 {
		h.send(s, wire.Need{From: s.acked + 1})
		return nil
	}
	a, err := h.tx.Accept(s.place.Place, s.place.Epoch, f.From, records, h.now)
	if err != nil {
		return err
	}
	if a.Gap {
		h.send(s, wire.Need{From: s.acked + 1})
		return nil
	}
	h.inflow += len(records)
	if s.head > last {
		h.inflow += int(min(s.head-last, burst)) //nolint:gosec // no more than a burst
	}
	if live := h.places[s.place.Place]; a.Fenced != "" && live != nil && live != s && live.place.Epoch == s.place.Epoch {
		h.byeClosed(live.id, a.Fenced) // a copy of this till has closed its epoch: nothing may be granted to it any more
	}
	if a.Branch {
		h.drop(s)
		h.sessions[s.id], s.recalls = s, map[string]*recall{}
		s.closed, s.forked = a.Fenced, true
	}
	if s.forked || s.old {
		return h.goOn(s, last)
	}
	if s.acked < s.head && a.Acked >= s.head {
		h.look(s, house) // what was drawn while cut off is booked now
	}
	stuck := a.Acked <= s.acked
	s.acked = max(s.acked, a.Acked)
	if s.told == s.acked {
		s.told-- // a repeat: say again where HQ is, the till may have missed it
	}
	for _, holder := range a.Holders {
		h.dirty[holder] = true
	}
	if s.closingMS != 0 { // it may have taken in what was on its way, which it is to give back too
		s.again, h.behind = true, true
	}
	if a.Fenced != "" && (s.closed == "" || stuck || s.acked >= s.head) {
		if err := h.tell(s); err != nil {
			return err
		}
		h.byeClosed(s.id, a.Fenced)
	}
	for id, r := range s.recalls {
		if r.answered && r.seq <= s.acked {
			h.endRecall(id)
		}
	}
	return nil
}

// goOn asks an old copy for the records behind one, and ends its session behind the last.
func (h *Hub) goOn(s *session, last uint64) error {
	if last < s.head {
		h.send(s, wire.Need{From: last + 1})
		return nil
	}
	p, _, err := h.tx.Place(s.place.Place, s.place.Epoch)
	if err != nil {
		return err
	}
	if p.Fenced != "" {
		h.byeClosed(s.id, p.Fenced)
		return nil
	}
	h.bye(s.id, "conflict", "this till's books are not the ones head office knows (an old copy?); enrol it again")
	return nil
}

// acknowledge sends each session whose records were booked one Ack for all of them.
func (h *Hub) acknowledge() error {
	for _, s := range h.inOrder() {
		if err := h.tell(s); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hub) tell(s *session) error {
	if s.told == s.acked {
		return nil
	}
	position, err := h.tx.Position()
	if err != nil {
		return err
	}
	s.told = s.acked
	h.send(s, wire.Ack{Seq: s.acked, Position: position})
	return nil
}

// feedAck takes note that a batch, and all before it, are stored. The books hear of it only where the rules are others now:
// balances come all day long.
func (h *Hub) feedAck(s *session, f wire.FeedAck) error {
	h.behind = true
	if i := slices.Index(s.inFlight, f.Cursor); i >= 0 {
		s.feedAcked, s.inFlight = f.Cursor, s.inFlight[i+1:]
	}
	if f.Rules == s.rules {
		return nil
	}
	s.rules = f.Rules
	return h.tx.SellsBy(s.place.Place, s.place.Epoch, f.Rules, h.now)
}

// Work for one Flush, so that none takes long.
const (
	sweepStep  = 200
	settleStep = 500
	shareStep  = 100
	reactStep  = 2000
)

// react runs the reactors: before allowances are settled, as those follow from what the records just booked say of a
// member, and after, as settling makes records too.
func (h *Hub) react() (err error) {
	step := reactStep
	if h.inflow > 0 {
		step = inflowStep // somebody waits for an acknowledgement
	}
	h.read, err = h.tx.React(step, h.now)
	h.behind = h.behind || !h.read
	return err
}

// publish sends the feed to every session that has room.
func (h *Hub) publish() error {
	tip, err := h.tx.Tip()
	if err != nil {
		return err
	}
	for _, s := range h.inOrder() {
		if s.closed != "" {
			continue
		}
		for s.feedSent != tip && len(s.inFlight) < wire.FeedWindow {
			batch, err := h.tx.Feed(s.place.Place, s.place.Epoch, s.feedSent)
			if err != nil {
				return err
			}
			if batch.To == s.feedSent {
				break
			}
			s.feedSent = batch.To
			s.inFlight = append(s.inFlight, batch.To)
			h.send(s, batch)
		}
		if !s.fed && s.feedSent == tip {
			s.fed, h.behind = true, true
		}
		if !h.read {
			continue
		}
		for i := range s.syncs {
			if s.syncs[i].feed == nil {
				s.syncs[i].feed, s.syncs[i].recalls = &tip, sorted(h.recalls)
			}
		}
	}
	return nil
}

// answerSyncs tells the tills for which everything has come to rest.
func (h *Hub) answerSyncs() error {
	for _, s := range h.inOrder() {
		if len(s.syncs) == 0 {
			continue
		}
		settled, err := h.settled(s)
		if err != nil {
			return err
		}
		var rest []syncing
		for _, y := range s.syncs {
			if settled && h.over(y, s.feedAcked) {
				h.send(s, wire.Synced{ID: y.id})
			} else {
				rest = append(rest, y)
			}
		}
		s.syncs = rest
	}
	return nil
}

// over reports whether what a Sync waits for beyond its own place has come to an end.
func (h *Hub) over(y syncing, acked wire.Cursor) bool {
	if y.feed == nil || acked.Generation != y.feed.Generation || acked.At < y.feed.At {
		return false
	}
	return !slices.ContainsFunc(y.recalls, func(id string) bool { return h.recalls[id] != nil })
}

// settled: nothing of the session's place is being looked at, recalled or in transit.
func (h *Hub) settled(s *session) (bool, error) {
	if !s.swept || len(s.shares) > 0 || len(h.dirty) > 0 {
		h.behind = true
		return false, nil
	}
	n, err := h.underWay(s)
	return n == 0, err
}
