package proof_test

import (
	"fmt"
	"strings"
	"testing"
)

// publish publishes the demo's rules with more sections, and waits until tills have them.
func (c chain) publish(sections string, tills ...cashier) {
	c.t.Helper()
	c.hq("import", "rules", write(c.t, "rules.json", `{
		"topup": {"mode": "highest", "steps": [{"amount": "100.00", "bonus": "10.00"}]},
		"points": {"perYuan": "1", "payPerYuan": "100", "convertPerYuan": "10"}, `+sections+`}`))
	for _, k := range tills {
		k.ok("sync")
	}
}

const threeAtFive = `"promotions": [{"id": "five", "name": "五元特价", "kind": "price", "price": "5.00",
	"what": {"products": ["1027"]}, "limit": {"quantity": %d}}]`

// sells rings up pieces of the goods for cash and wants the sale to come to a total.
func (k cashier) sells(pieces int, total string) {
	k.t.Helper()
	k.ok(fmt.Sprintf("scan %s %d", goods, pieces))
	k.says(k.ok("total"), "total", total)
	k.ok("pay cash rest")
	k.ok("finish")
}

// TestQuantity: there are three pieces at a price in the whole chain. Three tills that are cut off sell one each, and no more;
// when the line is back nobody has any. More of them can be had on line, wherever they stand; fewer than are out already can't.
func TestQuantity(t *testing.T) {
	t.Parallel()
	c := open(t)
	tills := []cashier{c.till("S01", "T1"), c.till("S01", "T2"), c.till("S02", "T3")}
	c.publish(fmt.Sprintf(threeAtFive, 3), tills...)
	for _, k := range tills { // each has its share now
		k.ok("sync")
		k.ok("net off")
	}
	for _, k := range tills {
		k.sells(2, "15.00")
		k.sells(1, "10.00")
	}
	for _, k := range tills {
		k.ok("net on")
		k.ok("sync")
	}
	tills[0].sells(1, "10.00")
	if got := c.hq("rules left"); !strings.Contains(got, "five                  of      3:       3 used       0 left") {
		t.Errorf("left:\n%s", got)
	}

	// Six, of which three are used: on line one till gets them all, and what it doesn't sell goes back.
	c.publish(fmt.Sprintf(threeAtFive, 6), tills...)
	for _, k := range tills {
		k.ok("sync")
	}
	k := tills[2]
	k.ok("scan " + goods + " 4")
	k.says(k.ok("total"), "total", "25.00")
	k.ok("cancel")
	k.ok("sync")
	k = tills[1]
	k.ok("scan " + goods + " 2")
	k.says(k.ok("total"), "total", "10.00")
	k.ok("pay cash 10.00")
	k.ok("net off") // what is paid for is finished, whatever happens
	k.Kill()
	k.restart()
	k.ok("finish")
	k.ok("sync")

	// Three now: five are used, so that none is left.
	c.publish(fmt.Sprintf(threeAtFive, 3), tills...)
	for _, k := range tills {
		k.ok("sync")
		k.sells(1, "10.00")
		k.ok("sync")
	}
	c.noExceptions()
	c.verified()
}

const coupons = `"coupons": [
	{"id": "ten", "name": "九折券", "nameEn": "10 % off", "prefix": "21", "off": "10"},
	{"id": "big", "name": "满十五九折券", "prefix": "23", "off": "10", "spend": "15.00"},
	{"id": "cash", "name": "五元券", "nameEn": "5 yuan", "prefix": "22", "amount": "5.00", "spend": "20.00"}]`

