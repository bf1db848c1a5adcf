package main

import "holdfast/proof"

// seenCutOff looks at both tills of the shop as their cashiers do: one is cut off, the other isn't.
func (d *day) seenCutOff() {
	d.chapter("What the cashiers see meanwhile: pictures of the windows")
	if w := d.t2.window(1024, 768, "--layout", "touch", "--lang", "zh"); w != nil {
		d.say("T2", "cut off; for fingers, in Chinese")
		w.cutOff()
		d.t2.back(w)
	}
	if w := d.t1.window(1024, 768, "--layout", "keyboard", "--lang", "en"); w != nil {
		d.say("T1", "its line is up; for the keyboard, in English")
		w.heldElsewhere()
		d.t1.back(w)
	}
}

// cutOff is a sale to Li Min that isn't finished, at the till that is cut off.
func (w *window) cutOff() {
	w.picture("sign-in-touch", "who works here?")
	w.signIn("1002", "1111")
	w.until("it is cut off", func(s proof.Shown) bool { return s.Screen == "selling" && !s.Online })
	w.member(li)
	w.scan(0, milk, noodles, oil, juice)
	w.picture("selling-touch", "a basket, its member, and since when the line is down")
	w.paying()
	w.picture("paying-touch", "what of hers can be spent here now, and what is told her")
	w.keys("Escape")
	w.on("selling", "")
	w.keys("F8")
	w.on("form", "Top-up")
	w.typed("200")
	w.until("200 is typed", func(s proof.Shown) bool { return s.Typed == "200" })
	w.picture("top-up-touch", "paid in here, it can be spent here at once")
	w.keys("Escape")
	w.on("selling", "")
	w.cancel()
}

// heldElsewhere is a sale to her daughter that isn't finished, at the till beside it.
func (w *window) heldElsewhere() {
	w.signIn("1001", "1111")
	w.until("the line is there", func(s proof.Shown) bool { return s.Screen == "selling" && s.Online })
	w.member(li)
	w.scan(0, oil, cake, noodles, chilli, rice)
	w.picture("selling-keyboard", "every command has its key")
	w.paying()
	w.picture("paying-keyboard", "what is held at the till that is cut off")
	w.keys("Escape")
	w.on("selling", "")
	w.keys("ctrl+k")
	w.until("her page", func(s proof.Shown) bool { return s.Screen == "list" && !s.Busy })
	w.picture("member-keyboard", "the member's page")
	w.keys("Escape")
	w.on("selling", "")
	w.cancel()
}

func (w *window) member(phone string) {
	if w.err == nil {
		w.err = w.Scan(phone)
	}
	w.until("the sale is a member's", func(s proof.Shown) bool { return s.Member })
}

// paying opens the paying screen and chooses stored value; what can be paid with it is there once head office, if it can be
// asked, has answered.
func (w *window) paying() {
	w.keys("space")
	w.until("it is paid", func(s proof.Shown) bool { return s.Screen == "paying" && !s.Busy })
	w.keys("F4")
	w.until("stored value can be taken", func(s proof.Shown) bool { return s.Title == "stored" && s.Ready && !s.Busy })
}

// seenClosed has the store manager look at the day when all is closed, at the size of a large screen.
func (d *day) seenClosed() {
	w := d.t1.window(1920, 1080, "--layout", "keyboard", "--lang", "en", "--full")
	if w == nil {
		return
	}
	d.chapter("The store manager looks at T1's day")
	w.signIn("2001", "2222")
	w.on("form", "Open the shift")
	w.keys("Escape")
	w.chosen("ctrl+3")
	w.on("figures", "The day")
	w.picture("day-keyboard", "the day in figures")
	w.keys("F5")
	w.on("figures", "Blackout drill")
	w.picture("drill-keyboard", "what a cut of the line would mean now")
	w.keys("Escape")
	w.on("figures", "The day")
	w.keys("Escape")
	w.chosen("ctrl+2")
	w.on("paper", "Z report")
	w.picture("z-report-keyboard", "the shift that was closed")
	w.keys("Escape")
	w.chosen("ctrl+0")
	w.chosen("ctrl+9")
	w.chosen("ctrl+3")
	w.on("figures", "The day")
	w.picture("day-touch", "the same day, for fingers, in Chinese")
	d.t1.back(w)
}

// chosen presses a key on the page of all commands.
func (w *window) chosen(key string) {
	w.on("selling", "")
	w.keys("F10")
	w.on("choice", "")
	w.keys(key)
}
