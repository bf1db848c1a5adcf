package console_test

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
	"holdfast/sync/wire"
)

// TestPatience: only a payment that lacks stored value here waits for the line, never longer than the product promises, and
// it asks for no more than lacks.
func TestPatience(t *testing.T) {
	const patience = 1500 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, tilltest.OnDisk(t))
		w.Office.Up, w.Office.Slow = true, true
		w.Grant("", "M1", 3000, 0, time.Hour)
		for _, c := range []struct {
			line string
			want time.Duration
		}{
			{"login 1001 1111", 0}, {"shift open 0", 0}, {"scan 1000 3", 0}, {"total", 0},
			{"card 8800000000000013", 0}, {"total", 0}, {"balance", patience}, // 30.00 are here; what is at head office is asked for
			{"scan 1000", 0}, {"total", patience}, {"balance", patience},
			{"pay cash 5", 0}, {"pay stored 30", 0}, {"total", patience},
			{"!pay stored rest", patience}, {"pay cash rest", 0}, {"total", 0}, {"finish", 0},
			{"login 2001 2222", 0}, {"card 8800000000000013", 0}, {"!withdraw 40", patience}, {"!convert 100", patience},
			{"!refund T2-1-000001", patience}, {"cancel", 0}, {"login 1001 1111", 0},
		} {
			began := time.Now()
			w.do(c.line)
			if waited := time.Since(began); waited != c.want {
				t.Errorf("%s waited %s, want %s", c.line, waited, c.want)
			}
			if open, err := w.Store.Requests(); err != nil || len(open) != 0 {
				t.Errorf("%s: still asked for: %v, %v", c.line, open, err)
			}
		}
		w.Office.Slow = false
		w.Office.Available["M1"] = 10_000
		for _, line := range []string{"card 8800000000000013", "scan 1000 3", "pay cash 5", "pay stored 10", "total", "total", "pay stored rest"} {
			w.do(line)
		}
		var asked []money.Fen
		for _, r := range w.Office.Asked {
			if r.Value > 0 { // the second total asks for points that were earned meanwhile
				asked = append(asked, money.Fen(r.Value))
			}
		}
		if fmt.Sprint(asked) != "[10.00 15.00]" {
			t.Errorf("asked for %v", asked)
		}
	})
}

// TestAnotherMember: what was fetched for a sale goes back when head office recalls it, once the sale is somebody
// else's; before that it stays.
func TestAnotherMember(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.Office.Up = true
	w.Office.Available["M1"] = 10_000
	for _, line := range []string{"login 1001 1111", "shift open 0", "card 8800000000000013", "scan 1000 3", "total"} {
		w.do(line)
	}
	recall := wire.Recall{ID: "R1", Holder: "M1", Amounts: []wire.Amount{{Asset: "principal", Amount: 10_000}}}
	here := func() (sum money.Fen) {
		_, err := w.Store.Surrender(recall)
		w.Must(err)
		w.Must(w.Store.View(func(tx *store.Tx) error {
			lots, err := tx.Lots("M1", "")
			for _, l := range lots {
				sum += money.Fen(l.Amount)
			}
			return err
		}))
		return sum
	}
	if kept := here(); kept != 3000 {
		t.Errorf("recalled while its sale is open, %s of 30.00 is kept", kept)
	}
	w.do("card 8800000000000021")
	if kept := here(); kept != 0 {
		t.Errorf("%s is kept for a sale that isn't the member's any more", kept)
	}
}

// TestGuessing: whoever types numbers that nobody has, however many, is locked out of a colleague's all the same.
func TestGuessing(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	for i := range 1100 {
		w.do(fmt.Sprintf("!login %d 1111", 50_000+i))
	}
	for range 5 {
		w.do("!login 1001 0000")
	}
	if said := w.do("!login 1001 1111"); !strings.Contains(said, "too many wrong PINs") {
		t.Errorf("after five guesses: %s", said)
	}
}

// runs numbers the worlds of TestAnySequence.
var runs atomic.Int64

// Forty runs of some thirty steps find what a hundred would, and the race detector makes each of them long;
// -rapid.checks asks for more.
func init() {
	if err := flag.Set("rapid.checks", "40"); err != nil {
		panic(err)
	}
}