// TestCoupons: a coupon is used once in the whole chain. On line head office sends its one use to whoever presents it, with the
// PIN under its cover; at a till that is cut off one can be used that was sent before.
func TestCoupons(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	c.publish(coupons, t1, t2)
	ten := lines(c.hq("coupons make", "--batch", "ten", "--count", "3"))
	cash := lines(c.hq("coupons make", "--batch", "cash", "--count", "3", "--pins"))
	number, pin, _ := strings.Cut(cash[0], " ")

	// One that takes something off: once, in one sale.
	t1.ok("scan " + goods + " 2")
	t1.refused("coupon 21000000000001", "not_found")
	t1.refused("coupon 990000000000", "not_found")
	t1.refused("coupon "+number, "usage")
	t1.says(t1.ok("coupon "+ten[0]), "off", "2.00", "total", "18.00")
	t1.refused("coupon "+ten[0], "state")
	t2.ok("scan " + goods)
	t2.refused("coupon "+ten[0], "insufficient")
	t1.ok("hold")
	t2.says(t2.ok("coupon "+ten[0]), "total", "9.00") // a sale on hold keeps nothing from anybody
	t2.ok("coupon drop " + ten[0])
	t2.says(t2.ok("total"), "total", "10.00")
	t2.ok("cancel")
	t2.ok("sync")

	// Of two of a batch of which only one takes something off, the other one stays the customer's.
	big := lines(c.hq("coupons make", "--batch", "big", "--count", "2"))
	t2.ok("scan " + goods + " 4")
	t2.says(t2.ok("coupon "+big[0]), "total", "36.00")
	t2.says(t2.ok("coupon "+big[1]), "total", "32.40")
	t2.ok("qty 1 2")
	t2.says(t2.ok("total"), "total", "18.00")
	t2.ok("pay cash rest")
	t2.ok("finish")
	t2.ok("sync")
	if got := c.hq("coupons"); !strings.Contains(got, "2 made       1 used") {
		t.Errorf("coupons:\n%s", got)
	}

	// One that pays: with its PIN, from an amount on, without change.
	t2.ok("scan " + goods)
	t2.refused("pay coupon rest "+number+"-"+pin, "state")
	t2.ok("scan " + goods)
	t2.refused("pay coupon rest "+number, "forbidden")
	t2.refused("pay coupon rest "+number+"-000000", "forbidden")
	t2.refused("pay coupon 6.00 "+number+"-"+pin, "state")
	t2.says(t2.ok("pay coupon rest "+number+"-"+pin), "due", "15.00")
	t2.ok("pay cash rest")
	receipt := t2.ok("finish").Text("receipt")
	t1.ok("scan " + goods + " 2")
	t1.refused("pay coupon rest "+number+"-"+pin, "insufficient")
	t1.ok("cancel")
	t2.ok("refund " + receipt)

	// Guessing PINs locks a coupon until a person unlocks it.
	number, pin, _ = strings.Cut(cash[1], " ")
	t1.ok("scan " + goods + " 2")
	for i := range 5 {
		t1.refused(fmt.Sprintf("pay coupon rest %s-%06d", number, i), "forbidden")
	}
	t1.refused("pay coupon rest "+number+"-"+pin, "forbidden")
	c.hq("coupons unlock", number)
	t1.says(t1.ok("pay coupon rest "+number+"-"+pin), "due", "15.00")

	// Cut off: what is in the sale stays there, across a crash too; others have to wait.
	t1.ok("net off")
	t1.Kill()
	t1.restart()
	t1.ok("net off")
	t1.ok("pay cash rest")
	t1.ok("finish")
	t1.ok("scan " + goods + " 2")
	t1.refused("coupon "+ten[1], "offline")
	t1.ok("cancel")
	t1.ok("net on")
	t1.ok("sync")
	t2.ok("sync")
	if got := c.hq("coupons"); !strings.Contains(got, "3 made       2 used       0 at tills") || !strings.Contains(got, "3 made       0 used") {
		t.Errorf("coupons:\n%s", got)
	}
	c.noExceptions()
	c.verified()
}

// lines is what a command printed, line by line.
func lines(out string) []string { return strings.Split(strings.TrimSpace(out), "\n") }

// TestHardLimit: what a member may have once a day they have once in the whole chain, as the till that gives it holds it; one
// that is cut off gives nothing.
func TestHardLimit(t *testing.T) {
	t.Parallel()
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	c.publish(`"promotions": [{"id": "one/day", "name": "每人每天一件", "kind": "price", "price": "1.00",
		"what": {"products": ["1027"]}, "limit": {"perMemberDay": 1, "mode": "hard"}}]`, t1, t2)
	for _, buy := range []struct {
		at          cashier
		card, total string
	}{{t1, richCard, "11.00"}, {t2, richCard, "20.00"}, {t1, richCard, "20.00"}, {t2, poorCard, "11.00"}} {
		buy.at.ok("card " + buy.card)
		buy.at.sells(2, buy.total)
		buy.at.ok("sync")
	}
	t1.sells(2, "20.00") // nobody's
	t1.ok("net off")
	t1.ok("card " + poorCard)
	t1.sells(2, "20.00")
	t1.ok("net on")
	t1.ok("sync")
	c.noExceptions()
	c.verified()
}
