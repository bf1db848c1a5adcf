package till

import (
	"context"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/till/store"
)

// Drill is what a cut of the line would refuse now. Each member is looked at alone, as if they came first: Float is there
// once for all of them.
type Drill struct {
	At      time.Time     `json:"at"`
	Members int           `json:"members"` // who bought here of late, use stored value and have some
	Covered int           `json:"covered"` // of them, whose usual payment would be taken
	Share   money.Percent `json:"share"`   // of Members that is
	Held    money.Fen     `json:"held"`    // stored value of members that may be spent here
	Float   money.Fen     `json:"float"`   // house float that is here for payments beyond that
	Lease   time.Time     `json:"lease"`   // until then what head office granted may be spent if it isn't heard of again
	Doubt   pos.Text      `json:"doubt,omitzero"`
	Worst   []DrillRow    `json:"worst,omitempty"`   // who would be refused, the largest usual payment first
	Refused []Service     `json:"refused,omitempty"` // what can't be done at all while cut off
	Unsent  uint64        `json:"unsent"`            // records that head office doesn't have
}

// DrillRow is a member whose usual payment would be refused.
type DrillRow struct {
	Member string    `json:"member"`
	Name   string    `json:"name"`
	Phone  string    `json:"phone"` // masked
	Usual  money.Fen `json:"usual"`
	Here   money.Fen `json:"here"`  // with the float that they could draw
	Short  money.Fen `json:"short"` // what would be refused
}

// Service is something that a till does for a member or a customer.
type Service string

// The services that need the line.
const (
	RefundElsewhere Service = "refund_elsewhere" // by receipt of another till
	PayGiftCard     Service = "gift_card"
	CashOutPoints   Service = "points_cash_out"
	MergeMembers    Service = "merge"
)

// onlyOnLine is all of them.
var onlyOnLine = []Service{RefundElsewhere, PayGiftCard, CashOutPoints, MergeMembers}

const (
	drillDays = 45 // head office holds whom it hasn't seen for so long for inactive, and lets nothing stand for them
	drillRows = 20
)

// Drill looks what a cut would refuse now. It takes the right to see figures, and keeps nobody from selling meanwhile.
func (t *Till) Drill(ctx context.Context) (d Drill, err error) {
	if err := t.mayReport(); err != nil {
		return d, err
	}
	err = t.view(func(tx *store.Tx) error {
		counts, err := tx.Counts()
		if err != nil {
			return err
		}
		d = Drill{At: inZone(tx.Now()), Doubt: pos.Heard(counts.Doubt), Refused: onlyOnLine, Unsent: counts.Unsent}
		lease, err := tx.Lease()
		if err != nil {
			return err
		}
		d.Lease = inZone(lease)
		held, err := tx.HeldValue()
		if err != nil {
			return err
		}
		for holder, amount := range held {
			if holder == ledger.TheHouse {
				d.Float = amount
			} else {
				d.Held += amount
			}
		}
		regulars, err := tx.Regulars(pos.Date(tx.Now().AddDate(0, 0, -drillDays)))
		if err != nil {
			return err
		}
		for _, r := range regulars {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := t.try(tx, &d, r, held); err != nil {
				return err
			}
		}
		if d.Members > 0 {
			d.Share = money.All * money.Percent(d.Covered) / money.Percent(d.Members)
		}
		return nil
	})
	return d, err
}

// try sees whether a member's usual payment would be taken. Who has less than that pays what they have; who may spend
// nothing, line or not, isn't counted.
func (t *Till) try(tx *store.Tx, d *Drill, r store.Regular, held map[string]money.Fen) error {
	b, err := tx.Balance(r.Member)
	if err != nil {
		return err
	}
	m, err := tx.Member(r.Member)
	if pos.CodeOf(err) == pos.NotFound || err == nil && m.ID != r.Member {
		return nil // erased, or counted as whom they were merged into
	}
	if err != nil {
		return err
	}
	usual := min(r.Usual, b.Stored())
	if why, err := barred(tx, m); err != nil || !why.IsZero() || usual <= 0 {
		return err
	}
	d.Members++
	here := held[m.ID]
	if here < usual && d.Float > 0 {
		float, err := (&sale{basket: &basket{Member: m.ID}, till: t, tx: tx}).float(here)
		if err != nil {
			return err
		}
		here += float
	}
	if here >= usual {
		d.Covered++
	} else if len(d.Worst) < drillRows {
		d.Worst = append(d.Worst, DrillRow{m.ID, m.Name, receipt.MaskPhone(m.Phone), usual, here, usual - here})
	}
	return nil
}
