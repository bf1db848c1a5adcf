package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Progress shows how far something long is, and stops it.
type Progress struct {
	widget.BaseWidget
	part        float64
	track, done *canvas.Rectangle
	text        *Label
	stop        *Button
}

// NewProgress makes a bar with a sentence and a button to stop; onStop nil can't be stopped.
func NewProgress(text, stop string, onStop func()) *Progress {
	p := &Progress{track: &canvas.Rectangle{CornerRadius: 5}, done: &canvas.Rectangle{CornerRadius: 5}, text: NewLabel(AsBody, text)}
	if onStop != nil {
		p.stop = NewButton(Plain, stop, onStop).WithIcon(IconStop)
	}
	p.ExtendBaseWidget(p)
	return p
}

// Set says how far it is, from 0 to 1.
func (p *Progress) Set(part float64, text string) {
	p.part = min(max(part, 0), 1)
	p.text.SetText(text)
	p.Refresh()
}

// CreateRenderer is for Fyne.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Progress) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{p.track, p.done, p.text}
	if p.stop != nil {
		parts = append(parts, p.stop)
	}
	return parts
}

func (p *Progress) paint() { p.track.FillColor, p.done.FillColor = Shade(Press), Shade(Green) }

func (p *Progress) least() fyne.Size {
	size := fyne.NewSize(200, Target)
	if p.stop != nil {
		size.Width += p.stop.MinSize().Width + Gap
	}
	return size
}

func (p *Progress) arrange(room fyne.Size) {
	width := room.Width
	if p.stop != nil {
		wide := p.stop.MinSize().Width
		width -= wide + Gap
		put(p.stop, width+Gap, 0, wide, room.Height)
	}
	high := p.text.MinSize().Height
	top := (room.Height - high - 18) / 2
	put(p.text, 0, top, width, high)
	put(p.track, 0, top+high+8, width, 10)
	put(p.done, 0, top+high+8, width*float32(p.part), 10)
}

// Image is a picture in its own proportions, such as a chart drawn elsewhere.
type Image struct {
	*canvas.Image
}

// NewImage makes an empty holder of this least size.
func NewImage(width, height float32) *Image {
	i := &Image{&canvas.Image{FillMode: canvas.ImageFillContain}}
	i.SetMinSize(fyne.NewSize(width, height))
	return i
}

// Set shows a picture: PNG, JPEG or SVG.
func (i *Image) Set(name string, data []byte) {
	i.Resource = fyne.NewStaticResource(name, data)
	i.Refresh()
}
