package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// tier is how a member's tier is drawn: as a stripe and a tag, never as a ground.
func tier(name string) (kit.Tone, kit.Colour) {
	switch name {
	case "gold":
		return kit.GoldTone, kit.GoldStripe
	case "silver":
		return kit.SilverTone, kit.SilverStripe
	case "platinum", "diamond":
		return kit.PlatinumTone, kit.PlatinumStripe
	}
	return kit.PlainTone, ""
}

// reminders is what is to be said to whose sale it is, in one line: what the sale is close to, and of a member what there is to
// remind them of. Of a member who is only looked at, nothing.
func (w *Window) reminders(m *till.MemberView) string {
	sale := w.state.Member
	if m != nil && (sale == nil || sale.ID != m.ID) {
		return ""
	}
	var all []string
	for _, r := range w.state.Near {
		all = append(all, w.say(r))
	}
	for _, r := range w.state.Remind {
		all = append(all, w.say(r))
	}
	return strings.Join(all, " · ")
}

// seen is all of a member that a card shows, to know whether it has to be drawn anew.
func (w *Window) seen(m *till.MemberView) string {
	if m == nil {
		return nothing + w.offer() + "|" + w.reminders(m)
	}
	return strings.Join([]string{m.ID, m.Name, m.Tier, m.Phone, w.say(m.Frozen), m.Points.String(), m.Here.String(), m.Waits.String(), w.reminders(m)}, "|")
}

// offer is what a card would bring to a sale that is nobody's.
func (w *Window) offer() string {
	switch o := w.state.Sale.AsMember; {
	case o.Saves > 0:
		return w.t("With a card: {} less, {} points", o.Saves, kit.Grouped(o.Points.String()))
	case o.Points > 0:
		return w.t("With a card: {} points", kit.Grouped(o.Points.String()))
	}
	return w.t("Swipe a card, or press Member")
}

// memberHead says who somebody is: name, tier, and whether their value is frozen; below it how they are reached.
type memberHead struct {
	w      *Window
	look   kit.Look // of a name
	name   *kit.Label
	tier   *kit.Pill
	frozen *kit.Pill
	line   *fyne.Container // of the three
	who    *kit.Label
}

func newMemberHead(w *Window, look kit.Look) memberHead {
	h := memberHead{
		w: w, look: look, name: kit.NewLabel(look, ""), tier: kit.NewPill(kit.PlainTone, ""), frozen: kit.NewPill(kit.RedTone, w.t("frozen")),
		who: kit.NewLabel(kit.AsMuted, ""),
	}
	h.line = kit.Row(8, h.name, h.tier, h.frozen, kit.Room())
	return h
}

// update says it of a member, or that there is none, and gives the card their stripe.
func (h memberHead) update(m *till.MemberView, card *kit.Card) {
	frozen := m != nil && !m.Frozen.IsZero()
	visible(h.tier, m != nil)
	visible(h.frozen, frozen)
	if m == nil {
		h.name.SetLook(kit.AsName.In(kit.Muted))
		h.name.SetText(h.w.t("No member"))
		h.who.SetText(h.w.offer())
		card.SetStripe("")
		return
	}
	tone, stripe := tier(m.Tier)
	if frozen {
		stripe = kit.Red
	}
	h.name.SetLook(h.look)
	h.name.SetText(m.Name)
	h.tier.Set(tone, h.w.say(pos.T(m.Tier)))
	h.who.SetText(receipt.MaskPhone(m.Phone))
	card.SetStripe(stripe)
}

// memberCard says whose sale it is, in two lines, what they may spend here, and below it what there is to say to them.
type memberCard struct {
	memberHead
	shown  string
	card   *kit.Card
	remind *kit.Label
	here   *kit.Amount
	value  *fyne.Container
	all    *fyne.Container
}

