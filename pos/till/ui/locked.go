package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// locked waits for somebody to sign in: who works here at the left, number and PIN at the right.
type locked struct {
	w        *Window
	clock    *kit.Label
	where    *kit.Label
	line     *kit.Notice
	people   *kit.Tiles
	room     fyne.CanvasObject // of the people
	shown    []desk.Person
	name     *kit.Label
	who, pin *input
	onPIN    bool
	left     *fyne.Container
	looks    *fyne.Container // buttons of the menu, in the touch layout
	buttons  []*kit.Button
	root     fyne.CanvasObject
}

func newLocked(w *Window) screen {
	p := &locked{
		w: w, clock: kit.NewLabel(kit.AsTotal, ""), where: kit.NewLabel(kit.AsName.In(kit.Muted), ""),
		line: kit.NewNotice(kit.AmberTone, w.t("The line to head office is down"), w.t("Everybody who has worked here before can sign in and sell.")),
		name: kit.NewLabel(kit.AsName.In(kit.Muted), ""), looks: kit.Grid(3, kit.Near),
		who: w.newInput("who", w.t("Number")), pin: w.newInput("pin", w.t("PIN")),
	}
	p.who.Big().WithIcon(kit.IconPerson)
	p.who.Most, p.who.Accept = 8, digit
	p.pin.Big().WithIcon(kit.IconLock)
	p.pin.Masked()
	p.pin.Most, p.pin.Accept = 12, digit
	enter := p.who.OnSubmitted
	p.who.OnSubmitted = func(text string) {
		enter(text)
		if text != "" {
			p.onPIN = true
			w.goOn(p) // the PIN's first digit may come before the desk has answered
		}
	}
	p.people = kit.NewTiles(func(i int) kit.Tile {
		who := p.shown[i]
		return kit.Tile{Name: who.Name, Price: who.ID, Tag: who.Role, Tone: kit.PlainTone}
	}).Least(170, 88)
	p.people.OnTap = func(i int) { w.do(desk.Take{Index: i, Serial: w.serial()}) }

	sign := kit.NewButton(kit.Act, w.t("Sign in"), p.submit).Tall(76).WithKey(w.cap("Enter"))
	fields := []fyne.CanvasObject{kit.NewLabel(kit.AsTitle, w.t("Sign in")), p.name, p.who.Entry, p.pin.Entry}
	if w.keyboard() {
		fields = append(fields, kit.Row(16, kit.NewKeyCap("Tab", w.t("number or PIN")), kit.NewKeyCap("Esc", w.t("from the start")), kit.Room()), kit.Room())
	} else {
		keypad := kit.NewKeypad(p.pad)
		keypad.SetPoint(false)
		fields = append(fields, kit.Grow(keypad))
	}
	right := kit.NewCard(kit.Column(kit.Gap, append(fields, sign)...))
	p.room = kit.Grow(p.people)
	p.left = kit.Column(kit.Gap, p.clock, p.where, p.line, p.room, p.looks)
	p.root = kit.Row(24, kit.Share(58, kit.InsetBy(0, 0, 0, 8, p.left)), kit.Share(42, right))
	return p
}

// digit accepts what numbers and PINs are made of.
func digit(r rune) bool { return r >= '0' && r <= '9' }

// says is over the names: who got it wrong has tapped theirs already, or types.
func (p *locked) says() (over fyne.CanvasObject, upper bool) { return p.room, false }

func (p *locked) object() fyne.CanvasObject { return p.root }

func (p *locked) home() kit.Typist {
	if p.onPIN {
		return p.pin.Entry
	}
	return p.who.Entry
}

func (p *locked) submit() { p.w.do(desk.Submit{Serial: p.w.serial()}) }

// pad types into whichever of the two is typed now.
func (p *locked) pad(key string) {
	in := p.who
	if p.onPIN {
		in = p.pin
	}
	if key == kit.Erase {
		in.Erase()
	} else {
		in.Insert(key)
	}
}

func (p *locked) update(s *desk.State) {
	v, ok := s.Screen.(*desk.Locked)
	if !ok {
		return
	}
	p.clock.SetText(s.Bar.Now.Format("15:04"))
	p.where.SetText(s.Bar.StoreName + " · " + s.Bar.Till + " · " + s.Bar.Now.Format("2006-01-02"))
	if p.line.Visible() == s.Bar.Online {
		visible(p.line, !s.Bar.Online)
		p.left.Refresh()
	}
	if !slices.Equal(v.People, p.shown) {
		p.shown = slices.Clone(v.People)
		p.people.SetLength(len(p.shown))
	}
	p.onPIN = v.OnPIN
	p.who.take(v.Who)
	p.pin.take(v.PIN)
	p.name.SetText(p.greeting(v))
	if !p.w.keyboard() {
		p.showLooks(s.Menu)
	}
}

// greeting is who the number belongs to, else what to do.
func (p *locked) greeting(v *desk.Locked) string {
	for _, who := range v.People {
		if who.ID == v.Who.Text {
			return who.Name + " · " + who.Role
		}
	}
	if p.w.keyboard() {
		return p.w.t("Type your number, then your PIN.")
	}
	return p.w.t("Tap your name, then type your PIN.")
}

// showLooks offers what can be done before anybody has signed in.
func (p *locked) showLooks(menu []desk.Item) {
	if len(p.buttons) != len(menu) {
		p.buttons, p.looks.Objects = nil, nil
		for _, item := range menu {
			b := kit.NewButton(kit.Quiet, "", func() { p.w.press(item.ID) }).WithSize(15)
			p.buttons = append(p.buttons, b)
			p.looks.Add(b)
		}
	}
	for i, item := range menu {
		p.buttons[i].SetText(p.w.say(item.Text), "")
		p.buttons[i].SetOff(!item.On)
	}
}
