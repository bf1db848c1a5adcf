package proof_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"holdfast/proof"
)

// fingers work a till's window. A window that doesn't show what it should ends the test.
type fingers struct {
	*proof.Window
	t *testing.T
}

func (f fingers) keys(keys ...string) { f.t.Helper(); must(f.t, f.Keys(keys...)) }
func (f fingers) typed(text string)   { f.t.Helper(); must(f.t, f.Type(text)) }

// until waits for what the window shows; whatever it was, the picture of what it shows instead is left in PICTURES.
func (f fingers) until(what string, yes func(proof.Shown) bool) {
	f.t.Helper()
	if err := f.Until(what, yes); err != nil {
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
	f.until("a number is asked for", func(s proof.Shown) bool { return s.Screen == "locked" && s.Focus == "who" })
	f.typed(who)
	f.keys("Return")
	f.until("a PIN is asked for", func(s proof.Shown) bool { return s.Focus == "pin" })
	f.typed(pin)
	f.keys("Return")
	f.until(who+" is signed in", func(s proof.Shown) bool { return s.Person == who })
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

// way chooses a way to pay.
func (f fingers) way(key, kind string) {
	f.t.Helper()
	f.keys(key)
	f.on("paying", kind)
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
	d, err := proof.NewDisplay()
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

// TestWindowDay plays a cashier's day with the keys of the window alone; the books say to the fen what it should come to.
func TestWindowDay(t *testing.T) {
	t.Parallel()
	c := open(t)
	begun := time.Now()
	f := c.window("S01", "T1", screen(t))
	t.Logf("window after %s", time.Since(begun).Round(time.Millisecond))
	f.signIn("1001", "1111")
	f.field("float", "200")
	f.until("the shift is open", func(s proof.Shown) bool { return s.Shift && s.Screen == "selling" })
	f.until("the line is there", func(s proof.Shown) bool { return s.Online })

	for range 3 {
		f.add("1027", "10.00")
		f.sold("F12")
	}
	t.Logf("3 sales after %s", time.Since(begun).Round(time.Millisecond))
}
