package uplink

import (
	"slices"
	"time"

	"holdfast/sync/wire"
)

// Tick sends what is due: changes, records, requests, word of what is idle, a ping. An error ends the session.
func (u *Uplink) Tick(now time.Time) ([]wire.Frame, error) {
	if now.Sub(u.heard) > deadAfter {
		return nil, ErrDead
	}
	if !u.live {
		return nil, nil
	}
	ping, err := u.ping(now)
	if err != nil {
		return nil, err
	}
	waiting, err := u.store.Waiting()
	if err != nil {
		return nil, err
	}
	var out []wire.Frame
	for _, step := range []func(time.Time, Waiting, []wire.Frame) ([]wire.Frame, error){u.changes, u.push, u.ask, u.idle} {
		if out, err = step(now, waiting, out); err != nil {
			return nil, err
		}
	}
	if u.past != "" && u.due(now, historyID(u.past)) {
		out = append(out, wire.Ask{ID: historyID(u.past), What: wire.AskHistory, Key: u.past})
	}
	return append(out, ping...), nil
}

// ping is the word that is due every few seconds. It comes first: what a till that is being closed gives up here is pushed
// with what follows.
func (u *Uplink) ping(now time.Time) ([]wire.Frame, error) {
	if now.Sub(u.pinged) < pingEvery {
		return nil, nil
	}
	u.pinged = now
	var p wire.Ping
	var err error
	if u.closingMS != 0 {
		p.Empty, err = u.store.Empty()
	}
	return []wire.Frame{p}, err
}

// changes sends what is no record and has no answer yet. Of one key only the oldest goes out: were a newer one to come
// first, by a loss on the way, the older one's repeat would undo it.
func (u *Uplink) changes(now time.Time, w Waiting, out []wire.Frame) ([]wire.Frame, error) {
	if u.changing = w.Changes; !w.Changes {
		return out, nil
	}
	waiting, err := u.store.Changes(wire.ChangeCount)
	if err != nil {
		return nil, err
	}
	for i, c := range waiting {
		older := slices.ContainsFunc(waiting[:i], func(o wire.Change) bool { return o.Topic == c.Topic && o.Key == c.Key })
		if !older && u.due(now, c.ID) {
			out = append(out, c)
		}
	}
	return out, nil
}

// push sends records up to the window, and Syncs behind the last of them, when no change waits either.
func (u *Uplink) push(now time.Time, w Waiting, out []wire.Frame) ([]wire.Frame, error) {
	if len(u.unacked) > 0 && now.Sub(u.unacked[0].at) > repeatAfter && now.Sub(u.busy) > repeatAfter {
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
	for open < wire.PushWindow && u.pushed < w.HeadSeq {
		records, err := u.store.Records(u.pushed+1, wire.PushCount, wire.PushBytes)
		if err != nil {
			return nil, err
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
	if u.pushed >= w.HeadSeq && open < wire.PushWindow && !u.changing {
		for _, id := range u.syncs {
			out = append(out, wire.Sync{ID: id})
		}
		u.syncs = nil
	}
	return out, nil
}

// ask sends requests and withdrawals that HQ has not answered.
func (u *Uplink) ask(now time.Time, w Waiting, out []wire.Frame) ([]wire.Frame, error) {
	if w.Requests {
		requests, err := u.store.Requests()
		if err != nil {
			return nil, err
		}
		for _, r := range requests {
			if u.due(now, r.ID) {
				out = append(out, r)
			}
		}
	}
	if w.Withdrawn {
		withdrawn, err := u.store.Withdrawn()
		if err != nil {
			return nil, err
		}
		for _, id := range withdrawn {
			if u.due(now, "withdraw "+id) {
				out = append(out, wire.Withdraw{ID: id})
			}
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
func (u *Uplink) idle(_ time.Time, w Waiting, out []wire.Frame) ([]wire.Frame, error) {
	if !w.Idle {
		return out, nil
	}
	holders, err := u.store.Idle()
	for some := range slices.Chunk(holders, wire.IdleCount) {
		out = append(out, wire.Idle{Holders: some})
	}
	return out, err
}
