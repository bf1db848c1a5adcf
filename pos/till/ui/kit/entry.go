package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a line to type in. It asks the window's router first for every key.
//
// It is not Fyne's own: that one blinks its caret by painting the whole window sixty times a second, which costs a till
// without a graphics card all it has, and it has one size of text.
type Entry struct {
	widget.BaseWidget
	// OnChanged gets the text after each change that a person made.
	OnChanged func(text string)
	// OnSubmitted gets the text on Enter, when the router has no use for it.
	OnSubmitted func(text string)
	// OnFocused is called when typing goes here.
	OnFocused func()
	// Accept says which characters are taken; nil takes all that can be printed.
	Accept func(r rune) bool
	// Most is how many characters are taken; 0 is no limit.
	Most int

	text    []rune
	caret   int
	all     bool // everything is selected: the next character takes its place
	focused bool
	off     bool
	masked  bool
	big     bool
	label   string
	hint    string
	icon    Icon

	face, bar, marked      *canvas.Rectangle
	line, hintText, before *canvas.Text
	pic                    *picture
}

// NewEntry makes an entry; hint stands in it while it is empty.
func NewEntry(hint string) *Entry {
	text := func() *canvas.Text { return canvas.NewText("", nil) }
	e := &Entry{hint: hint, face: box(), bar: &canvas.Rectangle{}, marked: &canvas.Rectangle{CornerRadius: 3},
		line: text(), hintText: text(), before: text(), pic: newPicture()}
	e.ExtendBaseWidget(e)
	return e
}

// Big makes it the one input of its screen: higher, with larger letters.
func (e *Entry) Big() *Entry { e.big = true; e.Refresh(); return e }

// Masked shows dots for characters, for PINs.
func (e *Entry) Masked() *Entry { e.masked = true; e.Refresh(); return e }

// WithIcon puts an icon before the text.
func (e *Entry) WithIcon(icon Icon) *Entry { e.icon = icon; e.Refresh(); return e }

// WithLabel puts a muted word before the text, which stays while typing.
func (e *Entry) WithLabel(label string) *Entry { e.label = label; e.Refresh(); return e }

// SetHint changes what stands in it while it is empty.
func (e *Entry) SetHint(hint string) {
	if e.hint != hint {
		e.hint = hint
		e.Refresh()
	}
}

// SetOff greys it out.
func (e *Entry) SetOff(yes bool) {
	if e.off != yes {
		e.off = yes
		e.Refresh()
	}
}

// Text is what was typed.
func (e *Entry) Text() string { return string(e.text) }

// SetText changes it and calls nobody.
func (e *Entry) SetText(text string) {
	if string(e.text) != text {
		e.text = []rune(text)
		e.caret = len(e.text)
		e.all = false
		e.Refresh()
	}
}

// SelectAll marks the text, so that the next character takes its place.
func (e *Entry) SelectAll() {
	e.all = len(e.text) > 0
	e.Refresh()
}

// Insert types several characters, as a keypad or a line of candidates does.
func (e *Entry) Insert(text string) {
	for _, r := range text {
		e.insert(r)
	}
	e.changed()
}

// Erase removes the character before the caret, or the marked text.
func (e *Entry) Erase() { e.TakeBack(1) }

// Take types one character.
func (e *Entry) Take(r rune) {
	e.insert(r)
	e.changed()
}

func (e *Entry) insert(r rune) {
	if e.off || !unicode.IsPrint(r) || e.Accept != nil && !e.Accept(r) {
		return
	}
	if e.all {
		e.text, e.caret, e.all = nil, 0, false
	}
	if e.Most > 0 && len(e.text) >= e.Most {
		return
	}
	e.text = append(e.text[:e.caret:e.caret], append([]rune{r}, e.text[e.caret:]...)...)
	e.caret++
}

// TakeBack removes the last n characters before the caret.
func (e *Entry) TakeBack(n int) {
	if e.off {
		return
	}
	if e.all {
		e.text, e.caret, e.all = nil, 0, false
	} else {
		n = min(n, e.caret)
		e.text = append(e.text[:e.caret-n:e.caret-n], e.text[e.caret:]...)
		e.caret -= n
	}
	e.changed()
}

func (e *Entry) changed() {
	e.Refresh()
	if e.OnChanged != nil {
		e.OnChanged(string(e.text))
	}
}

// TypedRune is for Fyne.
func (e *Entry) TypedRune(r rune) {
	if !routerOf(e).Rune(r) {
		e.Take(r)
	}
}

// TypedKey is for Fyne.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if routerOf(e).key(k.Name) {
		return
	}
	move := func(to int) {
		e.caret, e.all = min(max(to, 0), len(e.text)), false
		e.Refresh()
	}
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.OnSubmitted != nil && !e.off {
			e.OnSubmitted(string(e.text))
		}
	case fyne.KeyBackspace:
		e.Erase()
	case fyne.KeyDelete:
		switch {
		case e.all:
			e.TakeBack(1)
		case e.caret < len(e.text):
			e.caret++
			e.TakeBack(1)
		}
	case fyne.KeyLeft:
		move(e.caret - 1)
	case fyne.KeyRight:
		move(e.caret + 1)
	case fyne.KeyHome:
		move(0)
	case fyne.KeyEnd:
		move(len(e.text))
	case fyne.KeyTab:
		routerOf(e).next()
	}
}

