package proof_test

import (
	"slices"
	"testing"
	"time"
)

// waitLong is the limit of waits that only pass when something is wrong.
const waitLong = 30 * time.Second

// TestTwoTillsCutOff: of 100.00, 60.00 stands at T1 and 40.00 at T2. Both are cut off and each tries to spend 80.00 in
// tens: exactly what stands there is approved.
func TestTwoTillsCutOff(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hq("set", "allowance.default", "60.00")
	t1 := c.till("S01", "T1") // the member's home place
	t2 := c.till("S01", "T2")
	t1.ok("sync")
	c.stands(rich, "T1", "60.00")

	t2.ring(4, richCard)
	t2.ok("total") // asks HQ for what it lacks
	t2.says(t2.ok("balance"), "here", "40.00", "available.principal", "0.00", "online", "true")
	t2.ok("sync")
	t2.ok("net off")
	t2.ok("cancel")
	t1.ok("net off")
	c.stands(rich, "T1", "60.00")
	c.stands(rich, "T2", "40.00")
	before := c.member(rich).Entries

	var receipts []string
	for _, till := range []struct {
		cashier
		approved int
	}{{t1, 6}, {t2, 4}} {
		for i := range 8 {
			till.ring(1, richCard)
			if i >= till.approved {
				till.refused("pay stored 10.00", "insufficient")
				till.ok("cancel")
				continue
			}
			till.ok("pay stored 10.00")
			receipts = append(receipts, till.ok("finish").Text("receipt"))
		}
		till.says(till.ok("card "+richCard), "status", "issued")
		till.says(till.ok("balance"), "here", "0.00", "online", "false")
		till.ok("cancel")
	}

	for _, k := range []cashier{t1, t2} {
		k.ok("net on")
		k.ok("sync")
	}
	c.owns(rich, "0.00", "0.00", "100")
	if got := c.member(rich).Entries - before; got != len(receipts) {
		t.Errorf("%d entries at HQ for %d sales", got, len(receipts))
	}
	for i, r := range receipts {
		if slices.Contains(receipts[:i], r) {
			t.Errorf("receipt %s twice", r)
		}
	}
	for _, k := range []cashier{t1, t2} {
		c.booked(k)
		k.ok("card " + richCard)
		k.says(k.ok("balance"), "principal", "0.00", "bonus", "0.00", "points", "100", "here", "0.00", "available.principal", "0.00")
		k.ok("cancel")
	}
	c.noExceptions()
	c.verified()
}

// TestGrantOnDemand: with the line up everything can be spent at T1, though connected T2 held an allowance.
func TestGrantOnDemand(t *testing.T) {
	t.Parallel()
	c := open(t)
	t2 := c.till("S01", "T2") // enrolled first, so the member's home place
	t1 := c.till("S01", "T1")
	t2.ok("sync")
	c.stands(rich, "T2", "50.00")

	t1.ring(10, richCard)
	t1.ok("pay stored 100.00")
	receipt := t1.ok("finish").Text("receipt")
	t1.ok("sync")
	t2.ok("sync")
	c.owns(rich, "0.00", "0.00", "100")
	c.stands(rich, "T1", "0.00")
	c.stands(rich, "T2", "0.00")
	t1.ok("print " + receipt)

	t2.ring(1, richCard)
	t2.refused("pay stored 10.00", "insufficient")
	t2.ok("cancel")
	c.noExceptions()
	c.verified()
}

// TestOpenSaleKeeps: head office recalls what is more than an allowance, but nothing that an open sale counts on: neither
// what was fetched for it nor what was there before.
func TestOpenSaleKeeps(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	t1.ring(8, richCard)
	t1.ok("total")
	t1.ok("sync") // when it is answered, recalls are
	c.stands(rich, "T1", "80.00")
	t1.ok("pay stored 80.00")
	t1.ok("cancel")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	c.noExceptions()
	c.verified()
}

// TestAllowanceFollows: what a payment says of a member's habits is heeded with that payment: the allowance is where
// they shop now, and as large as what they paid.
func TestAllowanceFollows(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	t2.ring(3, richCard)
	t2.ok("pay stored 30.00")
	t2.ok("finish")
	t2.ok("sync")
	t1.ok("sync")
	t2.ok("sync")
	c.stands(rich, "T1", "0.00")
	c.stands(rich, "T2", "30.00")
	c.verified()
}

