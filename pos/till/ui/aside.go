package ui

import (
	"fyne.io/fyne/v2"

	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// aside is whom a screen is about and what is to be known, at its left.
type aside struct {
	w      *Window
	member *memberFacts
	about  *kit.Facts
	card   *kit.Card
	says   *fyne.Container
	all    *fyne.Container
	scroll *kit.Scroll
	shown  string
}

func newAside(w *Window) *aside {
	a := &aside{w: w, member: newMemberFacts(w), about: kit.NewFacts(), says: kit.Column(kit.Near)}
	a.card = kit.NewCard(a.about)
	a.all = kit.Column(kit.Gap, a.member.card, a.card, a.says)
	a.scroll = kit.NewScroll(a.all)
	return a
}

// nothing is what an aside without anything to say shows.
const nothing = "nobody"

// update says it, and whether it is something else than before.
func (a *aside) update(m *till.MemberView, facts []desk.Fact, says []desk.Notice) bool {
	drawn := a.w.facts(facts)
	key := nothing
	if m != nil {
		key = a.w.seen(m)
	}
	for _, f := range drawn {
		key += "|" + f.Name + "=" + f.Value
	}
	for _, n := range says {
		key += "|" + a.w.say(n.Text)
	}
	if key == a.shown {
		return false
	}
	a.shown = key
	if m != nil {
		a.member.update(m, drawn)
		drawn = nil
	}
	visible(a.member.card, m != nil)
	a.about.Set(drawn...)
	visible(a.card, len(drawn) > 0)
	a.says.Objects = nil
	for _, n := range says {
		a.says.Add(kit.NewNotice(toneOf(n.Tone), "", a.w.say(n.Text)))
	}
	visible(a.says, len(says) > 0)
	a.all.Refresh()
	a.scroll.Refresh()
	return true
}
