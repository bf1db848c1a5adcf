package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
	"holdfast/pos/till/ui/kit"
)

// smallest is the screen that everything has to fit.
var smallest = fyne.NewSize(1024, 768)

// shot is a state with a name.
type shot struct {
	name  string
	state *desk.State
}

// tour is each screen that a manager can come to at a real desk, with and without a member in the sale: whatever a command
// leads to, as it opens, with each of its fields in focus, and after it was sent as it is.
func tour(t *testing.T) (shots []shot) {
	t.Helper()
	a := manager(t)
	for _, p := range goods() {
		a.World.Feed(tilltest.Item(pos.TopicProduct, p.Code, p))
	}
	a.sellDay()
	a.World.Grant("", "M1", 3000, 0, 24*time.Hour)
	take := func(name string) { shots = append(shots, shot{name, a.shown()}) }
	for _, member := range []bool{false, true} {
		for _, c := range desk.Registry() {
			a.Standing(member)
			switch {
			case c.At&desk.AtSelling != 0:
			case c.At&desk.AtChoice != 0:
				a.Press("more")
			case c.At&desk.AtMember != 0 && member:
				a.Press("records")
			case c.At&desk.AtPaper != 0:
				a.Press("receipts")
				a.Submit()
			default:
				continue
			}
			name := fmt.Sprintf("%s (member %t)", c.ID, member)
			a.Press(c.ID)
			take(name)
			switch v := a.shown().Screen.(type) {
			case *desk.Form:
				for _, f := range v.Fields {
					a.Do(desk.Focus{Field: f.Name, Serial: a.Serial()})
					for i := range f.Counts {
						a.Do(desk.Counted{Field: f.Name, Index: i, N: 8888, Serial: a.Serial()})
					}
					take(name + ", " + f.Name)
				}
			case *desk.Paying:
				for i, m := range v.Methods {
					a.Do(desk.Take{Index: i, Serial: a.Serial()})
					take(name + ", " + string(m.Kind))
				}
			}
			a.Submit()
			take(name + ", sent")
			a.Submit()
			take(name + ", sent again")
		}
	}
	return shots
}

// stretched is a state with the longest of everything that people put in: names, numbers, and a line that is down.
func stretched(from *desk.State) *desk.State {
	s := *from
	long := "和邻超市 乌鲁木齐经济技术开发区头屯河区 玄武湖路万达广场二期 West Gate Shopping Centre"
	s.Bar.StoreName, s.Bar.Person = long, "古丽娜尔·买买提江·阿不都热依木"
	s.Bar.Online, s.Bar.Since, s.Bar.Unsent = false, s.Bar.Now.Add(-96*time.Hour), 123456
	s.Bar.Doubt, s.Bar.Closing = pos.T("an old copy"), &till.Closing{}
	s.Training = true
	s.Practise = nil
	for _, c := range desk.Registry() {
		if c.Training {
			s.Practise = append(s.Practise, desk.Item{ID: c.ID, Text: c.Text, Icon: c.Icon, Key: c.Key, On: true})
		}
	}
	s.Notice = &desk.Notice{Tone: desk.Bad, Text: pos.T("{} is no amount; type yuan with at most two decimals, such as 12.30", "1.2.3")}
	s.Sale.Totals.Total, s.Sale.Totals.Due, s.Sale.Totals.Discount = 123456789, 123456789, 12345678
	s.Sale.Totals.Points = 12345678 * 10000
	s.Remind = []pos.Text{pos.T("birthday in {} days", 3), pos.T("only {} of stored value left", "50.00")}
	if s.Member != nil {
		m := richest(s.Member)
		s.Member, s.Sale.Member, s.Sale.Name = m, m.ID, m.Name
	}
	switch v := s.Screen.(type) {
	case *desk.Paying:
		c := *v
		c.Methods = append([]desk.Method(nil), v.Methods...)
		for i := range c.Methods {
			if c.Methods[i].Kind == record.Stored {
				c.Methods[i].Sub = pos.T("{} left here", money.Fen(123456789))
			}
		}
		s.Screen = &c
	case *desk.Form:
		if v.Member != nil {
			c := *v
			c.Member = richest(v.Member)
			s.Screen = &c
		}
	case *desk.List:
		if v.Member != nil {
			c := *v
			c.Member = richest(v.Member)
			s.Screen = &c
		}
	}
	return &s
}

