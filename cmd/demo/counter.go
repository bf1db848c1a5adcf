package main

import "strings"

// The people of these scenes.
const (
	wang     = "13800000003" // has 3301.3 points
	wangCard = "8800000000001011"
	sun      = "13900000088" // becomes a member today
	sunCard  = "8800000000000112"
	liNew    = "8800000000000120"
)

func (d *day) newMember() {
	d.chapter("A customer becomes a member: a blank card, brought along by Zhang Wei")
	c := d.t1
	c.do("card issue "+sunCard+" "+sun+" \"Sun Yue\" "+zhang, "status", "issued")
	c.say(c.Code, "card "+sunCard+" is issued to Sun Yue")
	c.do("card " + sunCard)
	c.keep(c.do("topup 100.00 wallet W-20261122-0031", "principal", "100.00", "bonus", "10.00").Text("receipt"))
	c.amount(c.Code, "paid in by QR wallet, bonus 10.00", "100.00")
	c.scan(cake, 2, "20.00")
	c.pay("stored rest", "20.00", "0.00", "0.00")
	c.finish("20.00", "20")
	c.do("sync")
	d.owns(sun, 90_00, "20")
	d.amount("HQ", "Sun Yue has", "90.00")
}

func (d *day) points() {
	d.chapter("Points pay too: 10.00 for 1,000 of them; and 300 more become 30.00 of stored value")
	c := d.t3
	c.do("card " + wangCard)
	c.scan(cake, 10, "100.00")
	c.pay("points 10.00", "10.00", "90.00", "0.00")
	c.pay("bank rest B-7702", "90.00", "0.00", "0.00")
	d.block(c.finish("100.00", "90"))
	c.do("card " + wangCard)
	c.keep(c.do("convert 300", "points", "300", "bonus", "30.00").Text("receipt"))
	c.amount(c.Code, "300 points become stored value of", "30.00")
	c.do("cancel")
	c.do("sync")
	d.owns(wang, 28_89+10_00+30_00, "2091.3")
}

func (d *day) parked() {
	d.chapter("A customer has forgotten the milk: the sale is parked, and the next one served")
	c := d.t2
	c.scan(cake, 1, "10.00")
	id := c.do("hold").Text("id")
	c.say(c.Code, "held")
	c.do("quick 8.50")
	c.amount(c.Code, "a sale of an amount only", "8.50")
	c.pay("cash 10.00", "10.00", "0.00", "1.50")
	c.finish("8.50", "0")
	c.do("recall " + id)
	c.scan(milk, 1, "49.90")
	c.do("override 2001 2222")
	c.do("discount bill 10", "total", "53.91")
	c.say(c.Code, "the store manager, called over, takes 10 % off: 53.91")
	c.pay("cash 60.00", "60.00", "0.00", "6.09")
	d.block(c.finish("53.91", "0"))
}

func (d *day) broughtBack() {
	d.chapter("Zhang Wei brings the rice back, to the other shop")
	c := d.t3
	a := c.do("refund "+d.mixed+" 2 1", "total", "33.90")
	c.amount(c.Code, "taken back: long-grain rice 5 kg", "33.90")
	c.say(c.Code, "T1, which sold it, has given up its right to refund; the money goes back the way it came")
	d.block(c.keep(a.Text("receipt")))
	for _, t := range []*counter{d.t3, d.t1} {
		t.do("sync")
	}
	d.amount("HQ", "Zhang Wei has", "65.49")
	d.owns(zhang, 65_49, "45.9")
}

func (d *day) lostCard() {
	d.chapter("Li Min has lost her card. T2 is still cut off, and the store manager is called over")
	c := d.t2
	c.do("override 2001 2222")
	c.do("card lost " + liCard + " \"left on a bus\"")
	says := c.outcome("card "+liCard, "state", nil).Text("error")
	c.say(c.Code, "her card answers: "+says)
	c.do("member " + li)
	c.scan(cake, 1, "10.00")
	c.outcome("pay stored rest", "state", nil)
	c.say(c.Code, "and nothing of hers can be spent until it is replaced")
	c.do("override 2001 2222")
	c.do("card replace "+liCard+" "+liNew+" \"left on a bus\"", "new", liNew)
	c.do("card "+liNew, "status", "issued")
	c.pay("stored rest", "10.00", "0.00", "0.00")
	c.finish("10.00", "10")
	c.say(c.Code, "the new card pays at once: value belongs to the member, a card only names them")
}

// everywhere tells what each till says of the old card when the line is back.
func (d *day) everywhere() {
	for _, c := range []*counter{d.t1, d.t2, d.t3} {
		a := c.outcome("card "+liCard, "state", []string{"status", "replaced"})
		if d.err == nil && !strings.Contains(a.Text("error"), "replaced") {
			d.fail("%s says %s", c.Code, a)
		}
		c.do("card "+liNew, "status", "issued")
		c.do("cancel")
	}
	d.print("  her old card is refused at every till, the new one accepted\n")
}
