package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/sync/wire"
)

// MemberView is a member with all they own and where it stands.
type MemberView struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Phone     string       `json:"phone"`
	Tier      string       `json:"tier"`
	Store     string       `json:"store"`
	Home      string       `json:"home"`      // the till where the standing allowance is kept
	Principal money.Fen    `json:"principal"` // with Bonus and Points: all there is, wherever it stands
	Bonus     money.Fen    `json:"bonus"`
	Points    money.Points `json:"points"`
	Owed      money.Points `json:"owed"`              // points debt
	OwedValue money.Fen    `json:"owedValue"`         // house float that was spent for them
	OwedBonus money.Fen    `json:"owedBonus"`         // bonus to take back
	Frozen    string       `json:"frozen,omitempty"`  // why nothing of theirs can be spent now
	Blocked   string       `json:"blocked,omitempty"` // why a person at head office has blocked them from spending
	NoEarning string       `json:"noEarning,omitempty"`
	Merged    []string     `json:"merged,omitempty"` // the ids that were merged into this one
	Cards     []CardView   `json:"cards"`
	Available pos.Balance  `json:"available"` // at HQ
	Granted   []Granted    `json:"granted"`   // at places, or on the way there
	Entries   int          `json:"entries"`   // journal entries that touched the member
}

// CardView is a card of a member.
type CardView struct {
	Number  string         `json:"number"`
	Status  pos.CardStatus `json:"status"` // today
	Kind    pos.CardKind   `json:"kind,omitempty"`
	Expires string         `json:"expires,omitempty"`
	By      string         `json:"by,omitempty"` // the card that replaced it
}

// Granted is a part of a member's value that is not at HQ.
type Granted struct {
	Till   string `json:"till"`
	Epoch  uint64 `json:"epoch"`
	Asset  string `json:"asset"`
	Amount string `json:"amount"`
	State  string `json:"state"` // transit, held, or frozen where the epoch is closed
	Since  string `json:"since"` // RFC 3339
}

// Member finds a member by a card's number or by phone: the one they are now, where they were merged. Entries are as far as
// the reactors have come; a card's status is today's.
func (s *Store) Member(cardOrPhone string, now time.Time) (v MemberView, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		m, err := t.find(cardOrPhone)
		if err != nil {
			return err
		}
		v.ID, v.Name, v.Phone, v.Tier, v.Store = m.ID, m.Name, m.Phone, m.Tier, m.Store
		v.Blocked, v.NoEarning = m.NoRedeeming, m.NoEarning
		for _, step := range []func(*MemberView, time.Time) error{t.viewCards, t.viewValue} {
			if err := step(&v, now); err != nil {
				return err
			}
		}
		return nil
	})
	return v, err
}

func (t *Tx) viewCards(v *MemberView, now time.Time) error {
	cards, err := t.cardsOf(v.ID)
	if err != nil {
		return err
	}
	v.Cards = []CardView{}
	for _, c := range cards {
		v.Cards = append(v.Cards, CardView{Number: c.Number, Status: c.At(pos.Date(now)), Kind: c.Kind, Expires: c.Expires, By: c.By})
	}
	lost, err := t.frozen(v.ID)
	if lost != "" {
		v.Frozen = "card " + lost + " was reported lost"
	}
	return err
}

func (t *Tx) viewValue(v *MemberView, _ time.Time) error {
	owned, err := t.owned(v.ID)
	if err != nil {
		return err
	}
	owes := owned.Owes()
	v.Principal, v.Bonus, v.Points = owned.Principal, owned.Bonus, owned.Points
	v.Owed, v.OwedValue, v.OwedBonus = owes.Points, owes.Value, owes.Bonus
	if v.Available, err = t.available(v.ID); err != nil {
		return err
	}
	if v.Home, err = t.home(v.ID); err != nil {
		return err
	}
	ids, err := t.aliases(v.ID)
	if err != nil {
		return err
	}
	v.Merged, v.Granted = ids[1:], []Granted{}
	for _, id := range ids {
		var entries int
		if err := t.tx.QueryRow("SELECT count(*) FROM touched WHERE holder = ?", id).Scan(&entries); err != nil {
			return fmt.Errorf("entries of %s: %w", id, err)
		}
		granted, err := t.granted(id)
		if err != nil {
			return err
		}
		v.Entries, v.Granted = v.Entries+entries, append(v.Granted, granted...)
	}
	return nil
}

// stands is what of one of a holder's assets is at an epoch or on the way there.
type stands struct {
	epochID
	asset  string
	amount int64
	state  string // of Granted
	since  int64  // on the way: since it was granted; frozen: since the epoch was closed
}

// elsewhere lists what of a holder's value is not at HQ.
func (t *Tx) elsewhere(holder string) (list []stands, err error) {
	for scan, err := range t.tx.Query(`SELECT a.place, a.epoch, a.asset, a.kind, sum(a.balance), min(a.since), e.fenced <> '', e.fenced_at
		FROM accounts a JOIN epochs e ON e.place = a.place AND e.epoch = a.epoch
		WHERE a.who = ? AND a.kind IN ('transit', 'escrow') AND a.balance > 0
		GROUP BY a.place, a.epoch, a.asset, a.kind ORDER BY a.place, a.epoch, a.asset, a.kind`, holder) {
		var s stands
		var kind string
		var fencedAt int64
		var fenced bool
		if err == nil {
			err = scan(&s.place, &s.number, &s.asset, &kind, &s.amount, &s.since, &fenced, &fencedAt)
		}
		if err != nil {
			return nil, fmt.Errorf("what is granted of %s: %w", holder, err)
		}
		switch {
		case fenced:
			s.state, s.since = wire.Frozen, fencedAt
		case kind == ledger.KindTransit:
			s.state = wire.InTransit
		default:
			s.state = "held"
		}
		list = append(list, s)
	}
	return list, nil
}

// granted is elsewhere as HQ's own people are told it.
func (t *Tx) granted(holder string) (list []Granted, err error) {
	all, err := t.elsewhere(holder)
	list = []Granted{}
	for _, s := range all {
		list = append(list, Granted{Till: s.place, Epoch: s.number, Asset: s.asset, State: s.state,
			Amount: inAsset(ledger.Asset(s.asset), s.amount), Since: stamp(s.since)})
	}
	return list, err
}

// Elsewhere is elsewhere as tills are told it; of a receipt, where the right to refund it is.
func (t *Tx) Elsewhere(holder string) (list []wire.Holding, err error) {
	if err := t.write(); err != nil {
		return nil, err
	}
	all, err := t.elsewhere(holder)
	for _, s := range all {
		h := wire.Holding{Place: s.place, Asset: s.asset, Amount: s.amount, SinceMS: s.since}
		if s.state != "held" {
			h.State = s.state
		}
		list = append(list, h)
	}
	if err != nil || len(list) > 0 {
		return list, err
	}
	at, since, err := t.impliedAt(holder)
	if err == nil && at != (epochID{}) {
		list = append(list, wire.Holding{Place: at.place, Asset: string(ledger.Refund), Amount: 1, SinceMS: since})
	}
	return list, err
}
