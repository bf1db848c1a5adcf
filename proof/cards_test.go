package proof_test

import (
	"slices"
	"testing"

	"holdfast/proof"
)

// Blank cards of the demo chain: two in each shop's stock.
const (
	blank1  = "8800000000000112" // S01
	blank2  = "8800000000000120" // S01
	blankS2 = "8800000000000211" // S02
)

// managed types a command with the rights of a store manager, who is called over.
func (k cashier) managed(command string) proof.Answer {
	k.t.Helper()
	k.ok("override 2001 2222")
	return k.ok(command)
}

// card wants a card's status at HQ.
func (c chain) card(member, number, status string) {
	c.t.Helper()
	for _, card := range c.member(member).Cards {
		if card.Number == number {
			if card.Status != status {
				c.t.Errorf("HQ: card %s is %s, expected %s", number, card.Status, status)
			}
			return
		}
	}
	c.t.Errorf("HQ: %s has no card %s", member, number)
}

// exceptions wants exactly these kinds, in any order.
func (c chain) exceptions(kinds ...string) []proof.Exception {
	c.t.Helper()
	list, err := c.HQ.Exceptions()
	must(c.t, err)
	var got []string
	for _, x := range list {
		got = append(got, x.Kind)
	}
	slices.Sort(got)
	slices.Sort(kinds)
	if !slices.Equal(got, kinds) {
		c.t.Errorf("exceptions are %+v, expected %v", list, kinds)
	}
	return list
}

// syncAll has tills agree with HQ, and then with what the others brought.
func syncAll(tills ...cashier) {
	for range 2 {
		for _, k := range tills {
			k.ok("sync")
		}
	}
}

// TestLostAndReplacedCutOff: a manager reports a card lost and replaces it at a till that is cut off. The old card is
// refused there at once, the new one spends what is held there; once the line is back the old one is refused everywhere
// and the whole balance is on the new one.
func TestLostAndReplacedCutOff(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	t1.ok("net off")
	t1.refused("card lost "+richCard+" stolen", "forbidden")
	t1.managed("card lost " + richCard + " \"left in a taxi\"")
	t1.ok("scan " + goods + " 3")
	t1.says(t1.refused("card "+richCard, "state"), "status", "lost")
	t1.ok("member " + rich)
	t1.refused("pay stored 30.00", "state") // the member's value is frozen until the card is replaced
	t1.managed("card replace " + richCard + " " + blank1 + " \"left in a taxi\"")
	t1.says(t1.refused("card "+richCard, "state"), "status", "replaced")
	t1.says(t1.ok("card "+blank1), "status", "issued")
	t1.ok("pay stored 30.00")
	t1.ok("finish")
	t1.says(t1.ok("card "+blank1), "status", "issued")
	t1.says(t1.ok("balance"), "principal", "70.00", "here", "20.00", "online", "false")
	t1.ok("cancel")
	t3.says(t3.ok("card "+richCard), "status", "issued") // it can't know yet
	t3.ok("cancel")

	t1.ok("net on")
	syncAll(t1, t3)
	c.owns(rich, "70.00", "0.00", "30")
	c.card(rich, richCard, "replaced")
	c.card(rich, blank1, "issued")
	for _, k := range []cashier{t1, t3} {
		k.says(k.refused("card "+richCard, "state"), "status", "replaced")
	}
	t3.ring(7, blank1)
	t3.ok("pay stored 70.00")
	t3.ok("finish")
	syncAll(t3, t1)
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()
	c.verified()
}

// TestLostCardSpentElsewhere: the loss is reported at T1 while T2 is cut off, and the old card is spent there. The sale
// stands as it happened, a person gets one exception to look at, and the member is never below zero.
func TestLostCardSpentElsewhere(t *testing.T) {
	t.Parallel()
	c := open(t)
	t2 := c.till("S01", "T2")
	t1 := c.till("S01", "T1")
	t2.ok("sync")
	c.stands(rich, "T2", "50.00")
	t2.ok("net off")
	t1.managed("card lost " + richCard + " lost")
	t1.ok("sync")
	c.card(rich, richCard, "lost")
	t1.ok("scan " + goods)
	t1.refused("card "+richCard, "state")
	t1.ok("cancel")

	t2.ring(4, richCard)
	t2.ok("pay stored 40.00")
	receipt := t2.ok("finish").Text("receipt")
	t2.ok("net on")
	syncAll(t2, t1)
	c.owns(rich, "60.00", "0.00", "40")
	x := c.exceptions("card_lost")
	if len(x) == 1 && (x[0].Receipt != receipt || x[0].Amount != "40.00" || x[0].Till != "T2") {
		t.Errorf("the exception is %+v", x[0])
	}
	t2.ok("scan " + goods)
	t2.refused("card "+richCard, "state")
	t2.ok("member " + rich)
	t2.refused("pay stored 10.00", "state")
	t2.ok("cancel")
	t1.managed("card found " + richCard)
	syncAll(t1, t2)
	t2.ring(6, richCard)
	t2.ok("pay stored 60.00")
	t2.ok("finish")
	t2.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	c.verified()
}

