package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Kind is what pressing a button means.
type Kind int

// The kinds of button.
const (
	Plain  Kind = iota // one of several things to do
	Act                // the next step; one on a screen
	Quiet              // a helper: likely notes, clear
	Danger             // removes or refuses; asks once
)

// Button is something to press: a text, beside it an icon, below it what explains it, and the key that does the same.
type Button struct {
	widget.BaseWidget
	kind   Kind
	text   string
	by     string
	key    string
	icon   Icon
	height float32
	size   float32 // of the text; 0 follows from kind and height
	chosen bool
	off    bool
	onTap  func()

	pressed, focused bool

	face        *canvas.Rectangle
	line, under *canvas.Text
	pic         *picture
	capFace     *canvas.Rectangle
	capText     *canvas.Text
}

// NewButton makes a button, as in NewButton(Act, "Pay", pay).
func NewButton(kind Kind, text string, onTap func()) *Button {
	b := &Button{
		kind: kind, text: text, onTap: onTap, height: Target,
		face: box(), line: canvas.NewText("", nil), under: canvas.NewText("", nil), pic: newPicture(),
		capFace: &canvas.Rectangle{CornerRadius: 5}, capText: canvas.NewText("", nil),
	}
	if kind == Act {
		b.height = Wide
	}
	b.ExtendBaseWidget(b)
	return b
}

// Tall sets the least height: Target, Wide or Tall.
func (b *Button) Tall(height float32) *Button { b.height = height; b.Refresh(); return b }

// WithIcon puts an icon before the text.
func (b *Button) WithIcon(icon Icon) *Button { b.icon = icon; b.Refresh(); return b }

// WithKey shows the key that does the same.
func (b *Button) WithKey(key string) *Button { b.key = key; b.Refresh(); return b }

// WithSize sets the size of the text, which otherwise follows from kind and height.
func (b *Button) WithSize(size float32) *Button { b.size = size; b.Refresh(); return b }

// Icon is the one before the text; "" for none.
func (b *Button) Icon() Icon { return b.icon }

// Text is what the button says.
func (b *Button) Text() string { return b.text }

// SetText changes text and explanation.
func (b *Button) SetText(text, by string) {
	if b.text != text || b.by != by {
		b.text, b.by = text, by
		b.Refresh()
	}
}

// SetBy changes the second line, which explains the first.
func (b *Button) SetBy(by string) { b.SetText(b.text, by) }

// SetChosen marks one of several as the one that counts.
func (b *Button) SetChosen(yes bool) {
	if b.chosen != yes {
		b.chosen = yes
		b.Refresh()
	}
}

// SetKind changes what pressing it means.
func (b *Button) SetKind(kind Kind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

// SetOff greys it out; it can't be pressed then.
func (b *Button) SetOff(yes bool) {
	if b.off != yes {
		b.off = yes
		b.Refresh()
	}
}

// Off says whether it is greyed out.
func (b *Button) Off() bool { return b.off }

// OnTap changes what pressing it does.
func (b *Button) OnTap(f func()) { b.onTap = f }

// Tapped is for Fyne.
func (b *Button) Tapped(e *fyne.PointEvent) {
	if !b.off && b.onTap != nil {
		tapped(b, e)
		b.onTap()
	}
}

// MouseDown shows at once that the finger has hit.
func (b *Button) MouseDown(*desktop.MouseEvent) { b.press(true) }

// MouseUp takes that back.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.press(false) }

func (b *Button) press(yes bool) {
	if !b.off && b.pressed != yes {
		b.pressed = yes
		b.paintFace()
		canvas.Refresh(b.face)
	}
}

// FocusGained is for Fyne: keys now go to this button.
func (b *Button) FocusGained() { b.focus(true) }

// FocusLost is for Fyne.
func (b *Button) FocusLost() { b.focus(false) }

func (b *Button) focus(yes bool) {
	b.focused = yes
	b.paintFace()
	canvas.Refresh(b.face)
}

// TypedRune is for Fyne. A button takes no text; the space bar is the router's, as it may be a command.
func (b *Button) TypedRune(r rune) { routerOf(b).Rune(r) }

// TypedKey presses the button on Enter, unless it was a scanner's, which the router keeps.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if routerOf(b).key(e.Name) {
		return
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		b.Tapped(nil)
	}
}

// TypedShortcut is for Fyne.
func (b *Button) TypedShortcut(s fyne.Shortcut) { routerOf(b).Shortcut(s) }

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *Button) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.face, b.pic.Image, b.line, b.under, b.capFace, b.capText}
}

