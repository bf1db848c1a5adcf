package console_test

import (
	"context"
	"slices"

	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
)

var cards = map[string]string{"M1": "8800000000000013", "M2": "8800000000000021"}

// managed runs a deed that takes a store manager's right.
func (c *chance) managed(deed func() error) bool {
	_, err := c.till().Override("2001", "2222")
	c.Must(err)
	defer c.till().EndOverride()
	return c.did(deed())
}

// lose reports a member's card lost, find takes the report back.
func (c *chance) lose(t *rapid.T) {
	member := rapid.SampledFrom([]string{"M1", "M2"}).Draw(t, "member")
	done := c.managed(func() error { _, err := c.till().ReportLost(cards[member], "lost"); return err })
	if done == c.frozen[member] {
		t.Fatalf("reported lost: %v, and it was lost: %v", done, c.frozen[member])
	}
	c.frozen[member] = true
}

func (c *chance) find(t *rapid.T) {
	member := rapid.SampledFrom([]string{"M1", "M2"}).Draw(t, "member")
	done := c.managed(func() error { _, err := c.till().ReportFound(cards[member], ""); return err })
	if done != c.frozen[member] {
		t.Fatalf("found: %v, and it was lost: %v", done, c.frozen[member])
	}
	c.frozen[member] = false
}

// unpaid is what becomes of the payments when finish is refused to a frozen member: the member's are gone.
func (c *chance) unpaid() {
	if !c.frozen[c.member] {
		return
	}
	c.here[c.member] += c.sum(record.Stored)
	c.given = slices.DeleteFunc(c.given, func(g given) bool { return g.kind == record.Stored || g.kind == record.PointsT })
}

func (c *chance) withdraw(t *rapid.T) {
	amount := money.Fen(rapid.Int64Range(1, 10000).Draw(t, "amount"))
	var receipt string
	done := c.managed(func() error {
		w, err := c.till().Withdraw(context.Background(), amount, "")
		receipt = w.Receipt
		return err
	})
	if !done {
		return
	}
	if c.frozen[c.member] {
		t.Fatalf("%s was paid out to a frozen member", amount)
	}
	c.drawer -= amount
	body, err := c.record(receipt).Decode()
	c.Must(err)
	var paid int64
	for _, u := range body.(record.Withdraw).Uses {
		if c.here[c.member] -= money.Fen(u.Amount); u.Asset == ledger.Principal {
			paid += u.Amount
		}
	}
	if money.Fen(paid) != amount || c.here[c.member] < 0 {
		t.Fatalf("%s was paid out of %s of principal, and %s is left here", amount, money.Fen(paid), c.here[c.member])
	}
}

func (c *chance) record(receipt string) (sealed record.Sealed) {
	c.Must(c.Store.View(func(tx *store.Tx) (err error) { sealed, err = tx.Sale(receipt); return err }))
	return sealed
}

func (c *chance) pointsGranted(t *rapid.T) {
	member := rapid.SampledFrom([]string{"M1", "M2"}).Draw(t, "member")
	points := rapid.Int64Range(1, 2000).Draw(t, "points") * int64(money.Point)
	c.Must(c.Office.GrantAll("", member, escrow.Amount{Asset: ledger.Points, Amount: points}))
}

func (c *chance) convert(t *rapid.T) {
	points := money.Points(rapid.Int64Range(1, 500).Draw(t, "points")) * money.Point
	d, err := c.till().Convert(context.Background(), points)
	if !c.did(err) {
		return
	}
	if d.Bonus != money.Fen(points/money.Point)*10 || c.frozen[c.member] {
		t.Fatalf("%s points become %s", points, d.Bonus)
	}
	c.here[c.member] += d.Bonus
}

// byHand gives points, or takes them off. A conversion may leave less than is owed where it used points that head office had
// granted and not told of yet; a deduction may not.
func (c *chance) byHand(t *rapid.T) {
	points := money.Points(rapid.Int64Range(1, 100).Draw(t, "points")) * money.Point
	move, deduct := c.till().Reward, rapid.Bool().Draw(t, "deduct")
	if deduct {
		move = c.till().Deduct
	}
	before := c.balance()
	done := c.managed(func() error { _, err := move(points, "by hand"); return err })
	if c.member == "" {
		return
	}
	b := c.balance()
	if has := max(0, before.Points-before.Owes().Points); done && deduct && (points > has || b.Points-b.Owes().Points != has-points) {
		t.Fatalf("%s points were taken off of %s, and %s less %s are left", points, has, b.Points, b.Owes().Points)
	}
	if b.Frozen.IsZero() && c.frozen[c.member] || b.Owes() != (pos.Owed{Points: b.Owes().Points}) {
		t.Fatalf("the member is frozen, or owes no value, and %+v says otherwise", b)
	}
}

// balance is that of the open sale's member, zero without one.
func (c *chance) balance() till.Balance {
	if c.member == "" {
		return till.Balance{}
	}
	b, err := c.till().Balance(context.Background())
	c.Must(err)
	return b
}
