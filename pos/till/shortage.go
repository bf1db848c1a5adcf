package till

import (
	"context"
	"errors"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// part is what of a member's value a deed is about: money, or points.
type part struct {
	of     func(pos.Balance) int64
	assets []ledger.Asset
	points bool
}

// The parts there are.
var (
	ofStored    = part{of: func(b pos.Balance) int64 { return int64(b.Stored()) }, assets: stored}
	ofPrincipal = part{of: func(b pos.Balance) int64 { return int64(b.Principal) }, assets: []ledger.Asset{ledger.Principal}}
	ofPoints    = part{of: func(b pos.Balance) int64 { return int64(b.Points) }, assets: []ledger.Asset{ledger.Points}, points: true}
)

// here says what can be spent at this till.
func (p part) here(n int64) pos.Text {
	if p.points {
		return pos.T("{} points can be spent here now", money.Points(n))
	}
	return pos.T("{} can be spent here now", money.Fen(n))
}

// waits says what is held here past its time.
func (p part) waits(n int64) pos.Text {
	if p.points {
		return pos.T("{} more points are held here, too long ago to be spent before head office has been reached again", money.Points(n))
	}
	return pos.T("{} more is held here, too long ago to be spent before head office has been reached again", money.Fen(n))
}

// left says what no till holds.
func (p part) left(n int64) pos.Text {
	if p.points {
		return pos.T("{} points are at head office", money.Points(n))
	}
	return pos.T("{} is at head office", money.Fen(n))
}

// stands says what another place holds or is to hold, or what is frozen there, and since when.
func (p part) stands(n int64, at Elsewhere, now time.Time) pos.Text {
	since := sinceWhen(at.Since, now)
	switch {
	case at.State == OnTheWay && p.points:
		return pos.T("{} points are on the way to {} since {}", money.Points(n), at.Place, since)
	case at.State == OnTheWay:
		return pos.T("{} is on the way to {} since {}", money.Fen(n), at.Place, since)
	case at.State == Frozen && p.points:
		return pos.T("{} points are frozen at {} since {}, in books that head office has closed", money.Points(n), at.Place, since)
	case at.State == Frozen:
		return pos.T("{} is frozen at {} since {}, in books that head office has closed", money.Fen(n), at.Place, since)
	case p.points:
		return pos.T("{} points are held at {} since {}", money.Points(n), at.Place, since)
	}
	return pos.T("{} is held at {} since {}", money.Fen(n), at.Place, since)
}

// shortage says, where what is here doesn't suffice, how much may be spent here and where the rest is.
func (t *Till) shortage(ctx context.Context, op, member string, what part, here int64) error {
	doubt, ended, err := t.unusable(member, what)
	if err != nil {
		return err
	}
	said := what.here(here)
	switch online, since := t.line.Online(); {
	case !doubt.IsZero():
		said = said.And(doubt)
	case !online && ended > 0:
		said = said.And(what.waits(ended)).And(pos.T("the line is down since {}", sinceWhen(since, t.store.Now())))
	case !online:
		said = said.And(pos.T("the line is down since {}, so no more can be fetched", sinceWhen(since, t.store.Now())))
	default:
		said = said.And(t.rest(ctx, member, what))
	}
	return said.E(pos.Insufficient, op)
}

// rest says where a member's value is that isn't here.
func (t *Till) rest(ctx context.Context, member string, what part) (said pos.Text) {
	available, elsewhere, err := t.line.Enquire(ctx, member)
	if err != nil {
		return pos.T("head office does not answer; try again, or take another payment")
	}
	if left := what.of(available); left > 0 {
		said = what.left(left)
	}
	for _, e := range t.others(elsewhere) {
		if n := what.of(e.Balance); n > 0 {
			said = said.And(what.stands(n, e, t.store.Now()))
		}
	}
	return said
}

// unusable is why nothing that is held here may be spent, zero normally, and how much of a member's is past its time.
func (t *Till) unusable(member string, what part) (doubt pos.Text, ended int64, err error) {
	err = t.view(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		if err != nil {
			return err
		}
		doubt = pos.Heard(counts.Doubt)
		b, _, err := load(tx)
		if err != nil {
			return err
		}
		lots, err := tx.Lots(member, b.ID)
		ended = escrow.Ended(lots, tx.Now().UnixMilli(), what.assets...)
		return err
	})
	return doubt, ended, err
}

// sinceWhen is a time of day, with the date where it isn't today's.
func sinceWhen(at, now time.Time) string {
	if pos.Date(at) == pos.Date(now) {
		return clock(at)
	}
	return at.In(pos.Zone).Format("2006-01-02 15:04")
}

// refusal is head office's no as an error, unless it is only that there is nothing more to have.
func refusal(op string, answer store.RequestState) error {
	if answer.Status != store.RequestRefused || answer.Code == pos.Insufficient {
		return nil
	}
	return pos.Heard(answer.Message).E(answer.Code, op).Because(errors.New("head office refused to grant"))
}
