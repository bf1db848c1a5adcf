package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Fact is one line of a list of facts: what it is called at the left, what it is at the right.
type Fact struct {
	Name, Value string
	Strong      bool
	Colour      Colour // of both; "" is muted name, ink value
	Tone        Tone   // the value as a pill, where set
	Apart       bool   // a line above it
}

// Facts are lines of label and value.
type Facts struct {
	widget.BaseWidget
	facts []Fact
	rows  []factRow
	step  float32
	look  Look
}

type factRow struct {
	name, value *canvas.Text
	pill, rule  *canvas.Rectangle
}

// NewFacts makes a list of facts.
func NewFacts(facts ...Fact) *Facts {
	f := &Facts{step: 30, look: AsBody}
	f.ExtendBaseWidget(f)
	f.Set(facts...)
	return f
}

// Set changes them.
func (f *Facts) Set(facts ...Fact) {
	f.facts = facts
	for len(f.rows) < len(facts) {
		f.rows = append(f.rows, factRow{canvas.NewText("", nil), canvas.NewText("", nil), &canvas.Rectangle{}, &canvas.Rectangle{}})
	}
	f.rows = f.rows[:len(facts)]
	f.Refresh()
}

// CreateRenderer is for Fyne.
func (f *Facts) CreateRenderer() fyne.WidgetRenderer { return draw(f) }

func (f *Facts) parts() (parts []fyne.CanvasObject) {
	for _, r := range f.rows {
		parts = append(parts, r.rule, r.pill, r.name, r.value)
	}
	return parts
}

// looks are those of a fact's name and value.
func (f *Facts) looks(fact Fact) (name, value Look) {
	name, value = f.look.In(Muted), f.look
	if fact.Colour != "" {
		name, value = name.In(fact.Colour), value.In(fact.Colour)
	}
	value.Bold = fact.Strong
	if fact.Tone != (Tone{}) {
		value = AsMuted.In(fact.Tone.Text)
	}
	return name, value
}

func (f *Facts) paint() {
	for i, fact := range f.facts {
		r := f.rows[i]
		show(r.rule, fact.Apart)
		show(r.pill, fact.Tone != (Tone{}))
		r.rule.FillColor = Shade(Line)
		if fact.Tone != (Tone{}) {
			r.pill.FillColor = Shade(fact.Tone.Tint)
		}
	}
}

func (f *Facts) least() fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, fact := range f.facts {
		name, value := f.looks(fact)
		size.Width = max(size.Width, min(name.width(fact.Name), 120)+12+value.width(fact.Value))
		size.Height += f.step
		if fact.Apart {
			size.Height += 9
		}
	}
	return size
}

func (f *Facts) arrange(room fyne.Size) {
	y := float32(0)
	for i, fact := range f.facts {
		r := f.rows[i]
		name, value := f.looks(fact)
		if fact.Apart {
			put(r.rule, 0, y+4, room.Width, Hairline)
			y += 9
		}
		shown := value.fit(fact.Value, room.Width-min(name.width(fact.Name), room.Width*0.4)-10)
		value.say(r.value, shown)
		wide := value.width(shown)
		right := room.Width
		if fact.Tone != (Tone{}) {
			high := value.height() + 4
			r.pill.CornerRadius = high / 2
			put(r.pill, right-wide-18, y+(f.step-high)/2, wide+18, high)
			right -= 9
			wide += 18
		}
		place(r.value, right, y+(f.step-value.height())/2, fyne.TextAlignTrailing)
		name.say(r.name, name.fit(fact.Name, room.Width-wide-10))
		place(r.name, 0, y+(f.step-name.height())/2, fyne.TextAlignLeading)
		y += f.step
	}
}
