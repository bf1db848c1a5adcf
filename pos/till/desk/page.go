package desk

// page is a screen at work.
type page interface {
	// view is what is drawn now.
	view(d *Desk) Screen
	// do is an action that is no command's.
	do(d *Desk, a Action) error
	// place says which commands are offered.
	place() Place
}

// Optional parts of a page.
type (
	// shower is told when its page comes into view, again or for the first time.
	shower interface{ shown(d *Desk) error }
	// leaver is asked before its page is left; one that answers false stays.
	leaver interface{ leave(d *Desk) bool }
)

func (d *Desk) top() page { return d.stack[len(d.stack)-1] }

// push puts a page on top.
func (d *Desk) push(p page) {
	d.stack = append(d.stack, p)
	d.moved()
	d.show()
}

// pop takes the page in view away.
func (d *Desk) pop() {
	if len(d.stack) > 1 {
		d.stack = d.stack[:len(d.stack)-1]
	}
	d.moved()
	d.show()
}

// home goes back to selling, for what comes next: nothing is typed yet, and no line chosen.
func (d *Desk) home() {
	d.stack = d.stack[:1]
	d.anew()
	d.moved()
	d.show()
}

// anew forgets what was typed and chosen for the sale before.
func (d *Desk) anew() {
	if p, ok := d.stack[0].(*selling); ok {
		p.clear(d)
		p.At = 0
	}
}

// remove takes one page away, wherever it is.
func (d *Desk) remove(p page) {
	for i := len(d.stack) - 1; i > 0; i-- {
		if d.stack[i] == p {
			d.stack = append(d.stack[:i:i], d.stack[i+1:]...)
			break
		}
	}
	d.moved()
	d.show()
}

func (d *Desk) show() {
	if s, ok := d.top().(shower); ok {
		if err := s.shown(d); err != nil {
			d.fail(err)
		}
	}
}

// back leaves the page in view. The lock is left by signing in only, and selling by nothing.
func (d *Desk) back() error {
	if l, ok := d.top().(leaver); ok && !l.leave(d) {
		return nil
	}
	d.pop()
	return nil
}

// find is the page of a kind that is nearest to the top.
func find[P page](d *Desk) (p P, ok bool) {
	for i := len(d.stack) - 1; i >= 0; i-- {
		if p, ok = d.stack[i].(P); ok {
			return p, true
		}
	}
	return p, false
}

// along is the row that a key leads to from the one at an index, of n.
func along(key string, at, n int) int {
	switch key {
	case "Up":
		at--
	case "Down":
		at++
	case "PageUp":
		at -= rowsAPage
	case "PageDown":
		at += rowsAPage
	case "Home":
		at = 0
	case "End":
		at = n - 1
	}
	return max(min(at, n-1), min(0, n-1))
}

// rowsAPage is how far a page is turned.
const rowsAPage = 10

// round is the tab that a key leads to, of n; the last one is before the first.
func round(key string, at, n int) int {
	switch key {
	case "Left":
		return (at + n - 1) % n
	case "Right":
		return (at + 1) % n
	}
	return at
}
