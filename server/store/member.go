package store

import (
	"context"
	"fmt"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
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
	Owed      money.Points `json:"owed"` // points debt
	Cards     []CardView   `json:"cards"`
	Available pos.Balance  `json:"available"` // at HQ
	Granted   []Granted    `json:"granted"`   // at places, or on the way there
	Entries   int          `json:"entries"`   // journal entries that touched the member
}

// CardView is a card of a member.
type CardView struct {
	Number string         `json:"number"`
	Status pos.CardStatus `json:"status"`
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

// Member finds a member by a card's number or by phone. Entries are as far as the reactors have come.
func (s *Store) Member(cardOrPhone string) (v MemberView, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		err := t.tx.QueryRow(`SELECT id, name, phone, tier, ifnull(store, ''), ifnull(home, ''), (SELECT count(*) FROM touched WHERE holder = id)
			FROM members WHERE id = (SELECT member FROM cards WHERE number = ?1) OR phone = ?1
			ORDER BY phone = ?1 LIMIT 1`, cardOrPhone).
			Scan(&v.ID, &v.Name, &v.Phone, &v.Tier, &v.Store, &v.Home, &v.Entries)
		if none(err) {
			return pos.E(pos.NotFound, "member", "head office knows no member with the card or phone "+cardOrPhone)
		}
		if err != nil {
			return fmt.Errorf("member %s: %w", cardOrPhone, err)
		}
		if v.Cards, err = t.cardsOf(v.ID); err != nil {
			return err
		}
		owned, err := t.owned(v.ID)
		if err != nil {
			return err
		}
		v.Principal, v.Bonus, v.Points = owned.Principal, owned.Bonus, owned.Points
		if v.Available, err = t.available(v.ID); err != nil {
			return err
		}
		v.Granted, err = t.granted(v.ID)
		return err
	})
	return v, err
}

// granted lists what of a holder's value is at places or on the way there.
func (t *Tx) granted(holder string) (list []Granted, err error) {
	list = []Granted{}
	for scan, err := range t.tx.Query(`SELECT a.place, a.epoch, a.asset, a.kind, sum(a.balance), min(a.since), e.fenced <> '', e.fenced_at
		FROM accounts a JOIN epochs e ON e.place = a.place AND e.epoch = a.epoch
		WHERE a.who = ? AND a.kind IN ('transit', 'escrow', 'frozen') AND a.balance > 0
		GROUP BY a.place, a.epoch, a.asset, a.kind ORDER BY a.place, a.epoch, a.asset, a.kind`, holder) {
		var g Granted
		var kind string
		var amount, since, fencedAt int64
		var fenced bool
		if err == nil {
			err = scan(&g.Till, &g.Epoch, &g.Asset, &kind, &amount, &since, &fenced, &fencedAt)
		}
		if err != nil {
			return nil, fmt.Errorf("what is granted of %s: %w", holder, err)
		}
		switch {
		case fenced || kind == ledger.KindFrozen:
			g.State, since = "frozen", fencedAt
		case kind == ledger.KindTransit:
			g.State = "transit"
		default:
			g.State = "held"
		}
		g.Amount, g.Since = money.Fen(amount).String(), stamp(since)
		if g.Asset == string(ledger.Points) {
			g.Amount = money.Points(amount).String()
		}
		list = append(list, g)
	}
	return list, nil
}
