package main

import (
	"time"
)

// Who and what the day is about; all of it is in the demo chain.
const (
	zhang     = "13800000001" // has 100.00
	zhangCard = "8800000000000013"
	li        = "13800000002" // has nothing
	liCard    = "8800000000000021"
)

var (
	water      = goods{"6990137200548", "mineral water"}
	noodles    = goods{"6995460800793", "snail rice noodles"}
	toothpaste = goods{"6996805400128", "toothpaste"}
	milk       = goods{"6993420700398", "milk, case of 16"}
	rice       = goods{"6994632000177", "long-grain rice 5 kg"}
	sack       = goods{"6994632000276", "short-grain rice 10 kg"}
	chilli     = goods{"6992571300426", "chilli crisp in oil"}
	juice      = goods{"6990709300454", "apple juice 1 l"}
	oil        = goods{"6994877100366", "peanut oil 5 l"}
	cake       = goods{"6901234567892", "date and walnut cake"}
)

func (d *day) opening() {
	d.print("One day of a chain of two shops, played by the real programs: a head office and three tills,\n" +
		"each a process with its own books, over TLS on this machine.\n")
	d.chapter("Three tills are enrolled and open")
	for _, t := range []struct {
		at                       **counter
		store, code, who, person string
	}{
		{&d.t1, "S01", "T1", "1001 1111", "Chen Xiaomei"},
		{&d.t2, "S01", "T2", "1002 1111", "Zhou Jieming"},
		{&d.t3, "S02", "T3", "1004 1414", "Gulinar Ehmet"},
	} {
		if d.err != nil {
			return
		}
		till, err := d.chain.Enrol(t.store, t.code, english...)
		if err != nil {
			d.fail("%w", err)
			return
		}
		c := &counter{Till: till, day: d, who: t.who}
		*t.at = c
		c.do("login " + c.who)
		c.do("shift open 200.00")
		c.amount(c.Code, t.person+" opens a shift in "+t.store+" with a float of", "200.00")
	}
}

// english is how the tills print.
var english = []string{"--lang", "en", "--columns", "42"}

func (d *day) cashSale() {
	d.chapter("A sale for cash")
	c := d.t1
	c.scan(water, 6, "12.00")
	c.scan(noodles, 2, "23.80")
	c.scan(toothpaste, 1, "10.90")
	c.do("total", "total", "46.70", "due", "46.70")
	c.pay("cash 50.00", "50.00", "0.00", "3.30")
	d.block(c.finish("46.70", "0"))
}

func (d *day) mixedSale() {
	d.chapter("Zhang Wei's card: member prices, and three ways to pay at once")
	c := d.t1
	d.owns(zhang, 100_00, "0")
	c.do("card "+zhangCard, "tier", "normal", "status", "issued")
	c.scan(milk, 1, "45.90")
	c.scan(rice, 1, "33.90")
	c.do("total", "total", "79.80")
	c.do("balance", "principal", "100.00", "here", "79.80", "online", "true")
	c.say(c.Code, "he has 100.00; the till holds a part of it and has fetched what this sale lacked")
	c.pay("stored 60.00", "60.00", "19.80", "0.00")
	c.pay("wallet 10.00 W-20261122-0017", "10.00", "9.80", "0.00")
	c.pay("cash 20.00", "20.00", "0.00", "10.20")
	d.mixed = c.sold("79.80", "79.8")
	d.block(c.keep(d.mixed))
	c.do("sync")
	d.owns(zhang, 40_00, "79.8")
	d.print("\n")
	d.amount("HQ", "Zhang Wei has", "40.00")
}

func (d *day) topUp() {
	d.chapter("Li Min pays 200.00 in at the other shop: head office's bonus makes it 220.00")
	c := d.t3
	c.do("card " + liCard)
	a := c.do("topup 200.00 cash", "principal", "200.00", "bonus", "20.00")
	c.amount(c.Code, "paid in, in cash", "200.00")
	c.amount(c.Code, "bonus", "20.00")
	c.keep(a.Text("receipt"))
	// How much of it this till may keep is head office's to say, and may be said by now.
	c.do("balance", "principal", "200.00", "bonus", "20.00")
	c.do("cancel")
	c.do("sync")
	d.owns(li, 220_00, "0")
	d.amount("HQ", "Li Min has", "220.00")
}

func (d *day) onDemand() {
	d.chapter("She spends some of it at a till that holds nothing of hers")
	c := d.t2
	c.do("card " + liCard)
	c.scan(chilli, 2, "21.00")
	c.scan(juice, 2, "25.60")
	begun := time.Now()
	c.pay("stored 46.60", "46.60", "0.00", "0.00")
	took := time.Since(begun)
	c.finish("46.60", "46.6")
	if d.err == nil {
		d.print("      head office moved the value to this till while the cashier waited: %d ms\n", took.Milliseconds())
	}
	for _, t := range []*counter{d.t2, d.t1, d.t3} {
		t.do("sync")
	}
	d.owns(li, 173_40, "46.6")
	d.amount("HQ", "Li Min has", "173.40")
	d.stands(li, "T2", "46.60")
	d.amount("HQ", "of which stands at T2, where she shops", "46.60")
}
