package till

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
)

// part is what of a member's value a deed is about.
type part struct {
	of  func(pos.Balance) int64
	say func(int64) string
	is  string
}

func yuan(n int64) string { return money.Fen(n).String() }

// The parts there are.
var (
	ofStored    = part{func(b pos.Balance) int64 { return int64(b.Stored()) }, yuan, "is"}
	ofPrincipal = part{func(b pos.Balance) int64 { return int64(b.Principal) }, yuan, "is"}
	ofPoints    = part{func(b pos.Balance) int64 { return int64(b.Points) }, func(n int64) string { return money.Points(n).String() + " points" }, "are"}
)

// shortage says, where what is here doesn't suffice, how much may be spent here and where the rest is.
func (t *Till) shortage(ctx context.Context, op, member string, what part, here int64) error {
	doubt, err := t.doubt()
	if err != nil {
		return err
	}
	said := []string{what.say(here) + " can be spent here now"}
	switch online, since := t.line.Online(); {
	case doubt != "":
		said = append(said, doubt)
	case !online:
		said = append(said, "the line is down since "+clock(since)+", so no more can be fetched")
	default:
		said = append(said, t.rest(ctx, member, what)...)
	}
	return pos.E(pos.Insufficient, op, strings.Join(said, "; "))
}

// rest says where a member's value is that isn't here.
func (t *Till) rest(ctx context.Context, member string, what part) (said []string) {
	available, elsewhere, err := t.line.Enquire(ctx, member)
	if err != nil {
		return []string{"head office does not answer; try again, or take another payment"}
	}
	if left := what.of(available); left > 0 {
		said = append(said, what.say(left)+" "+what.is+" at head office")
	}
	for _, e := range elsewhere {
		if held := what.of(e.Balance); held > 0 && e.Place != t.place {
			said = append(said, fmt.Sprintf("%s %s held at %s since %s", what.say(held), what.is, e.Place, sinceWhen(e.Since, t.store.Now())))
		}
	}
	return said
}

// doubt is why nothing that is held here may be spent; "" normally.
func (t *Till) doubt() (why string, err error) {
	err = t.view(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		why = counts.Doubt
		return err
	})
	return why, err
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
	return &pos.Error{Code: answer.Code, Op: op, Message: answer.Message, Err: errors.New("head office refused to grant")}
}
