package proof_test

import (
	"strings"
	"testing"

	"holdfast/proof"
)

// TestAllSpendableWhileConnected: of 100.00, B holds an allowance. While B is connected all can be spent at A; while it
// is cut off A says how much is held where, since when.
func TestAllSpendableWhileConnected(t *testing.T) {
	t.Parallel()
	c := open(t)
	b, a := c.till("S01", "T2"), c.till("S01", "T1")
	b.ok("sync")
	c.stands(rich, "T2", "50.00")
	b.ok("net off")
	a.ring(10, richCard)
	says := a.refused("pay stored 100.00", "insufficient").Text("error")
	if !strings.Contains(says, "50.00 is held at T2 since ") {
		t.Errorf("A says %q", says)
	}
	b.ok("net on")
	b.connected()
	a.ok("pay stored 100.00")
	a.ok("finish")
	syncAll(a, b)
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()
	c.verified()
}

// TestRecallCrossesGrant: a grant for T2 is on its way, held up in the line, when T1 wants the same value and HQ recalls
// what T2 has. Nothing is spent twice, and nothing stays behind, whether the grant arrives late or its line is cut.
func TestRecallCrossesGrant(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*proof.Line){
		"late": (*proof.Line).Mend,
		"cut":  func(l *proof.Line) { l.Cut(); l.Mend() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := open(t)
			c.hq("set", "allowance.default", "0.00")
			t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
			t2.ok("sync")
			t2.ring(6, richCard)
			t2.Line.Hold()
			t2.refused("pay stored 60.00", "insufficient") // the grant is on its way
			t1.ring(10, richCard)
			t1.refused("pay stored 100.00", "insufficient")
			t1.ok("pay stored 40.00")
			end(t2.Line)
			must(t, proof.Until(waitLong, "T2 gets what it asks for", func() bool { return t2.do("pay stored 60.00").OK() })) // the late one was declined, this one is new
			t2.ok("finish")
			t1.ok("pay cash rest")
			t1.ok("finish")
			syncAll(t1, t2)
			c.owns(rich, "0.00", "0.00", "160")
			c.booked(t1)
			c.booked(t2)
			c.noExceptions()
			c.verified()
		})
	}
}

// TestReturnCrossesGrant: T2 gives back what it holds while a grant for it is on its way.
func TestReturnCrossesGrant(t *testing.T) {
	t.Parallel()
	c := open(t)
	t2, t1 := c.till("S01", "T2"), c.till("S01", "T1")
	t2.ok("sync")
	c.stands(rich, "T2", "50.00")
	t2.ring(8, richCard)
	t2.Line.Hold()
	t2.refused("pay stored 80.00", "insufficient") // 30.00 is on its way
	t2.ok("cancel")
	t1.ring(10, richCard)
	t1.refused("pay stored 100.00", "insufficient") // HQ has asked T2 for its 50.00
	t2.Line.Mend()
	t2.ok("sync")
	t1.ok("pay stored 100.00")
	t1.ok("finish")
	syncAll(t1, t2)
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()
	c.verified()
}

// TestRefundRightLeaves: T1 sold; T3 takes the goods back. The right to refund comes to T3 although HQ's answers to T1's
// release are lost, and afterwards T1, cut off, refuses to refund the same goods again.
func TestRefundRightLeaves(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
	t1.ring(4, richCard)
	t1.ok("pay stored 40.00")
	receipt := t1.ok("finish").Text("receipt")
	t1.ok("sync")
	c.owns(rich, "60.00", "0.00", "40")

	t1.ok("net off")
	t3.refused("refund "+receipt, "insufficient") // the right is at T1, which is cut off
	t1.ok("net on")
	t1.connected()
	t1.Line.Hold() // HQ's question waits, until its answers to what T1 releases can be lost
	asked := t1.Line.Received()
	must(t, t3.Send("?refund "+receipt+" 1 2"))
	must(t, proof.Until(waitLong, "HQ asks T1 for the right", func() bool { return t1.Line.Received() > asked }))
	sent := t1.Line.Sent()
	t1.Line.Mend()
	must(t, proof.Until(waitLong, "T1 releases it", func() bool { return t1.Line.Sent() > sent }))
	t1.Line.Lose()
	back, err := t3.Receive()
	must(t, err)
	if !back.OK() { // the right took longer than a cashier waits
		back = t3.ok("refund " + receipt + " 1 2")
	}
	t3.says(back, "total", "20.00")
	t1.Line.Cut()
	t1.refused("refund "+receipt, "offline")
	t1.Kill()
	t1.restart()
	t1.refused("refund "+receipt, "offline")
	t1.Line.Mend()
	t1.connected()
	t1.says(t1.ok("refund "+receipt), "total", "20.00") // the right has come back with what is left
	t3.refused("refund "+receipt, "state")
	t1.refused("refund "+receipt, "state")
	syncAll(t1, t3)
	c.owns(rich, "100.00", "0.00", "0")
	c.noExceptions()
	c.verified()
}

