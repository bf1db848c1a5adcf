package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/pinyin"
	"holdfast/pos/till/ui/kit"
)

// chars offers Chinese for the letters at the end of a line: no system's input method reaches this window. A digit or a
// tap chooses, the space bar takes the likeliest, and the page keys show rarer ones.
type chars struct {
	f       *field
	space   bool // the space bar chooses: where Chinese is what is mostly typed
	letters string
	found   []pinyin.Candidate
	page    int
	box     *fyne.Container
}

const (
	offered = 9   // at a time: as many as there are digits to choose them by
	atMost  = 180 // for the same letters
)

// compose has letters that are typed into the field stand for characters.
func (f *field) compose(space bool) {
	f.chars = &chars{f: f, space: space, box: kit.Flow(4)}
	f.chars.box.Hide()
	changed := f.input.OnChanged
	f.input.OnChanged = func(text string) {
		changed(text)
		f.chars.seek(text)
	}
}

// seek finds what the letters at the end of a text may stand for; those of a Latin name stand for themselves.
func (c *chars) seek(text string) {
	before := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz'")
	c.letters, c.found, c.page = text[len(before):], nil, 0
	if n := len(before); n > 0 && before[n-1] >= 'A' && before[n-1] <= 'Z' {
		c.letters = ""
	}
	if c.letters != "" {
		c.found = pinyin.Candidates(c.letters, atMost)
	}
	c.show()
}

// show draws the page of them in view.
func (c *chars) show() {
	c.box.Objects = nil
	for i := range c.onPage() {
		text := c.found[c.page*offered+i].Text
		if c.f.w.keyboard() {
			text = strconv.Itoa(i+1) + " " + text
		}
		c.box.Add(kit.NewButton(kit.Quiet, text, func() { c.put(i) }))
	}
	if len(c.found) > offered {
		c.box.Add(kit.NewButton(kit.Quiet, "", func() { c.turn(1) }).WithIcon(kit.IconForward))
	}
	visible(c.box, len(c.found) > 0)
	c.f.body.Refresh()
	if p, ok := c.f.w.screen.(*form); ok {
		p.settle()
	}
}

// onPage is how many are on the page in view.
func (c *chars) onPage() int { return min(len(c.found)-c.page*offered, offered) }

// turn shows another page, and after the last the first.
func (c *chars) turn(by int) {
	pages := (len(c.found) + offered - 1) / offered
	c.page = (c.page + by + pages) % pages
	c.show()
}

// put writes a character in place of the letters that it stands for.
func (c *chars) put(i int) {
	if i < 0 || i >= c.onPage() {
		return
	}
	chosen, letters := c.found[c.page*offered+i], c.letters
	c.f.input.TakeBack(len(letters))
	c.f.input.Insert(chosen.Text + letters[chosen.Used:])
}

func (c *chars) key(k kit.Key) bool {
	if len(c.found) == 0 {
		return false
	}
	switch k {
	case "Space":
		if c.space {
			c.put(0)
		}
		return c.space
	case "PageDown", "=":
		c.turn(1)
		return true
	case "PageUp", "-":
		c.turn(-1)
		return true
	}
	n, err := strconv.Atoi(string(k))
	if err != nil || n < 1 || n > c.onPage() {
		return false
	}
	c.put(n - 1)
	return true
}