// TestAnySequence sells by chance and holds what must be true whatever a cashier does: nothing due is ever below zero,
// change is what was given beyond the total and only of cash, stored value spent is never more than what came here, the
// drawer holds what the receipts say, and the books replay.
func TestAnySequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, fmt.Sprintf("%s%s-%d", sqlite.Memory, "any", runs.Add(1)))
		c := &chance{world: w, here: map[string]money.Fen{}, frozen: map[string]bool{}}
		c.signIn()
		_, err := w.console.Till.OpenShift(0)
		w.Must(err)
		t.Repeat(map[string]func(*rapid.T){
			"card": c.card, "scan": c.scan, "pay": c.pay, "unpay": c.unpay, "finish": c.finish, "cancel": c.cancel,
			"topup": c.topUp, "grant": c.granted, "restart": c.restart, "refund": c.refund, "": c.holds,
			"lose": c.lose, "find": c.find, "withdraw": c.withdraw, "points": c.pointsGranted, "convert": c.convert, "by hand": c.byHand,
		})
		w.Verify()
	})
}

// chance is a till in a test by chance, with what the test knows beside the till's books.
type chance struct {
	*world
	here   map[string]money.Fen // member → what came here and was neither spent nor reserved
	frozen map[string]bool      // members who have lost their card
	drawer money.Fen
	member string      // of the open sale
	given  []given     // its tenders
	sale   till.Totals // as last told
}

type given struct {
	kind   record.TenderKind
	amount money.Fen
}

func (c *chance) till() *till.Till { return c.console.Till }

func (c *chance) signIn() {
	_, err := c.till().Login("1001", "1111")
	c.Must(err)
}

// did reports whether something was done; being told "not now" or "not enough" is all right.
func (c *chance) did(err error) bool {
	c.T.Helper()
	if code := pos.CodeOf(err); err != nil && code != pos.State && code != pos.Insufficient {
		c.T.Fatal(err)
	}
	return err == nil
}

// sum is what tenders brought, of one kind or, for "", of all.
func (c *chance) sum(kind record.TenderKind) (sum money.Fen) {
	for _, g := range c.given {
		if kind == "" || g.kind == kind {
			sum += g.amount
		}
	}
	return sum
}

// restart is a restart of the program: who was signed in is forgotten.
func (c *chance) restart(*rapid.T) {
	c.start()
	c.signIn()
}

var phones = map[string]string{"13800000001": "M1", "13800000002": "M2"}

func (c *chance) card(t *rapid.T) {
	phone := rapid.SampledFrom([]string{"13800000001", "13800000002"}).Draw(t, "phone")
	if _, err := c.till().Member(phone); c.did(err) {
		c.member = phones[phone]
	} else if len(c.given) == 0 {
		t.Fatalf("refused before anything was paid: %v", err)
	}
}

func (c *chance) scan(t *rapid.T) {
	code := rapid.SampledFrom([]string{"1000", "1002", "2001", "3001", "4001"}).Draw(t, "code")
	_, err := c.till().Scan(code, money.Qty(rapid.Int64Range(1, 5000).Draw(t, "qty")))
	if done := c.did(err); done != (len(c.given) == 0) {
		t.Fatalf("scanning with %d payments taken: %v", len(c.given), err)
	}
}

func (c *chance) pay(t *rapid.T) {
	g := given{
		rapid.SampledFrom([]record.TenderKind{record.Cash, record.Stored, record.Bank, record.PointsT}).Draw(t, "tender"),
		money.Fen(rapid.Int64Range(0, 3000).Draw(t, "amount")),
	}
	p, err := c.till().Pay(context.Background(), g.kind, g.amount, "")
	if !c.did(err) {
		return
	}
	if g.amount == till.Rest {
		g.amount = c.sale.Due
	}
	c.given = append(c.given, g)
	over := c.sum("") - c.sale.Total
	if p.Due != max(0, -over) || p.Change != max(0, over) {
		t.Fatalf("due %s and change %s with %v for %s", p.Due, p.Change, c.given, c.sale.Total)
	}
	if over > 0 && g.kind != record.Cash {
		t.Fatalf("%s gives change", g.kind)
	}
	if g.kind == record.Stored {
		if c.here[c.member] -= g.amount; c.here[c.member] < 0 {
			t.Fatalf("%s more was paid with stored value than is here", -c.here[c.member])
		}
	}
}