// TestTopUpVoidedAfterSpending: of 100.00 + 10.00 paid in, 55.00 is spent; undoing the top-up takes the bonus back and
// pays out what is left, whichever of the two was spent first.
func TestTopUpVoidedAfterSpending(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	for _, line := range []string{"on", "off"} {
		t1.ok("net " + line)
		t1.ok("card " + poorCard)
		receipt := t1.ok("topup 100.00 cash").Text("receipt")
		t1.ok("scan " + goods + " 5")
		t1.ok("quick 5.00")
		t1.ok("pay stored 55.00")
		t1.ok("finish")
		t1.refused("refund "+receipt, "forbidden")
		t1.says(t1.managed("refund "+receipt), "total", "45.00")
		t1.ok("override 2001 2222")
		t1.refused("refund "+receipt, "state")
	}
	t1.ok("net on")
	t1.ok("sync")
	c.owns(poor, "0.00", "0.00", "110")
	t1.says(t1.ok("shift close 310.00"), "expected", "310.00") // 200 + 2 × (100 − 45)
	c.noExceptions()
	c.verified()
}

// TestPointsOwed: points earned by a sale are spent at another till; then the sale is refunded. The member owes them,
// has never less than none, and the next earning pays the debt first.
func TestPointsOwed(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
	t1.ok("member " + poor)
	t1.ok("scan " + goods + " 10")
	t1.ok("pay cash 100.00")
	receipt := t1.ok("finish").Text("receipt")
	t1.ok("sync")
	c.owns(poor, "0.00", "0.00", "100")
	t3.ok("sync")
	t3.ok("card " + poorCard)
	t3.says(t3.ok("convert 80"), "bonus", "8.00")
	t3.ok("cancel")
	t3.ok("sync")
	c.owns(poor, "0.00", "8.00", "20")

	t1.says(t1.ok("refund "+receipt), "total", "100.00")
	t1.ok("sync")
	c.owns(poor, "0.00", "8.00", "0")
	if m := c.member(poor); m.Owed != "80" {
		t.Errorf("the member owes %s points, expected 80", m.Owed)
	}
	t3.ok("card " + poorCard)
	t3.ok("scan " + goods + " 9")
	t3.ok("pay cash 90.00")
	t3.ok("finish")
	syncAll(t3, t1)
	c.owns(poor, "0.00", "8.00", "10")
	if m := c.member(poor); m.Owed != "0" {
		t.Errorf("the member still owes %s points", m.Owed)
	}
	c.noExceptions()
	c.verified()
}

// TestPointsOwedWhileLost: points stand at T3 when the card is reported lost, and the member owes points: the sale that
// earned them was refunded after some were spent. The freeze leaves them where they are, and the claim stands. It is paid
// with them as soon as the card is found or replaced.
func TestPointsOwedWhileLost(t *testing.T) {
	for what, command := range map[string]string{"found": "card found " + poorCard, "replaced": "card replace " + poorCard + " " + blank1 + " lost"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			c := open(t)
			t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
			t1.ring(10, poorCard)
			t1.ok("pay cash 100.00")
			receipt := t1.ok("finish").Text("receipt")
			syncAll(t1, t3)
			t3.ok("card " + poorCard)
			t3.ok("convert 30")
			t3.ok("scan " + goods)
			t3.ok("pay points 0.40")
			t3.ok("sync")
			t3.ok("net off")
			t1.says(t1.ok("refund "+receipt), "total", "100.00")
			t1.ok("sync")
			c.owesPoints(poor, "40", "70") // HQ had 30 of the 100

			t1.managed("card lost " + poorCard + " lost")
			t1.ok("sync")
			t3.ok("net on")
			t3.connected()
			t3.ok("sync")
			t3.refused("finish", "state")
			t3.ok("cancel")
			syncAll(t3, t1)
			c.owesPoints(poor, "40", "70")

			t1.managed(command)
			syncAll(t1, t3, t1)
			c.owesPoints(poor, "0", "30")
			t3.ok("member " + poor)
			t3.ok("scan " + goods + " 4")
			t3.ok("pay cash 40.00")
			t3.ok("finish")
			syncAll(t3, t1)
			c.owesPoints(poor, "10", "0")
			c.owns(poor, "0.00", "3.00", "10")
			c.noExceptions()
			c.verified()
		})
	}
}

// owesPoints wants a member's points at HQ, and how many they owe.
func (c chain) owesPoints(key, points, owed string) {
	c.t.Helper()
	if m := c.member(key); m.Points != points || m.Owed != owed {
		c.t.Errorf("HQ: %s has %s points and owes %s; expected %s and %s", key, m.Points, m.Owed, points, owed)
	}
}
