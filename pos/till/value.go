package till

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// fetch asks head office for stored value that the open sale lacks here and waits until it is here, refused, or ctx
// ends; then it takes the request back and goes on as if cut off. It doesn't ask while the line is down, nor when
// nothing lacks. upTo is how much is wanted, 0 for all that is due. A refusal is the request's state, not an error.
func (t *Till) fetch(ctx context.Context, upTo money.Fen) (answer store.RequestState, err error) {
	if online, _ := t.line.Online(); !online {
		return answer, nil
	}
	id, err := t.request(upTo)
	if err != nil || id == "" {
		return answer, err
	}
	t.line.Nudge()
	waited := t.line.Await(ctx, id)
	err = t.update(func(tx *store.Tx) (err error) {
		if waited != nil {
			if err := tx.WithdrawRequest(id); err != nil {
				return err
			}
		}
		answer, err = tx.Request(id)
		return err
	})
	if waited != nil {
		t.line.Nudge()
	}
	return answer, err
}

// request stores a request for what lacks; "" where nothing does, or nobody can sell.
func (t *Till) request(upTo money.Fen) (id string, err error) {
	err = t.sell(func(s *sale) error {
		want := s.due()
		if upTo > 0 {
			want = min(want, upTo)
		}
		if want == 0 {
			return nil
		}
		if err := s.member(); err != nil {
			return err
		}
		here, err := s.claim(want)
		if err != nil || here >= want {
			return err
		}
		r, err := s.tx.AskFor(s.ID, wire.Request{Holder: s.Member, Card: s.Card, Value: int64(want - here)})
		id = r.ID
		return err
	})
	if err != nil && pos.CodeOf(err) != pos.Internal {
		return "", nil // nothing can be paid with stored value now; a payment will be told why
	}
	return id, err
}

// stored is the assets that stored value is made of, in no order.
var stored = []ledger.Asset{ledger.Principal, ledger.Bonus}

// claim earmarks, of the stored value that this sale may be paid with here and now, what it wants, and returns how much
// there is. Without it head office, which recalls what is more than an allowance, could take what is held here while it
// sends what lacks.
func (s *sale) claim(want money.Fen) (here money.Fen, err error) {
	own, err := s.tx.Lots(s.Member, s.ID)
	if err != nil {
		return 0, err
	}
	free, err := s.tx.Lots(s.Member, "")
	if err != nil {
		return 0, err
	}
	now := s.tx.Now().UnixMilli()
	spendable := escrow.Spendable(own, now, stored...)
	earmarked := spendable - escrow.Spendable(free, now, stored...)
	if lacks := min(spendable, int64(want)) - earmarked; lacks > 0 {
		uses, err := escrow.Take(free, lacks, now, escrow.ValueOrder(s.rules.Stored.BonusFirst())...)
		if err != nil {
			return 0, err
		}
		if err := s.tx.Earmark(s.ID, s.Member, uses); err != nil {
			return 0, err
		}
	}
	return money.Fen(spendable), nil
}

// Balance is a member's value as far as this till knows.
type Balance struct {
	Member string `json:"member"`
	Name   string `json:"name"`
	pos.Balance
	Available  *pos.Balance `json:"available,omitempty"` // at head office, not held by any till; nil while offline
	Here       money.Fen    `json:"here"`                // stored value that may be spent at this till now
	HerePoints money.Points `json:"herePoints"`
	Online     bool         `json:"online"`
}

// Balance looks up the member of the open sale. With the line up it first asks for what the sale lacks.
func (t *Till) Balance(ctx context.Context) (known Balance, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	if _, err := t.fetch(ctx, 0); err != nil {
		return known, err
	}
	if err := t.look(&known); err != nil {
		return known, err
	}
	if known.Online, _ = t.line.Online(); known.Online {
		if available, _, err := t.line.Enquire(ctx, known.Member); err == nil {
			known.Available = &available
		}
	}
	return known, nil
}

// look fills in what is known here.
func (t *Till) look(known *Balance) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.view(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		b, _, err := load(tx)
		if err != nil {
			return err
		}
		if b.Member == "" {
			return errNoMember
		}
		m, err := tx.Member(b.Member)
		if err != nil {
			return err
		}
		known.Member, known.Name = m.ID, m.Name
		if known.Balance, err = tx.Balance(m.ID); err != nil {
			return err
		}
		lots, err := tx.Lots(m.ID, b.ID)
		now := tx.Now().UnixMilli()
		known.Here = money.Fen(escrow.Spendable(lots, now, stored...))
		known.HerePoints = money.Points(escrow.Spendable(lots, now, ledger.Points))
		return err
	})
}

// shortage says, where stored value doesn't suffice, what can be spent here and where the rest is.
func (t *Till) shortage(ctx context.Context, member string, here money.Fen) error {
	doubt, err := t.doubt()
	if err != nil {
		return err
	}
	said := []string{here.String() + " can be spent here now"}
	switch online, since := t.line.Online(); {
	case doubt != "":
		said = append(said, doubt)
	case !online:
		said = append(said, "the line is down since "+clock(since)+", so no more can be fetched")
	default:
		said = append(said, t.rest(ctx, member)...)
	}
	return pos.E(pos.Insufficient, "pay", strings.Join(said, "; "))
}

// rest says where a member's value is that isn't here.
func (t *Till) rest(ctx context.Context, member string) (said []string) {
	available, elsewhere, err := t.line.Enquire(ctx, member)
	if err != nil {
		return []string{"head office does not answer; try again, or take another payment"}
	}
	if left := available.Stored(); left > 0 {
		said = append(said, left.String()+" is at head office")
	}
	for _, e := range elsewhere {
		if held := e.Balance.Stored(); held > 0 && e.Place != t.place {
			said = append(said, fmt.Sprintf("%s is held at %s since %s", held, e.Place, sinceWhen(e.Since, t.store.Now())))
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
func refusal(answer store.RequestState) error {
	if answer.Status != store.RequestRefused || answer.Code == pos.Insufficient {
		return nil
	}
	return &pos.Error{Code: answer.Code, Op: "pay", Message: answer.Message, Err: errors.New("head office refused to grant")}
}
