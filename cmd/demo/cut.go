package main

import (
	"strings"

	"holdfast/proof"
)

func (d *day) lineCut() {
	d.chapter("The line of T2 is cut")
	if d.err != nil {
		return
	}
	d.t2.Line.Cut()
	d.t2.online(false)
	d.say("T2", "offline; it sells on")
}

func (d *day) asFarAsItGoes() {
	d.chapter("Li Min at the cut-off T2: what stands there can be spent, and not a fen more")
	c := d.t2
	c.do("card " + liCard)
	c.scan(cake, 3, "30.00")
	c.pay("stored 30.00", "30.00", "0.00", "0.00")
	c.finish("30.00", "30")
	c.do("card " + liCard)
	c.scan(cake, 2, "20.00")
	says := c.refused("pay stored 20.00")
	if d.err == nil && !strings.Contains(says, "16.60 can be spent here now") {
		d.fail("T2 says %q", says)
	}
	c.amount(c.Code, "refused", "20.00")
	c.say(c.Code, "the cashier reads: "+says)
	c.pay("stored 16.60", "16.60", "3.40", "0.00")
	c.pay("cash 5.00", "5.00", "0.00", "1.60")
	c.finish("20.00", "20")
}

func (d *day) lineUpElsewhere() {
	d.chapter("At the same time her daughter shops at T1 with her phone number, line up")
	c := d.t1
	c.do("member " + li)
	c.scan(oil, 1, "129.00")
	c.do("balance", "here", "126.80", "available.principal", "0.00")
	says := c.refused("pay stored rest")
	if d.err == nil && !strings.Contains(says, "46.60 is held at T2") {
		d.fail("T1 says %q", says)
	}
	c.amount(c.Code, "refused", "129.00")
	c.say(c.Code, "the cashier reads: "+says)
	c.pay("stored 100.00", "100.00", "29.00", "0.00")
	c.pay("bank rest B-7731", "29.00", "0.00", "0.00")
	c.finish("129.00", "129")
}

func (d *day) topUpCutOff() {
	d.chapter("T2 is still cut off, and Li Min pays 100.00 in there: 110.00, to be spent there at once")
	c := d.t2
	c.do("card " + liCard)
	a := c.do("topup 100.00 cash", "principal", "100.00", "bonus", "10.00")
	c.keep(a.Text("receipt"))
	c.do("balance", "here", "110.00", "online", "false")
	c.amount(c.Code, "spendable here now", "110.00")
	c.scan(sack, 1, "65.00")
	c.pay("stored 65.00", "65.00", "0.00", "0.00")
	c.finish("65.00", "65")
	d.t1.do("member " + li)
	d.t1.do("balance", "here", "26.80", "available.principal", "0.00", "available.bonus", "0.00")
	d.t1.amount("T1", "knows nothing of that; spendable there", "26.80")
	d.t1.do("cancel")
}

func (d *day) powerCut() {
	d.chapter("T2 loses its power in the middle of a sale")
	c := d.t2
	c.do("card " + liCard)
	c.scan(noodles, 1, "10.80")
	c.pay("stored 10.00", "10.00", "0.80", "0.00")
	if d.err != nil {
		return
	}
	c.Kill()
	c.say(c.Code, "(killed)")
	if err := c.Start(english...); err != nil {
		d.fail("%w", err)
	}
	c.do("login " + c.who)
	c.do("total", "total", "10.80", "due", "0.80")
	c.say(c.Code, "started again, signed in without the line: sale and payment are still there")
	c.pay("cash 1.00", "1.00", "0.00", "0.20")
	c.finish("10.80", "10.8")
}

func (d *day) lineMended() {
	d.chapter("The line is mended")
	if d.err != nil {
		return
	}
	unsent := d.t2.do("status").Text("unsent")
	d.t2.Line.Mend()
	d.t2.online(true)
	for _, c := range []*counter{d.t2, d.t1, d.t3} {
		c.do("sync", "ok", "true")
	}
	d.say("T2", "reconnected by itself and sent "+unsent+" records")
	d.everywhere()
	d.chapter("The books compared")
	d.print("  %-24s %9s %9s %9s\n", "", "principal", "bonus", "points")
	d.compare("Zhang Wei", zhang, 65_49, "45.9")
	d.compare("Li Min", li, 173_40-30_00-16_60-100_00+110_00-65_00-10_00-10_00, "311.4")
	d.compare("Wang Fang", wang, 68_89, "2091.3")
}

// compare tells what head office and every till know of a member; they must agree.
func (d *day) compare(name, phone string, stored int64, points string) {
	m := d.owns(phone, stored, points)
	d.print("  %-24s %9s %9s %9s\n", name+" at HQ", m.Principal, m.Bonus, m.Points)
	for _, c := range []*counter{d.t1, d.t2, d.t3} {
		c.do("member " + phone)
		c.do("balance", "principal", m.Principal, "bonus", m.Bonus, "points", m.Points)
		c.do("cancel")
		d.print("  %-24s %9s %9s %9s\n", strings.Repeat(" ", len(name))+" at "+c.Code, m.Principal, m.Bonus, m.Points)
	}
}

// stands wants so much of a member's stored value at a till.
func (d *day) stands(phone, till, yuan string) {
	if d.err != nil {
		return
	}
	m, err := d.chain.HQ.Member(phone)
	if err != nil {
		d.fail("%w", err)
		return
	}
	var sum int64
	for _, g := range m.Granted {
		if g.Till == till && g.Asset != "points" {
			sum += proof.Fen(g.Amount)
		}
	}
	if proof.Yuan(sum) != yuan {
		d.fail("head office: %s of %s stands at %s, and should be %s: %+v", proof.Yuan(sum), phone, till, yuan, m)
	}
}

func (d *day) closing() {
	d.chapter("The shifts are closed")
	d.print("      %9s %9s %10s\n", "expected", "counted", "difference")
	for _, t := range []struct {
		*counter
		expected, counted, difference string
	}{
		{d.t1, "256.50", "256.50", "0.00"},
		{d.t2, "366.61", "366.61", "0.00"},
		{d.t3, "395.84", "395.34", "-0.50"},
	} {
		t.do("shift close "+t.counted, "expected", t.expected, "difference", t.difference)
		t.do("sync")
		d.print("  %s  %9s %9s %10s\n", t.Code, t.expected, t.counted, t.difference)
	}
}

func (d *day) verified() {
	d.chapter("Every till and head office replay their books from zero")
	if d.err != nil {
		return
	}
	answers, err := d.chain.Verify()
	if err != nil {
		d.fail("%w", err)
	}
	for _, answer := range answers {
		d.print("  %s\n", answer)
	}
	exceptions, err := d.chain.HQ.Exceptions()
	if err != nil {
		d.fail("%w", err)
	}
	if len(exceptions) > 0 {
		d.fail("head office has %d exceptions for a person to look at, and should have none: %+v", len(exceptions), exceptions)
	}
	d.print("  no exceptions\n")
}