// TestTopUpCutOff: 100.00 paid in at a cut-off till is 110.00, spendable there at once, and elsewhere once it came back.
func TestTopUpCutOff(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ok("net off")
	t1.ok("card " + poorCard)
	t1.says(t1.ok("topup 100.00 cash"), "principal", "100.00", "bonus", "10.00")
	t1.says(t1.ok("balance"), "principal", "100.00", "bonus", "10.00", "here", "110.00", "online", "false")

	t2.ring(1, poorCard)
	t2.says(t2.ok("balance"), "here", "0.00", "available.principal", "0.00", "online", "true")
	t2.refused("pay stored 10.00", "insufficient")
	t2.ok("cancel")
	c.owns(poor, "0.00", "0.00", "0")

	t1.ok("scan " + goods + " 3")
	t1.ok("pay stored 30.00")
	t1.ok("finish")
	t1.ok("net on")
	t1.ok("sync")
	c.owns(poor, "70.00", "10.00", "30")

	t2.ring(8, poorCard)
	t2.ok("pay stored 80.00")
	t2.ok("finish")
	t2.ok("sync")
	c.owns(poor, "0.00", "0.00", "110")
	c.noExceptions()
	c.verified()
}

// TestLineCutUnnoticed: the line is cut outside, while the till believes itself online: it sells on what it holds,
// reconnects by itself, and nothing is lost or doubled.
func TestLineCutUnnoticed(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	c.stands(rich, "T1", "50.00")
	for i := range 10 {
		if i%2 == 0 {
			t1.Line.Cut()
		} else {
			t1.Line.Mend()
		}
		t1.ring(1, richCard)
		if a := t1.do("pay stored 5.00"); !a.OK() && a.Code() != "insufficient" {
			t.Fatalf("pay: %s", a)
		}
		t1.ok("pay cash rest")
		t1.ok("finish")
	}
	t1.Line.Mend()
	t1.ok("sync")
	if m := c.member(rich); m.Points != "100" {
		t.Errorf("10 sales of 10.00 earned %s points", m.Points)
	}
	c.booked(t1)
	c.noExceptions()
	c.verified()
}

// TestSlowLine: an answer that takes longer than a cashier waits comes too late: the till has gone on without it, and
// sends the value back.
func TestSlowLine(t *testing.T) {
	t.Parallel()
	c := open(t)
	c.hq("set", "allowance.default", "0.00")
	t1 := c.till("S01", "T1")
	t1.ok("sync")
	t1.ring(6, richCard)
	t1.Line.Hold()
	begun := time.Now()
	t1.refused("pay stored 60.00", "insufficient")
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("the cashier waited %s", took)
	}
	t1.ok("pay cash 60.00")
	t1.ok("finish")
	t1.Line.Mend()
	t1.ok("sync")
	c.owns(rich, "100.00", "0.00", "60")
	if m := c.member(rich); m.Available.Principal != "100.00" {
		t.Errorf("not all came back: %+v", m)
	}
	c.booked(t1)
	c.noExceptions()
	c.verified()
}

// TestFeedReachesTills: hq commands work while HQ serves, and what they change is at the tills.
func TestFeedReachesTills(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1 := c.till("S01", "T1")
	t1.refused("scan 6900000000014", "not_found")
	file := write(t, "new.json", `[{"code":"N1","barcodes":["6900000000014"],"name":"新品","price":"3.50"}]`)
	c.hq("import", "products", file)
	t1.ok("sync")
	t1.says(t1.ok("scan 6900000000014"), "name", "新品", "price", "3.50")
	t1.ok("cancel")

	bad := write(t, "bad.csv", "code,name,price\nN2,好,1.00\nN3,坏,-1\n")
	if out, err := c.HQ.Run("import", "products", bad); err == nil {
		t.Errorf("a bad row was taken: %s", out)
	}
	t1.ok("sync")
	t1.refused("scan N2", "not_found")
	for _, alone := range [][]string{{"init"}, {"serve", "--listen", "127.0.0.1:0"}} {
		if _, err := c.HQ.Run(alone[0], alone[1:]...); err == nil {
			t.Errorf("hq %s works while HQ serves", alone[0])
		}
	}
	if numbers := c.hq("cards make", "--store", "S01", "--prefix", "8811", "--count", "3"); len(numbers) != 3*16+2 {
		t.Errorf("cards made: %q", numbers)
	}
	c.hq("set", "allowance.default", "55.00")
	if got := c.hq("get", "allowance.default"); got != "55.00" {
		t.Errorf("setting is %q", got)
	}
	must(t, c.HQ.Stop())
	must(t, c.HQ.Start())
	t1.connected() // with which every allowance is worked out again
	t1.ok("sync")
	c.stands(rich, "T1", "55.00")
	c.verified()
}
