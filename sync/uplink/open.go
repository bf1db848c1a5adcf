package uplink

import (
	"errors"
	"fmt"
	"time"

	"holdfast/sync/wire"
)

// open handles HQ's first words.
func (u *Uplink) open(now time.Time, f wire.Frame) ([]wire.Frame, error) {
	switch f := f.(type) {
	case wire.Challenge:
		return u.hello(f)
	case wire.Welcome:
		return u.welcome(now, f)
	case wire.Need:
		if u.forked {
			u.pushed = f.From - 1
			return u.fork()
		}
	case wire.Ack: // of records from before the fork, which HQ has
		if u.forked {
			return u.fork()
		}
	case wire.Bye:
		return nil, u.ended(f)
	}
	if u.forked { // HQ may take this for the journal that it knows, until it has seen a record of it
		return nil, nil
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
		if err := u.store.Doubt(ErrDoubt.Error()); err != nil {
			return nil, errors.Join(ErrDoubt, err)
		}
		st, err := u.store.State()
		if err == nil && st.HeadSeq <= st.Acked {
			err = ErrDoubt
		}
		u.forked, u.pushed = true, st.Acked
		if err != nil {
			return nil, err
		}
		return u.fork()
	}
	if err := u.store.Contact(time.UnixMilli(w.TimeMS)); err != nil {
		return nil, err
	}
	u.live, u.pushed = true, w.Acked
	u.closingMS = -1 // what was said before is old
	if err := u.closing(w.ClosingMS); err != nil {
		return nil, err
	}
	if err := u.acked(w.Acked, w.Position); err != nil {
		return nil, err
	}
	if u.past, err = u.store.History(nil); err != nil {
		return nil, err
	}
	st, err := u.store.State()
	if err != nil {
		return nil, err
	}
	rest, err := u.Tick(now)
	if err != nil || st.Rules == (wire.Rules{}) {
		return rest, err
	}
	return append([]wire.Frame{wire.FeedAck{Cursor: st.Feed, Rules: st.Rules}}, rest...), nil
}

// fork sends the next records of a journal that is not the one HQ has, for a person to look at.
func (u *Uplink) fork() ([]wire.Frame, error) {
	records, err := u.store.Records(u.pushed+1, wire.PushCount, wire.PushBytes)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	p := wire.Push{From: u.pushed + 1, Records: records}.Sign(u.me.Key, u.me.Place, u.me.Epoch)
	u.pushed += uint64(len(records))
	return []wire.Frame{p}, nil
}