// colours are those of face, border, text and explanation.
func (b *Button) colours() (face, edge, text, by Colour) {
	switch {
	case b.off:
		return Sunk, Sunk, Muted, Muted
	case b.chosen:
		return GreenTint, Green, Ink, Muted
	case b.kind == Act:
		return Green, Green, OnGreen, OnGreenBy
	case b.kind == Quiet:
		return Sunk, Sunk, Ink, Muted
	case b.kind == Danger && b.height >= Wide:
		return Red, Red, OnGreen, OnGreen
	case b.kind == Danger:
		return RedTint, RedLine, Red, Red
	default:
		return Face, Line, Ink, Muted
	}
}

func (b *Button) paintFace() {
	face, edge, _, _ := b.colours()
	b.face.FillColor, b.face.StrokeColor, b.face.StrokeWidth = Shade(face), Shade(edge), Hairline
	if b.chosen || b.focused {
		b.face.StrokeWidth = 2
	}
	if b.focused {
		b.face.StrokeColor = Shade(Green)
		if b.kind == Act && !b.off {
			b.face.StrokeColor = Shade(Ink)
		}
	}
	if b.pressed {
		b.face.FillColor = mix(b.face.FillColor, Shade(Ink), 0.14)
	}
}

func (b *Button) paint() {
	b.paintFace()
	_, _, text, _ := b.colours()
	b.pic.set(b.icon, text)
	show(b.capFace, b.key != "")
	show(b.capText, b.key != "")
	if b.key != "" {
		face, _, _, _ := b.colours()
		ground, ink := capColours(face)
		if b.off {
			ground, ink = Shade(Press), Shade(Muted)
		}
		b.capFace.FillColor = ground
		capLook.say(b.capText, b.key)
		b.capText.Color = ink
	}
}

func (b *Button) look() Look {
	l := AsName
	switch {
	case b.kind == Act && b.height >= Tall-16:
		l = AsTitle.At(Large)
	case b.kind == Act, b.kind == Danger && b.height >= Wide:
		l = AsTitle.At(22)
	case b.by != "":
		l = AsName.At(Title)
	}
	if b.size > 0 {
		l.Size = b.size
	}
	return l
}

// natural is the width it needs to say all of it.
func (b *Button) natural() float32 {
	return max(b.look().At(15).width(b.text)+b.around(), Target)
}

// around is what a button needs beside its text.
func (b *Button) around() float32 {
	width := float32(24)
	if b.icon != "" {
		width += 32
	}
	if b.key != "" {
		width += capLook.width(b.key) + 28
	}
	return width
}

// least leaves its first letters, as a label's does: no text may make a window wider than its screen.
func (b *Button) least() fyne.Size {
	return fyne.NewSize(min(b.natural(), max(squeezed+b.around(), Target)), b.height)
}

func (b *Button) arrange(room fyne.Size) {
	put(b.face, 0, 0, room.Width, room.Height)
	side := float32(12)
	if room.Width < 110 {
		side = 6
	}
	width := room.Width - 2*side
	if b.key != "" {
		wide := capLook.width(b.key) + 14
		x := room.Width - side - wide
		put(b.capFace, x, (room.Height-26)/2, wide, 26)
		place(b.capText, x+wide/2, (room.Height-capLook.height())/2, fyne.TextAlignCenter)
		width -= wide + 8
	}
	iconSize := float32(0)
	if b.icon != "" {
		iconSize = b.look().Size + 4
		width -= iconSize + 8
	}
	_, _, ink, by := b.colours()
	look := b.look().shrink(b.text, width, 13).In(ink)
	text, below := look.fit(b.text, width), b.by
	small, second := AsMuted.shrink(below, width, 11).In(by), AsMuted.height()
	if words := look.wrap(b.text, width); text != b.text && below == "" && len(words) == 2 {
		text, below, small, second = look.fit(words[0], width), words[1], look, look.height() // no room for it in one line
	}
	look.say(b.line, text)
	textWidth := look.width(text)
	high := look.height()
	all := high
	show(b.under, below != "")
	if below != "" {
		all += second - 2
	}
	top := (room.Height - all) / 2
	left := side
	block := textWidth
	if b.icon != "" {
		block += iconSize + 8
	}
	left += (width + iconGap(b.icon, iconSize) - block) / 2
	if b.icon != "" {
		put(b.pic.Image, left, top+(high-iconSize)/2, iconSize, iconSize)
		left += iconSize + 8
	}
	place(b.line, left, top, fyne.TextAlignLeading)
	if below != "" {
		middle := side + (width+iconGap(b.icon, iconSize))/2
		small.say(b.under, small.fit(below, width))
		place(b.under, middle, top+high-2, fyne.TextAlignCenter)
	}
}

func iconGap(icon Icon, size float32) float32 {
	if icon == "" {
		return 0
	}
	return size + 8
}