// richest is a member with long names and large numbers.
func richest(from *till.MemberView) *till.MemberView {
	m := *from
	m.Name, m.Phone, m.Tier = "古丽娜尔·买买提江·阿不都热依木·Gulnar", "+8613812345521", "platinum"
	m.StoreName = "和邻超市 乌鲁木齐经济技术开发区头屯河区 玄武湖路万达广场二期"
	m.Balance = pos.Balance{Principal: 123456789, Bonus: 1234567, Points: 12345678 * 10000}
	m.Here, m.Waits = 123456789, 1234567
	m.Frozen = pos.T("frozen")
	return &m
}

// TestSizes: whatever is shown, in either layout and language, fits the smallest screen: the window never grows, and no
// text runs out of the box that it stands in.
func TestSizes(t *testing.T) {
	shots := tour(t)
	for name, make := range screens {
		shots = append(shots, shot{name, make()})
	}
	for _, method := range []int{1, 2} { // with a reference to be typed
		s := payingState()
		s.Screen.(*desk.Paying).Method, s.Screen.(*desk.Paying).OnRef = method, true
		shots = append(shots, shot{fmt.Sprintf("paying by method %d", method), s})
	}
	for _, layout := range []desk.Layout{desk.Touch, desk.Keyboard} {
		for _, lang := range []pos.Lang{pos.Chinese, pos.English} {
			var b *booth
			for _, one := range shots {
				for i, state := range []*desk.State{one.state, stretched(one.state), one.state} {
					s := *state
					s.Layout, s.Lang = layout, lang
					if b == nil {
						b = open(t, &s, smallest.Width, smallest.Height)
					}
					b.Show(&s)
					name := fmt.Sprintf("%s, %s, %s%s", one.name, layout, lang, []string{"", ", long", ", short again"}[i])
					if size := b.win.Content().MinSize(); size.Width > smallest.Width || size.Height > smallest.Height {
						t.Errorf("%s: the window would have to be %v", name, size)
					}
					if size := b.frame.all.MinSize(); size.Width > smallest.Width || size.Height > smallest.Height {
						t.Errorf("%s: it needs %v", name, size)
					}
					for _, text := range spilt(b.win.Content()) {
						t.Errorf("%s: %s", name, text)
					}
					was := written(b.win.Content())
					relay(b.win.Content())
					for i, now := range written(b.win.Content()) {
						if i < len(was) && was[i] != now {
							t.Errorf("%s: %q should be %q", name, was[i], now)
							break
						}
					}
				}
			}
		}
	}
}

// written is every text that can be seen, as it stands there.
func written(o fyne.CanvasObject) (texts []string) {
	if !o.Visible() {
		return nil
	}
	if text, ok := o.(*canvas.Text); ok {
		return []string{text.Text}
	}
	for _, part := range partsOf(o) {
		texts = append(texts, written(part)...)
	}
	return texts
}

// relay gives everything its place anew, as if the window had been opened with what it shows.
func relay(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case fyne.Widget:
		test.WidgetRenderer(o).Layout(o.Size())
	}
	for _, part := range partsOf(o) {
		relay(part)
	}
}

// partsOf is what an object is made of.
func partsOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// bounds are where an object may be seen.
type bounds struct{ left, top, right, bottom float32 }

func (b bounds) cut(at fyne.Position, size fyne.Size) bounds {
	return bounds{max(b.left, at.X), max(b.top, at.Y), min(b.right, at.X+size.Width), min(b.bottom, at.Y+size.Height)}
}

// spilt are the texts that can be seen and reach beyond an object that they are in. What can be scrolled may be beyond its
// lower edge.
func spilt(root fyne.CanvasObject) (texts []string) {
	var walk func(o fyne.CanvasObject, at fyne.Position, in bounds)
	walk = func(o fyne.CanvasObject, at fyne.Position, in bounds) {
		if !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		if text, ok := o.(*canvas.Text); ok {
			size := text.MinSize()
			out := at.X < in.left-2 || at.X+size.Width > in.right+2 || at.Y < in.top-3 || at.Y+size.Height > in.bottom+3
			if out && text.Text != "" && at.X > -1000 {
				texts = append(texts, fmt.Sprintf("%q at %v, %v runs out of %v", text.Text, at, size, in))
			}
			return
		}
		in = in.cut(at, o.Size())
		switch o.(type) {
		case *kit.Tabs:
			return // dragged into view
		case fyne.Scrollable:
			in.top, in.bottom = -1e6, 1e6
		}
		for _, part := range partsOf(o) {
			walk(part, at, in)
		}
	}
	walk(root, fyne.Position{}, bounds{-1e6, -1e6, 1e6, 1e6})
	return texts
}

