package proof_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"holdfast/proof"
)

// fingers work a till's window. A window that doesn't show what it should ends the test.
type fingers struct {
	*proof.Window
	t *testing.T
}

func (f fingers) keys(keys ...string) { f.t.Helper(); must(f.t, f.Keys(keys...)) }
func (f fingers) typed(text string)   { f.t.Helper(); must(f.t, f.Type(text)) }

// until waits for what the window shows.
func (f fingers) until(what string, yes func(proof.Shown) bool) {
	f.t.Helper()
	f.must(f.Until(what, yes))
}

// must ends the test where the window doesn't show what it should; the picture of what it shows instead is left in PICTURES.
func (f fingers) must(err error) {
	f.t.Helper()
	if err != nil {
		if dir := os.Getenv("PICTURES"); dir != "" {
			_ = f.Display.Picture(filepath.Join(dir, f.t.Name()+".png"))
		}
		f.t.Fatal(err)
	}
}

func (f fingers) on(screen, title string) {
	f.t.Helper()
	f.until(screen+" "+title, func(s proof.Shown) bool { return s.Screen == screen && s.Title == title && !s.Busy })
}

// field types into the form's field in focus, and goes on to the next one.
func (f fingers) field(name, text string) {
	f.t.Helper()
	f.until("the field "+name, func(s proof.Shown) bool { return s.Screen == "form" && s.Focus == name })
	if text != "" {
		f.typed(text)
		f.until(name+" is typed", func(s proof.Shown) bool { return s.Typed == text || s.Typed == "" })
	}
	f.keys("Return")
}

func (f fingers) signIn(who, pin string) {
	f.t.Helper()
	f.must(f.SignIn(who, pin))
}

// add types a code, or a quantity and a code, and waits for the sale's total.
func (f fingers) add(text, total string) {
	f.t.Helper()
	f.typed(text)
	f.keys("Return")
	f.until(text+" makes "+total, func(s proof.Shown) bool { return s.Screen == "selling" && s.Total == total })
}

// member makes the sale a member's.
func (f fingers) member(phone string) {
	f.t.Helper()
	must(f.t, f.Scan(phone))
	f.until("the sale is a member's", func(s proof.Shown) bool { return s.Member })
}

// paying opens the paying screen.
func (f fingers) paying() {
	f.t.Helper()
	f.keys("space")
	f.until("it is paid", func(s proof.Shown) bool { return s.Screen == "paying" && !s.Busy })
}

// way chooses a way to pay, and waits until the large button says what it takes: of a member's value that may be what head
// office, asked beside it, has answered.
func (f fingers) way(key, kind string) {
	f.t.Helper()
	f.keys(key)
	f.until(kind+" can be taken", func(s proof.Shown) bool { return s.Screen == "paying" && s.Title == kind && s.Ready && !s.Busy })
}

// sold presses the key that ends the sale, and returns the receipt.
func (f fingers) sold(key string) string {
	f.t.Helper()
	before := f.Now()
	f.keys(key)
	f.until("the sale is finished", func(s proof.Shown) bool {
		return s.Screen == "selling" && s.Lines == 0 && s.Receipt != "" && s.Receipt != before.Receipt && !s.Busy
	})
	return f.Now().Receipt
}

