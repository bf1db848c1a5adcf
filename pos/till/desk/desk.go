// Package desk is what a cashier sees and can do, without a window: a state that is never changed, actions that lead from
// one to the next, and a registry of commands from which both layouts, the keys and the help are drawn.
//
// It may import pos/till and what that may, and pos/texts. The one thing to know: a desk is worked by one goroutine (see
// [Desk.Run]); what waits for head office or for a large file is a job beside it, so that the next scan is taken meanwhile.
// A press carries the serial of the state in which it was seen, and does nothing once that has passed: nothing pressed
// twice happens twice.
package desk

import (
	"cmp"
	"context"
	"time"

	"holdfast/pos"
	"holdfast/pos/texts"
	"holdfast/pos/till"
)

// Desk is one till's desk.
type Desk struct {
	till   *till.Till
	wiring Wiring

	now    time.Time // of the action that is being done
	serial uint64    // see State
	scan   uint64    // see State
	lines  uint64    // the last number given to a Line or a form
	state  *State
	stack  []page // the screen in view is the last; the first is selling

	lang     pos.Lang
	layout   Layout
	dark     bool
	settings till.Settings
	bar      Bar
	cashier  till.SignedIn
	touched  time.Time // when somebody last did something
	cutAt    time.Time // since when the line is down; zero while it is up
	closing  bool      // head office closes this till, and that was said
	ruled    ruled     // the newest rules that people here have heard of
	notice   *Notice
	last     *Done
	sale     till.Sale
	member   *till.MemberView
	offered  offered

	job     *job
	waiting []Scan // read while a job was under way
	results chan result
	asking  int // how many answers are under way
	watch   func(*State)

	real     *till.Till // while training: the one that sells
	training *till.Training
}

// Wiring is what a desk gets from the program around it.
type Wiring struct {
	// Export asks where to save a day's figures and writes them there; "" says that nobody wanted to. nil: it can't.
	Export func(ctx context.Context, t *till.Till, date string, lang pos.Lang, progress func(done, total int)) (file string, err error)
	// SaveLog puts what a technician asks for into a file, for a person to send. nil: it can't.
	SaveLog func(status till.Status) (file string, err error)
	Dir     string // the till's folder
	Version string

	// Lang and Layout are for this run, whatever the settings say; "" is as they say.
	Lang   pos.Lang
	Layout Layout
	Full   bool // whatever the setting says
}

// New is the desk of a till, at which nobody is signed in yet.
func New(t *till.Till, w Wiring, now time.Time) (*Desk, error) {
	d := &Desk{till: t, wiring: w, now: now, touched: now, results: make(chan result, 1)}
	if err := d.configure(); err != nil {
		return nil, err
	}
	d.lang, d.layout = cmp.Or(w.Lang, d.lang), cmp.Or(w.Layout, d.layout)
	d.stack = []page{newSelling(d)}
	d.push(newLocked(d))
	d.refresh()
	d.ruled = d.rulesHere()
	return d, nil
}

// State is the newest one.
func (d *Desk) State() *State { return d.state }

// Run does the actions in their order, and ends with ctx. watch gets every new state; it must not wait for the desk.
func (d *Desk) Run(ctx context.Context, actions <-chan Action, watch func(*State)) {
	d.watch = watch
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	defer d.close()
	watch(d.state)
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-actions:
			d.Do(time.Now(), a)
		case r := <-d.results:
			d.end(time.Now(), r)
		case now := <-tick.C:
			d.Tick(now)
		}
	}
}

// Do is one action.
func (d *Desk) Do(now time.Time, a Action) {
	d.now, d.touched = now, now
	if s, ok := a.(Scan); ok {
		d.scan = s.Nth
	}
	if d.job != nil {
		d.meanwhile(a)
		return
	}
	if !a.meant(d.serial) {
		return
	}
	d.notice = nil
	d.fail(d.act(a))
	d.refresh()
}

// Tick brings the bar up to date, and locks a desk that was left alone.
func (d *Desk) Tick(now time.Time) {
	d.now = now
	d.autoLock()
	d.refresh()
	d.lineWatch()
	if d.rulesWatch(); d.notice != d.state.Notice {
		d.refresh()
	}
}

// Settle waits for the work that is under way, and what it leads to.
func (d *Desk) Settle(now time.Time) {
	for d.job != nil || d.asking > 0 {
		d.end(now, <-d.results)
	}
}

// act gives an action to whoever it is for: a key to the command that it stands for, else to the screen.
func (d *Desk) act(a Action) error {
	switch a := a.(type) {
	case Press:
		return d.press(a.ID)
	case Key:
		if c := d.byKey(a.Name); c != nil {
			return d.press(c.ID)
		}
		if a.Name == "Escape" {
			return d.back()
		}
	case Back:
		return d.back()
	}
	return d.top().do(d, a)
}

// moved makes everything that was seen before stale: money has moved, or another screen is there.
func (d *Desk) moved() { d.serial++ }

// say shows a sentence until the next action.
func (d *Desk) say(tone Tone, message string, args ...any) {
	d.notice = &Notice{Tone: tone, Text: pos.T(message, args...)}
}

// fail shows an error, if there is one.
func (d *Desk) fail(err error) {
	if err != nil {
		d.notice = &Notice{Tone: Bad, Text: pos.TextOf(err)}
	}
}

// t is a text in the desk's language, for what is put together from several.
func (d *Desk) t(message string, args ...any) string {
	return texts.Say(d.lang, pos.T(message, args...))
}

// line is a line with a text that the window takes over.
func (d *Desk) line(text string) Line {
	d.lines++
	return Line{text, d.lines}
}

func (d *Desk) close() {
	if d.job != nil {
		d.job.stop()
	}
	if d.training != nil {
		d.training.Close()
	}
}