// TestReminder: a member who comes to a sale, and then something to be said to them, makes their card as high as it has to
// be, in front of an empty basket too.
func TestReminder(t *testing.T) {
	for _, layout := range []desk.Layout{desk.Touch, desk.Keyboard} {
		nobody := emptyState()
		nobody.Layout = layout
		b := open(t, nobody, smallest.Width, smallest.Height)
		somebody := *nobody
		somebody.Member, somebody.Sale.Member = member(), "M1"
		said := somebody
		said.Remind = []pos.Text{pos.T("birthday in {} days", 3), pos.T("only {} of stored value left", "50.00")}
		for i, s := range []*desk.State{&somebody, &said, nobody, &said} {
			b.Show(s)
			for _, text := range spilt(b.win.Content()) {
				t.Errorf("%s, step %d: %s", layout, i+1, text)
			}
		}
		b.picture("reminder-" + string(layout))
	}
}

// TestNoticeCovers: what went wrong is said where it covers nothing that it can be put right with, and all of it can be read.
func TestNoticeCovers(t *testing.T) {
	shots := tour(t)
	for name, make := range screens {
		shots = append(shots, shot{name, make()})
	}
	keys := sellingState()
	shots = append(shots, shot{"selling with its keys", keys})
	longest := &desk.Notice{Tone: desk.Bad, Text: pos.T("the right to refund {} is frozen at {} since {}, in books that head office has closed; it can be refunded without receipt only ('refund none CODE QTY')", "T1-1-000223", "S02-T1", "2026-11-27")}
	long := &desk.Notice{Tone: desk.Warn, Text: pos.T("The line is back, and everything is at head office. It asks about {} of this till's receipts.", 12345), More: pos.T("More: Since the line is back")}
	for _, look := range []struct {
		layout desk.Layout
		lang   pos.Lang
		size   fyne.Size
	}{
		{desk.Touch, pos.English, smallest}, {desk.Touch, pos.Chinese, fyne.NewSize(1920, 1080)},
		{desk.Keyboard, pos.English, smallest}, {desk.Keyboard, pos.Chinese, fyne.NewSize(1920, 1080)},
	} {
		var b *booth
		for i, one := range shots {
			s := *one.state
			s.Layout, s.Lang, s.Notice = look.layout, look.lang, []*desk.Notice{long, longest}[i%2]
			if b == nil {
				b = open(t, &s, look.size.Width, look.size.Height)
			}
			b.Show(&s)
			if p, ok := b.screen.(*touchSelling); ok {
				visible(p.keys, one.state == keys)
			}
			name := fmt.Sprintf("%s, %s, %s", one.name, look.layout, look.lang)
			place := func(o fyne.CanvasObject) bounds {
				return bounds{-1e6, -1e6, 1e6, 1e6}.cut(fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size())
			}
			card := place(b.frame.notice.card)
			if card.left < 0 || card.top < kit.BarTall || card.right > look.size.Width || card.bottom > look.size.Height {
				t.Errorf("%s: the notice is at %v", name, card)
			}
			var walk func(o fyne.CanvasObject)
			walk = func(o fyne.CanvasObject) {
				if !o.Visible() {
					return
				}
				needed, word := false, ""
				switch o := o.(type) {
				case *kit.Button:
					needed, word = !o.Off(), o.Text()
				case *kit.Entry, *kit.Keypad, *kit.Keyboard, *kit.Step:
					needed = true
				}
				if at := place(o); needed && at.left < card.right && at.right > card.left && at.top < card.bottom && at.bottom > card.top {
					t.Errorf("%s: the notice at %v covers a %T %q at %v", name, card, o, word, at)
				}
				for _, part := range partsOf(o) {
					walk(part)
				}
			}
			walk(b.frame.all)
		}
	}
}