func (c *chance) unpay(t *rapid.T) {
	n := rapid.IntRange(0, len(c.given)+1).Draw(t, "n")
	p, err := c.till().DropTender(n)
	if known := n > 0 && n <= len(c.given); known != (err == nil) {
		t.Fatalf("payment %d of %v is taken back: %v", n, c.given, err)
	} else if !known {
		return
	}
	g := c.given[n-1]
	c.given = slices.Delete(c.given, n-1, n)
	if g.kind == record.Stored {
		c.here[c.member] += g.amount
	}
	outside := g.kind == record.Cash || g.kind == record.Bank
	if (p.Back != nil) != outside || outside && (p.Back.Kind != g.kind || p.Back.Amount != g.amount) {
		t.Fatalf("%s %s is taken back, and gives back %+v", g.kind, g.amount, p.Back)
	}
}

func (c *chance) finish(t *rapid.T) {
	r, err := c.till().Finish()
	if !c.did(err) {
		c.unpaid()
		return
	}
	if c.frozen[c.member] && c.sum(record.Stored)+c.sum(record.PointsT) > 0 {
		t.Fatalf("a frozen member has paid with %v", c.given)
	}
	change := c.sum("") - c.sale.Total
	if r.Total != c.sale.Total || r.Change != change || change < 0 || change > c.sum(record.Cash) {
		t.Fatalf("finished %s with change %s; %v was given for %s", r.Total, r.Change, c.given, c.sale.Total)
	}
	c.drawer += c.sum(record.Cash) - change
	c.member, c.given = "", nil
	if _, err := c.till().Print(r.Receipt, 32, "en"); err != nil {
		t.Fatal(err)
	}
}

func (c *chance) cancel(t *rapid.T) {
	x, err := c.till().Cancel()
	if !c.did(err) {
		return
	}
	if x.Back != c.sum(record.Cash) {
		t.Fatalf("gives %s back of %v", x.Back, c.given)
	}
	c.here[c.member] += c.sum(record.Stored)
	c.member, c.given = "", nil
}

func (c *chance) topUp(t *rapid.T) {
	amount := money.Fen(rapid.Int64Range(1, 30000).Draw(t, "amount"))
	if d, err := c.till().TopUp(amount, record.Cash, ""); c.did(err) {
		c.here[c.member] += d.Principal + d.Bonus
		c.drawer += amount
	}
}

func (c *chance) granted(t *rapid.T) {
	principal, bonus := money.Fen(rapid.Int64Range(1, 5000).Draw(t, "principal")), money.Fen(rapid.Int64Range(0, 1000).Draw(t, "bonus"))
	member := rapid.SampledFrom([]string{"M1", "M2"}).Draw(t, "member")
	c.Grant("", member, principal, bonus, time.Hour)
	c.here[member] += principal + bonus
}

// holds is asked after every step.
func (c *chance) holds(t *rapid.T) {
	var err error
	if c.sale, err = c.till().Total(context.Background()); err != nil {
		t.Fatal(err)
	}
	if c.sale.Due != max(0, c.sale.Total-c.sum("")) {
		t.Fatalf("due %s of %s with %v", c.sale.Due, c.sale.Total, c.given)
	}
	if c.member != "" {
		b, err := c.till().Balance(context.Background())
		if c.frozen[c.member] {
			b.Here += c.here[c.member] // it is kept, and none of it may be spent
		}
		if err != nil || b.Here != c.here[c.member] {
			t.Fatalf("%s may be spent here, and %s came and was not spent (%v)", b.Here, c.here[c.member], err)
		}
	}
	c.Must(c.Store.View(func(tx *store.Tx) error {
		if drawer, err := tx.Drawer(); err != nil || drawer != c.drawer {
			t.Fatalf("the drawer's account has %s, the receipts say %s (%v)", drawer, c.drawer, err)
		}
		return nil
	}))
}