// TypedShortcut is for Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if routerOf(e).Shortcut(s) {
		return
	}
	board := fyne.CurrentApp().Clipboard()
	switch s.(type) {
	case *fyne.ShortcutSelectAll:
		e.SelectAll()
	case *fyne.ShortcutPaste:
		e.Insert(strings.TrimSpace(board.Content()))
	case *fyne.ShortcutCopy:
		e.copyTo(board)
	case *fyne.ShortcutCut:
		if e.copyTo(board) {
			e.TakeBack(1)
		}
	}
}

// copyTo copies a marked text, unless it is a secret.
func (e *Entry) copyTo(board fyne.Clipboard) bool {
	if !e.all || e.masked {
		return false
	}
	board.SetContent(string(e.text))
	return true
}

// AcceptsTab has Tab come here first, as some scanners end their codes with it; a person's goes on to the next widget.
func (e *Entry) AcceptsTab() bool { return true }

// FocusGained is for Fyne.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Refresh()
	if e.OnFocused != nil {
		e.OnFocused()
	}
}

// FocusLost is for Fyne.
func (e *Entry) FocusLost() { e.focused = false; e.all = false; e.Refresh() }

// Tapped puts the caret where the finger is.
func (e *Entry) Tapped(at *fyne.PointEvent) {
	if e.off {
		return
	}
	tapped(e, at)
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e)
	}
	look, x := e.look(), e.line.Position().X
	e.caret, e.all = len(e.text), false
	for i := range e.text {
		if wide := look.width(e.shown()[:len(string([]rune(e.shown())[:i+1]))]); at.Position.X < x+wide-look.Size/4 {
			e.caret = i
			break
		}
	}
	e.Refresh()
}

// Cursor is the one over text.
func (e *Entry) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer { return draw(e) }

func (e *Entry) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{e.face, e.marked, e.pic.Image, e.before, e.hintText, e.line, e.bar}
}

func (e *Entry) look() Look {
	look := AsName
	if e.big {
		look = look.At(26)
	}
	if e.off {
		look = look.In(Muted)
	}
	return look
}

// shown is what stands in the line.
func (e *Entry) shown() string {
	if e.masked {
		return strings.Repeat("•", len(e.text))
	}
	return string(e.text)
}

func (e *Entry) paint() {
	face := Face
	if e.off {
		face = Sunk
	}
	e.face.FillColor, e.face.StrokeColor, e.face.StrokeWidth = Shade(face), Shade(Line), Hairline
	if e.focused {
		e.face.StrokeColor, e.face.StrokeWidth = Shade(Green), 2
	}
	e.bar.FillColor, e.marked.FillColor = Shade(Green), Shade(GreenTint)
	show(e.bar, e.focused)
	show(e.marked, e.all)
	e.hintLook().say(e.before, e.label)
	show(e.hintText, len(e.text) == 0)
	e.pic.set(e.icon, Muted)
}

func (e *Entry) hintLook() Look { return AsName.In(Muted) }

func (e *Entry) least() fyne.Size {
	if e.big {
		return fyne.NewSize(120, 60)
	}
	return fyne.NewSize(90, Target)
}

func (e *Entry) arrange(room fyne.Size) {
	put(e.face, 0, 0, room.Width, room.Height)
	const pad = 16
	x := float32(pad)
	if e.icon != "" {
		put(e.pic.Image, x, (room.Height-22)/2, 22, 22)
		x += 22 + 10
	}
	if e.label != "" {
		place(e.before, x, (room.Height-e.hintLook().height())/2, fyne.TextAlignLeading)
		x += e.hintLook().width(e.label) + 12
	}
	e.hintLook().say(e.hintText, e.hintLook().fit(e.hint, room.Width-x-pad))
	place(e.hintText, x, (room.Height-e.hintLook().height())/2, fyne.TextAlignLeading)

	// What doesn't fit is left out at the start, as the end is what is being typed.
	look, runes := e.look(), []rune(e.shown())
	first := 0
	for first < e.caret && look.width(string(runes[first:e.caret])) > room.Width-x-pad {
		first++
	}
	last := len(runes)
	for last > e.caret && look.width(string(runes[first:last])) > room.Width-x-pad {
		last--
	}
	look.say(e.line, string(runes[first:last]))
	top := (room.Height - look.height()) / 2
	place(e.line, x, top, fyne.TextAlignLeading)
	put(e.marked, x-2, top, look.width(e.line.Text)+4, look.height())
	caret := x + look.width(string(runes[first:e.caret]))
	if len(runes) == 0 {
		caret -= 4 // beside the hint, not in its first letter
	}
	put(e.bar, caret, top+2, 2, look.height()-4)
}
