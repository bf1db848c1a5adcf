package main

import (
	"fmt"
	"path/filepath"

	"holdfast/proof"
)

// window is the till's window on a screen in memory, and the cashier in front of it. Nothing that is done in it is booked:
// the day's amounts are told at the console.
type window struct {
	*proof.Window
	*day
}

// window takes a till from its console to its window. It returns nil where the machine has nothing to draw it with, which is
// said once, and the day goes on.
func (c *counter) window(width, height int, flags ...string) *window {
	if c.err != nil || c.blind {
		return nil
	}
	screen, err := proof.NewDisplay(width, height)
	if err != nil {
		c.unseen(err)
		return nil
	}
	if err := c.Stop(); err != nil {
		c.fail("%w", err)
	}
	w, err := c.Open(screen, flags...)
	if err != nil {
		c.unseen(err)
		_ = screen.Close() // nothing is on it
		c.console()
		return nil
	}
	return &window{w, c.day}
}

func (d *day) unseen(err error) {
	d.blind = true
	d.print("      no pictures of the window: %v\n", err)
}

// back closes the window and goes on at the console.
func (c *counter) back(w *window) {
	if err := w.Close(); err != nil {
		c.fail("%w", err)
	}
	_ = w.Display.Close() // nothing is on it any more
	c.console()
}

// console starts a till's console again and signs its cashier in; the shift is still open.
func (c *counter) console() {
	if c.err != nil {
		return
	}
	if err := c.Start(english...); err != nil {
		c.fail("%w", err)
	}
	c.do("login " + c.who)
}

func (w *window) keys(keys ...string) {
	if w.err == nil {
		w.err = w.Keys(keys...)
	}
}

func (w *window) typed(text string) {
	if w.err == nil {
		w.err = w.Type(text)
	}
}

func (w *window) until(what string, yes func(proof.Shown) bool) {
	if w.err == nil {
		w.err = w.Until(what, yes)
	}
}

func (w *window) on(screen, title string) {
	w.until(screen+" "+title, func(s proof.Shown) bool { return s.Screen == screen && s.Title == title && !s.Busy })
}

func (w *window) signIn(who, pin string) {
	if w.err == nil {
		w.err = w.SignIn(who, pin)
	}
}

// scan has a scanner type goods into a sale of so many lines.
func (w *window) scan(lines int, all ...goods) {
	for _, g := range all {
		if lines++; w.err == nil {
			w.err = w.Scan(g.barcode)
		}
		w.until(g.name+" is in the sale", func(s proof.Shown) bool { return s.Lines == lines })
	}
}

// cancel drops the sale and leaves the member.
func (w *window) cancel() {
	w.keys("shift+Delete")
	w.on("form", "Cancel the sale")
	w.keys("ctrl+Return")
	w.until("the sale is gone", func(s proof.Shown) bool { return s.Screen == "selling" && s.Lines == 0 && !s.Member })
}

// picture keeps what the window shows.
func (w *window) picture(name, what string) {
	if w.err != nil {
		return
	}
	w.seen++
	file := fmt.Sprintf("%02d-%s.png", w.seen, name)
	w.err = w.Display.Picture(filepath.Join(w.pictures, file))
	w.print("      %-34s %s\n", file, what)
}
