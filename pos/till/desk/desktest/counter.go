// Package desktest is a desk that tests work at, at a till with its real books.
package desktest

import (
	"testing"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// Counter is a desk and the till under it. What a test does at it is done with all that it leads to once the call returns.
type Counter struct {
	*testing.T
	World *tilltest.World
	Desk  *desk.Desk
}

// Open is a counter at which nobody has signed in.
func Open(t *testing.T) *Counter {
	t.Helper()
	w := tilltest.New(t, tilltest.OnDisk(t))
	d, err := desk.New(w.Till, desk.Wiring{Dir: t.TempDir(), Version: "test"}, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	return &Counter{t, w, d}
}

// State is what is to be shown now.
func (c *Counter) State() *desk.State { return c.Desk.State() }

// Serial is what actions of the screen in view carry.
func (c *Counter) Serial() uint64 { return c.State().Serial }

// Do is any action.
func (c *Counter) Do(a desk.Action) {
	c.Desk.Do(c.World.Clock.Now, a)
	c.Desk.Settle(c.World.Clock.Now)
}

// The actions that tests are made of.

func (c *Counter) Press(id desk.ID)  { c.Do(desk.Press{ID: id, Serial: c.Serial()}) }
func (c *Counter) Key(name string)   { c.Do(desk.Key{Name: name, Serial: c.Serial()}) }
func (c *Counter) Scan(text string)  { c.Do(desk.Scan{Text: text}) }
func (c *Counter) Enter(text string) { c.Do(desk.Enter{Text: text, Serial: c.Serial()}) }
func (c *Counter) Submit()           { c.Do(desk.Submit{Serial: c.Serial()}) }
func (c *Counter) Back()             { c.Do(desk.Back{Serial: c.Serial()}) }
func (c *Counter) Fill(field, text string) {
	c.Do(desk.Type{Field: field, Text: text, Serial: c.Serial()})
}

// SignIn is somebody at the lock.
func (c *Counter) SignIn(who, pin string) {
	c.Fill("who", who)
	c.Fill("pin", pin)
	c.Submit()
}

// OpenShift opens one with so much cash, in yuan, from the screen that asks for it.
func (c *Counter) OpenShift(cash string) {
	c.Fill("sum", cash)
	c.Submit()
}

// Standing brings a manager with a shift and goods in the sale in front of the selling screen, whatever was before.
func (c *Counter) Standing(member bool) {
	c.Helper()
	if _, locked := c.State().Screen.(*desk.Locked); locked {
		c.SignIn("2001", "2222")
	}
	for range 5 {
		c.Back()
	}
	if c.State().Bar.Shift == nil {
		c.Press("shift-open")
		c.OpenShift("100")
	}
	if c.State().Training {
		c.Press("training-end")
	}
	if len(c.State().Sale.Lines) == 0 {
		c.Scan("1000")
	}
	if member && c.State().Sale.Member == "" {
		c.Scan("8800000000000013")
	}
	if _, selling := c.State().Screen.(*desk.Selling); !selling {
		c.Fatalf("%T is in view, not the sale", c.State().Screen)
	}
}
