package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// spending is value that a record took from a member.
type spending struct {
	member, card string // no card where the member was found otherwise
	amount       money.Fen
	returns      bool // the card's own return
}

// payment is what of a sale says who paid with what: sales are most of all records, and the rest of their bodies is read
// by the reactors only.
type payment struct {
	Member string `cbor:"1,keyasint,omitempty"`
	Card   string `cbor:"2,keyasint,omitempty"`
	Paid   []struct {
		Kind   record.TenderKind `cbor:"1,keyasint"`
		Amount money.Fen         `cbor:"2,keyasint"`
	} `cbor:"6,keyasint"`
}

// spentBySale is what a sale took from a member; nil where no value of theirs left the till, whatever its body says.
func spentBySale(r record.Record) (*spending, error) {
	took := slices.ContainsFunc(r.Postings, func(p ledger.Posting) bool {
		return p.Amount < 0 && strings.HasPrefix(string(p.Account), ledger.KindEscrow+":")
	})
	if !took {
		return nil, nil
	}
	var b payment
	if err := cbor.Unmarshal(r.Body, &b); err != nil {
		return nil, err
	}
	s := spending{member: b.Member, card: b.Card}
	for _, tender := range b.Paid {
		switch tender.Kind {
		case record.Stored, record.PointsT, record.FloatT:
			s.amount = worth(s.amount + worth(tender.Amount))
		}
	}
	return &s, nil
}

// spends is what a body takes, nil for those that take nothing of a member's.
func spends(body record.Body) *spending {
	switch b := body.(type) {
	case record.Withdraw:
		return &spending{member: b.Member, card: b.Card, amount: worth(b.Amount)}
	case record.Convert:
		return &spending{member: b.Member, card: b.Card, amount: worth(b.Bonus)}
	case record.CardReturn:
		return &spending{member: b.Member, card: b.Card, amount: worth(b.Amount), returns: true}
	}
	return nil
}

// checkSpending has a person look at value that was spent when head office would not have let it: by a card that paid for
// nothing any more, or of a member whose value was frozen or who was blocked, by the times of the records. It stands as it
// happened; the member may be made whole.
func (t *Tx) checkSpending(s record.Sealed, v *spending, now time.Time) error {
	if v.amount == 0 {
		return nil
	}
	kind, why, err := t.forbidden(s, v)
	if err != nil || why == "" {
		return err
	}
	return t.raise(exception{kind: kind, what: s.Receipt(), place: s.Place, receipt: s.Receipt(), member: v.member, card: v.card,
		amount: v.amount, bearer: byMember, note: fmt.Sprintf("%s yuan of this member's were spent %s", v.amount, why)}, now)
}

// forbidden is why a record should not have spent what it did; "" if it may.
func (t *Tx) forbidden(s record.Sealed, v *spending) (kind, why string, err error) {
	if v.card != "" {
		c, err := t.card(v.card)
		if err != nil {
			return "", "", err
		}
		dead, err := t.deadSince(c, s)
		switch {
		case err != nil:
			return "", "", err
		case !c.known:
			return "card_unknown", "by card " + clip(v.card) + ", which head office doesn't know", nil
		case c.At(pos.Date(s.At())) == pos.Expired:
			return "card_lost", "by card " + c.Number + ", which could be used until " + c.Expires, nil
		case dead && !(v.returns && c.Status == pos.Returned): // what was elsewhere is paid by a second return
			return "card_lost", "by card " + c.Number + ", which was " + string(c.Status), nil
		}
	}
	member, err := t.survivor(v.member) // the till may not have known that two are one
	if err != nil {
		return "", "", err
	}
	m, err := t.mark(member)
	if err != nil {
		return "", "", err
	}
	if m.blocked != "" && s.Time >= m.blockedAt {
		return "member_blocked", "although they were blocked: " + m.blocked, nil
	}
	if !m.reported {
		return "", "", nil
	}
	return t.frozenAt(s, member)
}

