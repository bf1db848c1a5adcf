package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/sync/hub"
)

// A till that is no longer wanted is not simply switched off: what it holds would stay with it. A person has it closed
// ([Store.CloseTill]); from then on its epoch is granted nothing, and all that it holds is recalled while it is connected. It
// goes on selling for cash. When it says that no shift or sale is open and nothing is held or unsent, and the books agree,
// the epoch is closed for good, with nothing left to be frozen. Value leaves the till by its own records only, so one that
// stays away stays as it is until it comes back, or is declared lost.

// closedNote is why the epoch of a till is closed that was to be, and had nothing left.
const closedNote = "the till was closed; nothing was left there"

// CloseTill has a till give back all that it holds and be closed then.
func (s *Store) CloseTill(code, note string) (v TillView, err error) {
	return s.setClosing(code, note, true)
}

// KeepTill calls the closing of a till off, while it isn't closed.
func (s *Store) KeepTill(code, note string) (v TillView, err error) {
	return s.setClosing(code, note, false)
}

func (s *Store) setClosing(code, note string, closing bool) (v TillView, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		e, err := t.openTill(code)
		if err != nil {
			return err
		}
		did := "closing"
		switch {
		case closing && e.closing != 0:
			return pos.E(pos.State, "till", fmt.Sprintf("till %s is being closed since %s; 'hq till %[1]s' shows what is left there, 'hq till close --undo %[1]s' calls it off", clip(code), stamp(e.closing)))
		case closing:
			e.closing = max(1, s.actor.At.UnixMilli())
		case e.closing == 0:
			return pos.E(pos.State, "till", fmt.Sprintf("till %s is not being closed; there is nothing to call off", clip(code)))
		default:
			e.closing, did = 0, "closing called off"
		}
		e.changed = true
		if err := t.writeEpochs(); err != nil {
			return err
		}
		if err := t.audit("till", code, fmt.Sprintf("epoch %d", e.number), did+": "+note); err != nil {
			return err
		}
		return t.unranked() // nobody is at home there any more, or some are again
	})
	if err != nil {
		return v, err
	}
	return s.Till(code)
}

// openTill is a till's open epoch.
func (t *Tx) openTill(code string) (*epoch, error) {
	number, err := t.current(code)
	if err != nil {
		return nil, err
	}
	if number == 0 || code == pos.HQ {
		return nil, pos.E(pos.State, "till", fmt.Sprintf("till %s has no open epoch: it is not enrolled, or closed already; 'hq till %[1]s' shows it", clip(code)))
	}
	return t.epoch(code, number)
}

// leaving refuses to grant to a place that is to be closed.
func (t *Tx) leaving(place string, number uint64) (*hub.Refusal, error) {
	e, err := t.epoch(place, number)
	if err != nil || e == nil || e.closing == 0 {
		return nil, err
	}
	return no("this till is being closed, and head office grants nothing to it any more; take another payment, or serve the member at another till"), nil
}

// Closing is the epochs that are to give back all that they hold and be closed then.
func (t *Tx) Closing() (list []hub.Closing, err error) {
	if err := t.writeEpochs(); err != nil {
		return nil, err
	}
	for scan, err := range t.tx.Query("SELECT place, epoch, closing FROM epochs INDEXED BY epochs_closing WHERE closing > 0 AND fenced = '' ORDER BY place, epoch") {
		var c hub.Closing
		if err == nil {
			err = scan(&c.Place, &c.Epoch, &c.SinceMS)
		}
		if err != nil {
			return nil, fmt.Errorf("tills that are being closed: %w", err)
		}
		list = append(list, c)
	}
	return list, nil
}

// CloseEmpty closes such an epoch for good, whose till says that nothing is left there. A grant that is on its way is
// something that is left; so may be what restored books have forgotten, until all tills have been heard of.
func (t *Tx) CloseEmpty(place string, number uint64, now time.Time) (why string, err error) {
	e, err := t.epoch(place, number)
	if err != nil || e == nil || e.closing == 0 || e.fenced != "" {
		return "", err
	}
	if p, err := t.phase(); err != nil || p.recovering {
		return "", err
	}
	left, err := t.left(place, number)
	if err != nil || left != (ledger.Held{}) {
		return "", err
	}
	e.fence(closedNote, now)
	if err := t.writeEpochs(); err != nil {
		return "", err
	}
	return closedNote, t.auditAs(pos.HQ, now, "till", place, fmt.Sprintf("epoch %d", number), "closed: it held nothing any more")
}

// left is what an epoch holds, grants on their way there included.
func (t *Tx) left(place string, number uint64) (l ledger.Held, err error) {
	if err := t.write(); err != nil {
		return l, err
	}
	for scan, err := range t.tx.Query(`WITH holders AS (
			SELECT who FROM accounts INDEXED BY accounts_escrow WHERE kind = 'escrow' AND place = ?1 AND epoch = ?2 AND balance > 0
			UNION SELECT holder FROM grants INDEXED BY grants_transit WHERE state = 'transit' AND place = ?1 AND epoch = ?2)
		SELECT a.who = ?3, a.asset, sum(a.balance) FROM holders h JOIN accounts a ON a.who = h.who
		WHERE a.kind IN ('escrow', 'transit') AND a.place = ?1 AND a.epoch = ?2 AND a.balance > 0 GROUP BY 1, 2`, place, int64(number), ledger.TheHouse) {
		var house bool
		var asset ledger.Asset
		var n int64
		if err == nil {
			err = scan(&house, (*string)(&asset), &n)
		}
		if err != nil {
			return l, fmt.Errorf("what epoch %d of %s holds: %w", number, place, err)
		}
		l.Add(house, asset, n)
	}
	return l, nil
}
