package proof_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"holdfast/proof"
)

const kills = 50

// TestTillKilled sells 200 times at a till that is killed 50 times in the midst of it, at chance moments. Each sale is
// 10.00: 5.00 of stored value where it is to be had, the rest in cash. Every receipt that the cashier saw is there
// once at the till and at HQ, and to the fen so much was spent as the cashier was told.
func TestTillKilled(t *testing.T) {
	t.Parallel()
	c := open(t)
	d := &day{cashier: c.till("S01", "T1"), receipts: map[string]bool{}}
	d.ok("card " + richCard)
	d.last = d.ok("topup 2000.00 cash").Text("receipt") // 2000.00 and 20.00 beside the 100.00
	d.ok("cancel")
	chance := rand.New(rand.NewPCG(1, 50))
	for range kills {
		d.sellUntilKilled(chance.IntN(60), time.Duration(chance.IntN(5000))*time.Microsecond)
		d.restart()
		d.takeUp()
	}
	for len(d.receipts) < 200 {
		for _, command := range oneSale {
			d.note(command, d.do(command))
		}
	}
	t.Logf("%d sales, %d with stored value; %d kills with a sale open, %d with a finish unanswered", len(d.receipts), d.withStored, d.wasOpen, d.unanswered)

	d.ok("sync")
	for receipt := range d.receipts {
		d.ok("print " + receipt)
	}
	m := c.member(rich)
	if left, want := proof.Fen(m.Principal)+proof.Fen(m.Bonus), int64(2120_00-5_00*d.withStored); left != want {
		t.Errorf("HQ: %s is left, expected %s", proof.Yuan(left), proof.Yuan(want))
	}
	if want := fmt.Sprint(10 * len(d.receipts)); m.Points != want {
		t.Errorf("HQ: %s points, expected %s: a sale is missing or doubled", m.Points, want)
	}
	c.booked(d.cashier)
	c.noExceptions()
	c.verified()
}

// oneSale is what the cashier types for a sale.
var oneSale = []string{"scan " + goods, "card " + richCard, payStored, "pay cash rest", "finish"}

const payStored = "pay stored 5.00"

// day is a day at a till as its cashier remembers it.
type day struct {
	cashier
	receipts   map[string]bool
	last       string // the newest receipt
	withStored int    // sales that were paid in part with stored value
	open       bool   // something was scanned for a sale that is not finished
	paid       bool   // it was paid in part with stored value

	wasOpen, unanswered int // what the kills hit
}

// sellUntilKilled types sales as fast as the till takes them, and kills it a moment after so many answers.
func (d *day) sellUntilKilled(answers int, moment time.Duration) {
	d.t.Helper()
	var others sync.WaitGroup
	defer others.Wait()
	others.Go(func() {
		for n := 0; ; n++ {
			if d.Send("?"+oneSale[n%len(oneSale)]) != nil {
				return // killed
			}
		}
	})
	for n := 0; ; n++ {
		if n == answers {
			others.Add(1)
			time.AfterFunc(moment, func() { d.Kill(); others.Done() }) // the moment is what is being tried
		}
		a, err := d.Receive()
		if errors.Is(err, proof.ErrEnded) {
			return
		}
		must(d.t, err)
		d.note(oneSale[n%len(oneSale)], a)
	}
}

// note remembers an answer.
func (d *day) note(command string, a proof.Answer) {
	d.t.Helper()
	switch {
	case command == payStored:
		d.paid = a.OK()
		if !a.OK() && a.Code() != "insufficient" {
			d.t.Errorf("%s: %s", command, a)
		}
	case !a.OK():
		d.t.Errorf("%s: %s", command, a)
	case command == oneSale[0]:
		d.open = true
	case command == "finish":
		d.book(a.Text("receipt"))
	}
}

func (d *day) book(receipt string) {
	d.t.Helper()
	if d.receipts[receipt] || receipt == "?" {
		d.t.Fatalf("receipt %s twice", receipt)
	}
	d.receipts[receipt], d.last = true, receipt
	if d.paid {
		d.withStored++
	}
	d.open, d.paid = false, false
}

// takeUp goes on where the killed till stood: it finishes the open sale, or finds that the last one was finished and
// only its answer is missing.
func (d *day) takeUp() {
	d.t.Helper()
	open := d.ok("total")
	if open.Number("lines") == 0 {
		if last := d.ok("print last").Text("receipt"); last != d.last {
			d.unanswered++
			d.book(last)
		}
		if d.open {
			d.t.Errorf("a sale was open, and is neither that nor finished; the last receipt is %s", d.last)
		}
		d.open, d.paid = false, false
		return
	}
	d.wasOpen++
	switch due := open.Text("due"); due {
	case "10.00":
		if d.paid {
			d.t.Errorf("a payment with stored value was taken, and is gone: %s", open)
		}
		d.paid = false
		d.ok("card " + richCard)
	case "5.00":
		d.paid = true
	case "0.00": // the answers before the last one were given
	default:
		d.t.Fatalf("a sale of 10.00 has %s due: %s", due, open)
	}
	if open.Text("due") != "0.00" {
		d.ok("pay cash rest")
	}
	d.note("finish", d.ok("finish"))
}

// TestHQKilled sells at two tills while HQ is killed 50 times in the midst of what arrives. What the cashiers were
// told is at HQ once, in the end.
func TestHQKilled(t *testing.T) {
	t.Parallel()
	c := open(t)
	tills := []cashier{c.till("S01", "T1"), c.till("S02", "T3")}
	sale := []string{"scan " + goods, "card " + poorCard, "pay cash 10.00", "finish"}
	tills[0].ok("sync")
	before := c.member(poor).Entries
	receipts := map[string]bool{}
	chance := rand.New(rand.NewPCG(2, 50))
	for range kills {
		for _, k := range tills {
			k.connected()
		}
		killed, line := make(chan error, 1), tills[chance.IntN(2)].Line
		begun, at := line.Sent(), chance.Int64N(1500)
		for _, k := range tills {
			for range 4 { // 200 in all, at each till
				must(t, k.Send(sale...))
			}
		}
		go func() {
			err := proof.Until(waitLong, "records on the line", func() bool { return line.Sent() >= begun+at })
			c.HQ.Kill()
			killed <- errors.Join(err, c.HQ.Start())
		}()
		for _, k := range tills {
			for i := range 4 * len(sale) {
				a, err := k.Receive()
				must(t, err)
				if !a.OK() {
					t.Errorf("%s: %s", sale[i%len(sale)], a)
				}
				if r := a.Text("receipt"); a.Text("cmd") == "finish" {
					if receipts[r] {
						t.Errorf("receipt %s twice", r)
					}
					receipts[r] = true
				}
			}
		}
		must(t, <-killed)
	}
	if want := kills * 4 * len(tills); len(receipts) != want {
		t.Errorf("%d receipts, expected %d", len(receipts), want)
	}
	for _, k := range tills {
		k.ok("sync")
		c.booked(k)
	}
	c.owns(poor, "0.00", "0.00", fmt.Sprint(10*len(receipts)))
	if got := c.member(poor).Entries - before; got != len(receipts) {
		t.Errorf("HQ: %d entries for %d sales", got, len(receipts))
	}
	c.noExceptions()
	c.verified()
}