// deadSince reports whether a card paid for nothing any more when a record was made: since what brought its state, or
// since the loss report before that. Head office's own blanks have no time.
func (t *Tx) deadSince(c cardRow, s record.Sealed) (bool, error) {
	if c.Status == pos.Issued {
		return false, nil
	}
	if c.since <= s.Time && c.Status != pos.Lost {
		return true, nil
	}
	lost, ok, err := t.lostSince(c)
	return ok && lost <= s.Time, err
}

// frozenAt is whether one of a member's cards was reported lost, and neither found nor replaced yet, when a record was made.
func (t *Tx) frozenAt(s record.Sealed, member string) (kind, why string, err error) {
	policy, err := t.tillPolicy()
	if err != nil || policy.LossFreezes == pos.FreezeCard {
		return "", "", err
	}
	cards, err := t.cardsOf(member)
	if err != nil {
		return "", "", err
	}
	for _, c := range cards {
		lost, ok, err := t.lostSince(c)
		if err != nil {
			return "", "", err
		}
		if ok && lost <= s.Time && (c.Status == pos.Lost || s.Time < c.since) {
			return "card_lost", "while all of it was frozen by the loss report of card " + c.Number, nil
		}
	}
	return "", "", nil
}

// lostSince is the time of the first loss report of a card that stands; not ok where there is none.
func (t *Tx) lostSince(c cardRow) (at int64, ok bool, err error) {
	if len(c.Reports) == 0 {
		return 0, false, nil
	}
	if err := t.writeJournal(); err != nil {
		return 0, false, err
	}
	list, err := json.Marshal(c.Reports)
	if err != nil {
		return 0, false, err
	}
	var first *int64
	err = t.tx.QueryRow("SELECT min(at) FROM journal WHERE id IN (SELECT value FROM json_each(?)) AND kind = ?", string(list), string(record.KindCardLost)).Scan(&first)
	if err != nil || first == nil {
		return c.since, c.Status == pos.Lost, err
	}
	return *first, true, nil
}

// lookBackMost is how many of a member's newest records are looked at again: a till whose clock was years behind when it
// reported a loss must not accuse a whole life.
const lookBackMost = 100

// lookBack looks again at what other tills have brought already and made after a card was lost, replaced or returned: they
// couldn't know, and came first. What a till itself had written before is all right. The member may be called by the name
// of one who was merged into them.
func (t *Tx) lookBack(p *prepared, member string, now time.Time) error {
	if err := t.writeJournal(); err != nil {
		return err
	}
	called, err := t.aliases(member)
	if err != nil {
		return err
	}
	list, err := json.Marshal(called)
	if err != nil {
		return err
	}
	var records []record.Sealed
	for scan, err := range t.tx.Query(`SELECT bytes FROM journal WHERE at >= ?1 AND kind IN ('sale', 'withdraw', 'convert', 'card_return') AND booked = 1
			AND NOT (place = ?3 AND epoch = ?4) AND (hq_seq IN (SELECT hq_seq FROM touched WHERE holder IN (SELECT value FROM json_each(?2)) ORDER BY hq_seq DESC LIMIT +?5)
			OR hq_seq > ifnull((SELECT hq_seq FROM reactors WHERE name = 'balances'), 0))`, p.Time, string(list), p.Place, int64(p.Epoch), lookBackMost) {
		var b []byte
		if err == nil {
			err = scan(&b)
		}
		var s record.Sealed
		if err == nil {
			s, err = record.Open(b)
		}
		if err != nil {
			return fmt.Errorf("records of %s: %w", member, err)
		}
		records = append(records, s)
	}
	for _, s := range records {
		told := tell(s.Record)
		if told.spent == nil || !slices.Contains(called, told.spent.member) {
			continue
		}
		if err := t.checkSpending(s, told.spent, now); err != nil {
			return err
		}
	}
	return nil
}
