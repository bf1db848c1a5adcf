package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

var capLook = Look{Size: 13, Colour: BarInk}

// capColours are ground and letters of a key's cap on a face; on a green or a red one it is lighter than that, not darker.
func capColours(on Colour) (ground, letters color.Color) {
	if on == Green || on == Red {
		return mix(Shade(on), Shade(OnGreen), 0.2), Shade(OnGreen)
	}
	return Shade(BarKey), Shade(BarInk)
}

// KeyCap is a key as it is printed on the keyboard, with a word that says what it does.
type KeyCap struct {
	widget.BaseWidget
	key, text string
	face      *canvas.Rectangle
	cap, word *canvas.Text
}

// NewKeyCap makes a cap; text is what the key does, or "".
func NewKeyCap(key, text string) *KeyCap {
	k := &KeyCap{key: key, text: text, face: &canvas.Rectangle{CornerRadius: 5}, cap: canvas.NewText("", nil), word: canvas.NewText("", nil)}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer is for Fyne.
func (k *KeyCap) CreateRenderer() fyne.WidgetRenderer { return draw(k) }

func (k *KeyCap) parts() []fyne.CanvasObject { return []fyne.CanvasObject{k.face, k.cap, k.word} }

func (k *KeyCap) paint() {
	k.face.FillColor = Shade(BarKey)
	capLook.say(k.cap, k.key)
	AsMuted.say(k.word, k.text)
}

func (k *KeyCap) capWidth() float32 { return max(capLook.width(k.key)+14, 26) }

func (k *KeyCap) least() fyne.Size {
	width := k.capWidth()
	if k.text != "" {
		width += 5 + AsMuted.width(k.text)
	}
	return fyne.NewSize(width, 26)
}

func (k *KeyCap) arrange(room fyne.Size) {
	y, wide := (room.Height-24)/2, k.capWidth()
	put(k.face, 0, y, wide, 24)
	place(k.cap, wide/2, (room.Height-capLook.height())/2, fyne.TextAlignCenter)
	place(k.word, wide+5, (room.Height-AsMuted.height())/2, fyne.TextAlignLeading)
}
