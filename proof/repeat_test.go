package proof_test

import (
	"bytes"
	"strings"
	"testing"

	"holdfast/pos/escrow"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/proof"
	"holdfast/sync/wire"
)

// TestLostAnswer: HQ has signed a grant, its answer is lost, the line is cut and comes back, and the till asks again.
// It gets the same grant.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hq("set", "allowance.default", "0.00")
	t1 := c.till("S01", "T1")
	t1.ring(6, richCard)
	t1.ok("sync")
	before := c.member(rich)

	t1.Line.Lose()
	answered := t1.Line.Received()
	must(t, t1.Send("?total"))
	must(t, proof.Until(waitLong, "an answer of HQ", func() bool { return t1.Line.Received() > answered }))
	t1.Line.Cut()
	t1.Line.Mend()
	total, err := t1.Receive()
	must(t, err)
	t1.says(total, "ok", "true", "due", "60.00")

	t1.says(t1.ok("balance"), "here", "60.00")
	t1.ok("sync")
	c.stands(rich, "T1", "60.00")
	after := c.member(rich)
	if got := after.Entries - before.Entries; got != 2 || after.Available.Principal != "40.00" {
		t.Errorf("%d entries for one grant signed and accepted: %+v", got, after)
	}
	t1.ok("pay stored 60.00")
	t1.ok("finish")
	t1.ok("sync")
	c.owns(rich, "40.00", "0.00", "60")
	c.booked(t1)
	c.noExceptions()
	c.verified()
}

// TestRepeatedRequest: an id asked again gets its first answer, a refusal too; with another body it is refused and one
// exception for a person.
func TestRepeatedRequest(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hq("set", "allowance.default", "0.00")
	s := enrolSmall(c, "S01", "T2")
	n := s.open()
	wanted := wire.Request{ID: "request-1", Holder: c.member(rich).ID, Card: richCard, Value: 30_00}

	n.say(wanted)
	first := until[wire.Grant](n).Blob
	grant, err := escrow.Open(s.hqKey, first)
	must(t, err)
	if grant.Request != wanted.ID || grant.Place != "T2" || len(grant.Amounts) != 1 || grant.Amounts[0].Amount != 30_00 {
		t.Fatalf("granted %+v", grant)
	}
	n.say(wanted)
	if again := until[wire.Grant](n).Blob; !bytes.Equal(again, first) {
		t.Error("asked again in the same session: another grant")
	}
	n.Drop()
	n = s.open()
	if resent := until[wire.Grant](n).Blob; !bytes.Equal(resent, first) {
		t.Error("after a reconnect: another grant")
	}
	n.say(wanted)
	if again := until[wire.Grant](n).Blob; !bytes.Equal(again, first) {
		t.Error("asked again in the next session: another grant")
	}
	c.transit(rich, "30.00", "70.00")

	// The refusal stays although there is something to grant by now.
	vain := wire.Request{ID: "request-2", Holder: c.member(poor).ID, Value: 10_00}
	n.say(vain)
	refusal := until[wire.Refused](n)
	if refusal.ID != vain.ID || refusal.Code != "insufficient" || refusal.Message == "" {
		t.Errorf("refused with %+v", refusal)
	}
	t1 := c.till("S01", "T1")
	t1.ok("card " + poorCard)
	t1.ok("topup 100.00 cash")
	t1.ok("cancel")
	t1.ok("sync") // surplus goes back to HQ
	if m := c.member(poor); m.Available.Principal != "100.00" {
		t.Errorf("the top-up is not back at HQ: %+v", m)
	}
	n.say(vain)
	if again := until[wire.Refused](n); again != refusal {
		t.Errorf("asked again: %+v, first %+v", again, refusal)
	}
	c.noExceptions()

	// Another body.
	other := wanted
	other.Value = 20_00
	for range 2 {
		n.say(other)
		if r := until[wire.Refused](n); r.ID != other.ID || r.Message == "" {
			t.Errorf("another body under the same id: %+v", r)
		}
	}
	n.say(wanted)
	if again := until[wire.Grant](n).Blob; !bytes.Equal(again, first) {
		t.Error("after another body: another grant")
	}
	c.transit(rich, "30.00", "70.00")
	list, err := c.HQ.Exceptions()
	must(t, err)
	if len(list) != 1 || list[0].Kind != "id_reused" || list[0].Till != "T2" {
		t.Errorf("exceptions: %+v", list)
	}
	c.verified()
}

// transit wants so much of a member's value on its way to T2 and so much at HQ.
func (c chain) transit(key, under, available string) {
	c.t.Helper()
	m := c.member(key)
	if len(m.Granted) != 1 || m.Granted[0].Till != "T2" || m.Granted[0].State != "transit" || m.Granted[0].Amount != under || m.Available.Principal != available {
		c.t.Errorf("expected %s in transit and %s available: %+v", under, available, m)
	}
}

// TestRepeatedPush: records sent again change nothing and are acknowledged again; a gap is asked for; another record
// under a number that HQ has is a branch, kept for a person, and ends the till's epoch.
func TestRepeatedPush(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hq("set", "allowance.default", "0.00")
	s := enrolSmall(c, "S01", "T2")
	sale := func(prev record.Sealed, basket string) record.Sealed {
		return s.write(prev, record.Sale{
			Member: c.member(poor).ID, Total: 10_00, Points: 10 * money.Point, Basket: basket,
			Lines: []record.Line{{Code: "1027", Name: "x", Qty: money.One, List: 10_00, Price: 10_00, Amount: 10_00}},
			Paid:  []record.Tender{{Kind: record.Cash, Amount: 10_00}},
		})
	}
	first := sale(record.Sealed{}, "a")
	second := sale(first, "b")
	third := sale(second, "c")
	n := s.open()
	for _, push := range []struct {
		records []record.Sealed
		acked   uint64
	}{{[]record.Sealed{first}, 1}, {[]record.Sealed{first}, 1}, {[]record.Sealed{first, second}, 2}, {[]record.Sealed{first, second}, 2}} {
		n.say(s.push(s.key, push.records...))
		if ack := until[wire.Ack](n); ack.Seq != push.acked {
			t.Errorf("acknowledged %d, expected %d", ack.Seq, push.acked)
		}
	}
	fourth := sale(third, "d")
	n.say(s.push(s.key, fourth))
	if need := until[wire.Need](n); need.From != 3 {
		t.Errorf("a gap: HQ needs records from %d", need.From)
	}
	c.owns(poor, "0.00", "0.00", "20")
	if m := c.member(poor); m.Entries != 2 {
		t.Errorf("%d entries for 2 sales", m.Entries)
	}
	c.noExceptions()
	c.verified()

	n.say(s.push(s.key, sale(first, "another")))
	t.Log(n.refused())
	c.owns(poor, "0.00", "0.00", "20")
	list, err := c.HQ.Exceptions()
	must(t, err)
	if len(list) != 1 || list[0].Kind != "branch" {
		t.Errorf("exceptions: %+v", list)
	}
	again, challenge := s.dial()
	h := s.hello(s.key, challenge)
	h.HeadSeq, h.HeadHash = second.Seq, wire.Hash(second.Hash)
	h, err = h.Sign(s.key, challenge.Nonce)
	must(t, err)
	again.say(h)
	if reason := again.refused(); !strings.Contains(reason, "enrol it again") {
		t.Errorf("the fenced till is told %q", reason)
	}
	c.verified()
}