// TestReplacedTwice: two tills that are cut off replace the same card. The first replacement to reach HQ stands, the
// other card is void, and a person is asked to look at it. No value moves by it.
func TestReplacedTwice(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
	t1.ok("sync")
	for _, k := range []cashier{t1, t3} {
		k.ok("net off")
	}
	t1.managed("card replace " + richCard + " " + blank1 + " worn")
	t3.managed("card replace " + richCard + " " + blankS2 + " worn")
	t1.ring(2, blank1)
	t1.ok("pay stored 20.00")
	t1.ok("finish")
	t1.ok("net on")
	t1.ok("sync")
	t3.ok("net on")
	syncAll(t3, t1)
	c.exceptions("card_replaced_twice")
	c.card(rich, richCard, "replaced")
	c.card(rich, blank1, "issued")
	c.card(rich, blankS2, "void")
	c.owns(rich, "80.00", "0.00", "20")
	for _, k := range []cashier{t1, t3} {
		k.refused("card "+blankS2, "state")
	}
	t3.ring(8, blank1)
	t3.ok("pay stored rest")
	t3.ok("finish")
	syncAll(t3, t1)
	c.owns(rich, "0.00", "0.00", "100")
	c.verified()
}

// TestIssuedTwice: one blank card's number is issued to two members at two tills that are cut off. Both bindings freeze
// until a person decides; neither member loses anything.
func TestIssuedTwice(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	for i, k := range []cashier{t1, t2} {
		k.ok("net off")
		phone := []string{"13911110001", "13911110002"}[i]
		k.says(k.ok("card issue "+blank1+" "+phone+" "+[]string{"甲", "乙"}[i]), "status", "issued")
		k.ok("card " + blank1)
		k.ok("topup 100.00 cash")
		k.ok("scan " + goods)
		k.ok("pay stored 10.00")
		k.ok("finish")
	}
	t1.ok("net on")
	t1.ok("sync")
	t2.ok("net on")
	syncAll(t2, t1)
	c.exceptions("card_issued_twice")
	for _, k := range []cashier{t1, t2} {
		k.refused("card "+blank1, "state")
	}
	for _, phone := range []string{"13911110001", "13911110002"} {
		c.owns(phone, "90.00", "10.00", "10")
		t1.ok("member " + phone) // by phone both go on
		t1.ok("scan " + goods + " 10")
		t1.ok("pay stored 100.00")
		t1.ok("finish")
	}
	t1.ok("sync")
	c.verified()
}

// TestLateUndo: a card is reported lost at T1, found again there, and reported lost once more at T3, which knew of the
// first report. The undo comes to HQ last and takes back the first report only.
func TestLateUndo(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
	t1.managed("card lost " + richCard + " first")
	syncAll(t1, t3)
	t1.ok("net off")
	t1.managed("card found " + richCard)
	t1.says(t1.ok("card "+richCard), "status", "issued")
	t1.ok("cancel")
	t3.managed("card found " + richCard)
	t3.managed("card lost " + richCard + " again")
	t3.ok("sync")
	c.card(rich, richCard, "lost")
	t1.ok("net on")
	syncAll(t1, t3)
	c.card(rich, richCard, "lost")
	for _, k := range []cashier{t1, t3} {
		k.says(k.refused("card "+richCard, "state"), "status", "lost")
	}
	t3.managed("card found " + richCard)
	syncAll(t3, t1)
	c.card(rich, richCard, "issued")
	t1.ring(10, richCard)
	t1.ok("pay stored 100.00")
	t1.ok("finish")
	t1.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	c.noExceptions()
	c.verified()
}

// TestNewMemberCutOff: a member is made, with a card, at a till that is cut off, tops up and pays; afterwards every till
// and HQ know them by phone and by card.
func TestNewMemberCutOff(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t3 := c.till("S01", "T1"), c.till("S02", "T3")
	const phone = "13922220001"
	t1.ok("net off")
	t1.ok("card issue " + blank2 + " " + phone + " 林静 " + rich)
	t1.ok("card " + blank2)
	t1.ok("topup 200.00 cash")
	t1.ok("scan " + goods + " 5")
	t1.ok("pay stored 50.00")
	t1.ok("finish")
	t1.Kill()
	t1.restart()
	t1.ok("sync")
	t3.ok("sync")
	m := c.member(phone)
	if m.Name != "林静" || m.Principal != "150.00" || m.Bonus != "20.00" || m.Points != "50" {
		t.Errorf("HQ knows %+v", m)
	}
	c.card(phone, blank2, "issued")
	t3.says(t3.ok("card "+blank2), "name", "林静")
	t3.ok("cancel")
	t3.says(t3.ok("member "+phone), "name", "林静")
	t3.ok("cancel")
	c.noExceptions()
	c.verified()
}