// screen starts a display for a test.
func screen(t *testing.T) *proof.Display {
	t.Helper()
	d, err := proof.NewDisplay(1024, 768)
	must(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// window enrols a till and opens its window.
func (c chain) window(store, code string, d *proof.Display) fingers {
	c.t.Helper()
	till, err := c.NewTill(code)
	must(c.t, err)
	secret, err := c.HQ.EnrolmentCode(store, code)
	must(c.t, err)
	must(c.t, till.Enrol(secret))
	return c.openWindow(till, d)
}

func (c chain) openWindow(till *proof.Till, d *proof.Display) fingers {
	c.t.Helper()
	w, err := till.Open(d, "--layout", "keyboard", "--lang", "en")
	must(c.t, err)
	c.t.Cleanup(w.Kill)
	return fingers{w, c.t}
}

// approve has the store manager lend their right on the spot.
func (f fingers) approve() {
	f.t.Helper()
	f.on("form", "Approval needed")
	f.field("pin", "2222")
}

// told waits for a sentence.
func (f fingers) told(notice string) {
	f.t.Helper()
	f.until(notice, func(s proof.Shown) bool { return s.Notice == notice && !s.Busy })
}

// chosen opens a form from the page of all commands.
func (f fingers) chosen(key, title string) {
	f.t.Helper()
	f.keys("F10")
	f.on("choice", "")
	f.keys(key)
	f.on("form", title)
}

// closeShift counts the drawer and closes the shift.
func (f fingers) closeShift(counted string) {
	f.t.Helper()
	f.chosen("ctrl+z", "Close the shift")
	f.keys("Down") // past the notes and coins
	f.until("the sum is asked for", func(s proof.Shown) bool { return s.Focus == "sum" })
	f.typed(counted)
	f.until("it is typed", func(s proof.Shown) bool { return s.Typed == counted })
	f.keys("ctrl+Return")
	f.until("it is asked whether that is meant", func(s proof.Shown) bool { return s.Focus == "sure" })
	f.keys("ctrl+Return")
	f.on("paper", "Z report")
}

// TestWindowDay plays a cashier's day with the keys of the window alone; the books say to the fen what it should come to.
func TestWindowDay(t *testing.T) {
	t.Parallel()
	c := open(t)
	f := c.window("S01", "T1", screen(t))
	f.signIn("1001", "1111")
	f.field("sum", "200")
	f.until("the shift is open", func(s proof.Shown) bool { return s.Shift && s.Screen == "selling" })
	f.until("the line is there", func(s proof.Shown) bool { return s.Online })

	first := f.cashSales(10) // 100.00 in cash
	f.everyTender()          // 55.00
	f.everyStep()            // 62.50 for goods, 100.00 for a top-up
	f.refund(first)          // 10.00 given back
	f.lostWhileCut()         // 10.00 in cash
	const cash = "517.50"
	f.closeShift(cash)
	must(t, f.Close())

	c.owns(rich, "165.00", "10.00", "50")
	c.owns(wang, "28.89", "10.00", "2301.3")
	c.noExceptions()
	c.verified()
	must(t, f.Till.Start())
	k := cashier{f.Till, t}
	k.ok("login 1001 1111")
	k.says(k.ok("report z"), "cash.expected", cash, "cash.difference", "0.00")
	c.booked(k)
}

// wang has 3301.3 points.
const wang = "13800000003"

// item is what goods' code is, short enough not to be taken for a scan.
const item = "1027"

// cashSales sells for exact cash, and returns the first receipt.
func (f fingers) cashSales(n int) (first string) {
	f.t.Helper()
	for i := range n {
		f.add(item, "10.00")
		if receipt := f.sold("F12"); i == 0 {
			first = receipt
		}
	}
	return first
}

// everyTender sells 14 times: with change, by card and wallet, for stored value and points, and in two ways at once.
func (f fingers) everyTender() {
	f.t.Helper()
	for range 4 {
		f.add(item, "10.00")
		f.paying()
		f.typed("20")
		f.sold("Return")
		if now := f.Now(); now.Change != "10.00" {
			f.t.Errorf("the change is %s", now.Change)
		}
	}
	for range 3 {
		f.add(item, "10.00")
		f.paying()
		f.way("F2", "bank")
		f.keys("Tab")
		f.until("the reference is asked for", func(s proof.Shown) bool { return s.Focus == "ref" })
		f.typed("B77")
		f.sold("Return")
	}
	for range 3 {
		f.add(item, "10.00")
		f.paying()
		f.way("F3", "wallet")
		f.sold("Return")
	}
	for range 2 {
		f.add(item, "10.00")
		f.member(rich)
		f.paying()
		f.way("F4", "stored")
		f.sold("Return")
	}
	f.add(item, "10.00")
	f.member(wang)
	f.paying()
	f.way("F5", "points")
	f.sold("Return")

	f.add("2*"+item, "20.00")
	f.member(rich)
	f.paying()
	f.way("F4", "stored")
	f.typed("5")
	f.until("5.00 is typed", func(s proof.Shown) bool { return s.Typed == "5" })
	f.keys("Return", "Return") // the second one comes too soon, and takes nothing
	f.until("5.00 is paid", func(s proof.Shown) bool { return s.Due == "15.00" && s.Screen == "paying" && !s.Busy })
	f.sold("Return")
}

// everyStep sells 6 times: parked and fetched back, by amount only, at a discount, by weight, one more and one less; and
// tops up.
func (f fingers) everyStep() {
	f.t.Helper()
	f.add(item, "10.00")
	f.keys("F6")
	f.until("the sale is parked", func(s proof.Shown) bool { return s.Held == 1 && s.Lines == 0 })
	f.add(item, "10.00")
	f.sold("F12")
	f.keys("F7")
	f.until("the sale is back", func(s proof.Shown) bool { return s.Held == 0 && s.Lines == 1 })
	f.sold("F12")

	f.typed("8.50")
	f.until("8.50 is typed", func(s proof.Shown) bool { return s.Typed == "8.50" })
	f.keys("ctrl+q")
	f.until("8.50 is due", func(s proof.Shown) bool { return s.Due == "8.50" })
	f.sold("F12")

	f.add(item, "10.00")
	f.keys("F5")
	f.on("form", "Discount")
	f.field("percent", "10")
	f.approve()
	f.until("9.00 is due", func(s proof.Shown) bool { return s.Screen == "selling" && s.Due == "9.00" })
	f.sold("F12")

	f.add("1.5*"+item, "15.00")
	f.sold("F12")

	f.add(item, "10.00")
	f.keys("plus")
	f.until("it is two", func(s proof.Shown) bool { return s.Total == "20.00" })
	f.keys("minus")
	f.until("it is one", func(s proof.Shown) bool { return s.Total == "10.00" })
	f.sold("F12")

	f.member(rich)
	f.keys("F8")
	f.field("amount", "100")
	f.field("kind", "")
	f.told("topped up: {} and {} bonus · receipt {}")
	f.keys("shift+Delete")
	f.until("the sale is nobody's", func(s proof.Shown) bool { return s.Screen == "selling" && !s.Member })
}

// refund takes all of a receipt back.
func (f fingers) refund(receipt string) {
	f.t.Helper()
	f.keys("F9")
	f.on("form", "Refund")
	must(f.t, f.Scan(receipt))
	f.until("the receipt is read", func(s proof.Shown) bool { return s.Typed == receipt })
	f.keys("ctrl+Return") // Enter at once would still be the scanner's
	f.on("list", "Refund of {}")
	f.keys("ctrl+a")
	serial := f.Now().Serial
	f.keys("Return")
	f.until("it is asked whether that is meant", func(s proof.Shown) bool { return s.Serial != serial })
	f.keys("Return")
	f.told("refunded {}: {} · receipt {}")
}

// lostWhileCut cuts the line, sells, reports a card lost, replaces it, and spends with the new one; then the line is mended.
func (f fingers) lostWhileCut() {
	f.t.Helper()
	f.Till.Line.Cut()
	f.until("the line is cut", func(s proof.Shown) bool { return !s.Online })
	f.cashSales(1)

	f.chosen("ctrl+l", "Report a card lost")
	must(f.t, f.Scan(richCard))
	f.until("the card is read", func(s proof.Shown) bool { return s.Focus == "reason" })
	f.keys("ctrl+Return")
	f.approve()
	f.told("the card of {} is reported lost · receipt {}")
	f.keys("Escape")

	f.chosen("ctrl+r", "Replace a card")
	must(f.t, f.Scan(blankCard))
	f.until("the new card is read", func(s proof.Shown) bool { return s.Focus == "new" && s.Typed == blankCard })
	f.keys("Up")
	f.until("one field up", func(s proof.Shown) bool { return s.Focus == "reason" })
	f.keys("Up")
	f.until("two fields up", func(s proof.Shown) bool { return s.Focus == "card" })
	must(f.t, f.Scan(richCard))
	f.until("the old card is read", func(s proof.Shown) bool { return s.Focus == "reason" })
	f.keys("ctrl+Return")
	f.approve()
	f.told("{} has card {} now · receipt {}")
	f.keys("Escape")

	f.add(item, "10.00")
	must(f.t, f.Scan(blankCard))
	f.until("the sale is the member's", func(s proof.Shown) bool { return s.Member })
	f.paying()
	f.way("F4", "stored")
	f.sold("Return")

	f.Till.Line.Mend()
	f.until("head office has everything", func(s proof.Shown) bool { return s.Online && s.Unsent == 0 })
}

// blankCard is in S01's stock.
const blankCard = "8800000000000112"

// TestWindowRough: what a shop does to a till's window leaves the sale as it is: its power is lost, it is started twice,
// keys are pressed twice, a scanner types where nobody looks.
func TestWindowRough(t *testing.T) {
	t.Parallel()
	c := open(t)
	d := screen(t)
	f := c.window("S01", "T1", d)
	f.signIn("1001", "1111")
	f.field("sum", "200")
	f.until("the shift is open", func(s proof.Shown) bool { return s.Shift && s.Screen == "selling" })

	var failed *proof.Failed
	if _, err := f.Till.Run("verify"); err != nil {
		t.Errorf("verify beside the window: %v", err)
	}
	polite := regexp.MustCompile(`^(.*Fyne error: +Preferences(.*\n)*)?till: .* already in use; .*$`) // Fyne may say that another window is writing its file
	if err := f.Till.Second(d); !errors.As(err, &failed) || failed.Exit != 1 || !polite.MatchString(failed.Says) {
		t.Errorf("a second window: %v", err)
	}

	must(t, f.Focus())
	must(t, f.Scan(goods))
	f.until("the scan is sold", func(s proof.Shown) bool { return s.Total == "10.00" })
	f.keys("shift+Delete")
	f.on("form", "Cancel the sale")
	must(t, f.Scan(goods)) // its Enter must not cancel the sale
	f.told("a card or code was read, and nothing here takes one; finish this first, or go back")
	if now := f.Now(); now.Screen != "form" || now.Lines != 1 {
		t.Errorf("a scan before a question: %+v", now)
	}
	f.keys("Escape")
	f.on("selling", "")
	f.paying()
	f.typed("4")
	f.until("4.00 is typed", func(s proof.Shown) bool { return s.Typed == "4" })
	f.keys("Return")
	f.until("4.00 is paid", func(s proof.Shown) bool { return s.Due == "6.00" })

	f.Kill()
	f = c.openWindow(f.Till, d)
	f.signIn("1001", "1111")
	f.until("the sale is still there", func(s proof.Shown) bool { return s.Screen == "selling" && s.Lines == 1 && s.Due == "6.00" })
	f.paying()
	before := f.Now().Receipt
	f.twice("Return")
	f.until("the sale is finished", func(s proof.Shown) bool { return s.Screen == "selling" && s.Lines == 0 && s.Receipt != before })

	f.closeShift("210.00")
	must(t, f.Close())
	must(t, f.Till.Start())
	k := cashier{f.Till, t}
	k.ok("login 1001 1111")
	k.says(k.ok("report z"), "cash.expected", "210.00", "cash.difference", "0.00")
	k.ok("sync")
	c.booked(k)
	c.verified()
}

// twice presses a key twice, faster than anybody sees what the first one does.
func (f fingers) twice(key string) {
	f.t.Helper()
	must(f.t, f.Twice(key))
}