func newMemberCard(w *Window) *memberCard {
	c := &memberCard{memberHead: newMemberHead(w, kit.AsTitle), remind: kit.NewLabel(kit.AsMuted.In(kit.Amber), ""), here: kit.NewAmount(kit.AsTitle.At(22), 0)}
	c.value = kit.Column(0, kit.NewRight(kit.AsMuted.In(kit.Green), w.t("Spendable here")), c.here)
	c.all = kit.Column(2, kit.Row(kit.Gap, kit.Grow(kit.Column(2, c.line, c.who)), c.value), c.remind)
	c.card = kit.NewCard(c.all).SetPadding(12).OnTap(func() {
		if w.state.Member != nil {
			w.press("records")
		} else {
			w.press("member")
		}
	})
	return c
}

// update shows a member, and says whether the card may need another height now.
func (c *memberCard) update(m *till.MemberView) bool {
	key := c.w.seen(m)
	if key == c.shown {
		return false
	}
	c.shown = key
	c.memberHead.update(m, c.card)
	visible(c.value, m != nil)
	remind := c.w.reminders(m)
	visible(c.remind, remind != "")
	c.remind.SetText(remind)
	if m != nil {
		c.who.SetText(receipt.MaskPhone(m.Phone) + " · " + c.w.t("{} points", kit.Grouped(m.Points.String())))
		c.here.SetText("¥" + kit.Money(m.Here))
	}
	c.card.Refresh()
	c.all.Refresh()
	return true
}

// memberFacts is the same as a list of facts, where there is room for it.
type memberFacts struct {
	memberHead
	shown  string
	card   *kit.Card
	remind *kit.Sentence
	facts  *kit.Facts
	all    *fyne.Container
}

func newMemberFacts(w *Window) *memberFacts {
	c := &memberFacts{memberHead: newMemberHead(w, kit.AsTitle), remind: kit.NewSentence(kit.AsMuted.In(kit.Amber), ""), facts: kit.NewFacts()}
	c.all = kit.Column(4, c.line, c.who, c.remind, c.facts)
	c.card = kit.NewCard(c.all)
	return c
}

// update shows a member with these facts, and says whether the card may need another height now.
func (c *memberFacts) update(m *till.MemberView, facts []kit.Fact) bool {
	key := c.w.seen(m)
	for _, f := range facts {
		key += "|" + f.Name + "=" + f.Value
	}
	if key == c.shown {
		return false
	}
	c.shown = key
	c.memberHead.update(m, c.card)
	remind := c.w.reminders(m)
	visible(c.remind, remind != "")
	c.remind.SetText(remind)
	visible(c.facts, len(facts) > 0)
	c.facts.Set(facts...)
	c.card.Refresh()
	c.all.Refresh()
	return true
}

// facts draws the desk's.
func (w *Window) facts(from []desk.Fact) (facts []kit.Fact) {
	for _, f := range from {
		fact := kit.Fact{Name: w.say(f.Label), Value: grouped(f.Value), Apart: f.Rule}
		switch f.Tone {
		case desk.Good:
			fact.Colour, fact.Strong = kit.Green, true
		case desk.Warn:
			fact.Colour = kit.Amber
		case desk.Bad:
			fact.Colour = kit.Red
		case desk.Plain:
		}
		if word := !strings.ContainsAny(f.Value, "0123456789"); word && f.Value != "" && (f.Tone == desk.Warn || f.Tone == desk.Bad) {
			fact.Colour, fact.Tone = "", toneOf(f.Tone) // a state, such as lost
		}
		facts = append(facts, fact)
	}
	return facts
}

// grouped separates the thousands of each amount in a text; what has more digits is a phone's or a card's number.
func grouped(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if strings.Trim(strings.TrimPrefix(word, "-"), ".0123456789") == "" && (len(word) < 9 || strings.Contains(word, ".")) {
			words[i] = kit.Grouped(word)
		}
	}
	return strings.Join(words, " ")
}

// visible shows or hides; Fyne's own calls repaint even when nothing changes.
func visible(o fyne.CanvasObject, yes bool) {
	switch {
	case yes && !o.Visible():
		o.Show()
	case !yes && o.Visible():
		o.Hide()
	}
}
