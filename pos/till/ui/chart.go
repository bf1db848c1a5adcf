package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/go-analyze/charts"

	"holdfast/pos/till/ui/kit"
)

// plot is what a chart shows. It is a value that can be compared, so that what is drawn already isn't drawn again; it has
// nothing of Fyne, as it is drawn beside Fyne's goroutine.
type plot interface {
	draw(on *charts.Painter, in shades) error
}

// shades are the theme's, as they are when a chart is asked for.
type shades struct {
	face, line, muted, green charts.Color
	scale                    float32 // dots for each of Fyne's units
}

// size is one of a text, as the library wants it: in points, of which it takes 92 to be 72 dots.
func (s shades) size(size float32) float64 { return float64(size*s.scale) * 72 / 92 }

// drawing is all that a chart's picture depends on.
type drawing struct {
	plot
	shades
	width, height int // in dots
}

// chart is a plot in as much room as it is given. It is drawn when it is shown first, in another size or another plot; till
// then the room is empty.
type chart struct {
	w     *Window
	box   *fyne.Container
	image *canvas.Image
	least fyne.Size
	plot  plot
	asked drawing
	drawn map[drawing]image.Image
}

// drawings is how many of a chart are kept, for going to and fro between days.
const drawings = 8

func newChart(w *Window, width, height float32) *chart {
	c := &chart{w: w, least: fyne.NewSize(width, height), drawn: map[drawing]image.Image{}}
	c.image = &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
	c.box = container.New(c, c.image)
	return c
}

// show has the chart show a plot.
func (c *chart) show(p plot) {
	c.plot = p
	c.ask()
}

// MinSize is for Fyne: a chart is the layout of its own box, and so learns its size.
func (c *chart) MinSize([]fyne.CanvasObject) fyne.Size { return c.least }

// Layout is for Fyne.
func (c *chart) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	c.image.Resize(size)
	c.ask()
}

// ask has drawn what is to be seen now, unless it is already.
func (c *chart) ask() {
	scale := c.w.win.Canvas().Scale()
	size := c.image.Size()
	d := drawing{plot: c.plot, width: int(size.Width * scale), height: int(size.Height * scale), shades: shades{
		face: dye(kit.Face), line: dye(kit.Line), muted: dye(kit.Muted), green: dye(kit.Green), scale: scale,
	}}
	if c.plot == nil || d.width < 1 || d.height < 1 || d == c.asked {
		return
	}
	c.asked = d
	if done := c.drawn[d]; done != nil {
		c.put(done)
		return
	}
	c.w.beside(func() (then func()) {
		picture, err := d.picture()
		return func() {
			if err != nil {
				fyne.LogError("a chart can't be drawn", err)
				return
			}
			if len(c.drawn) >= drawings {
				maps.DeleteFunc(c.drawn, func(drawing, image.Image) bool { return true })
			}
			c.drawn[d] = picture
			if d == c.asked {
				c.put(picture)
			}
		}
	})
}

func (c *chart) put(picture image.Image) {
	c.image.Image = picture
	c.image.Refresh()
}

// dye is a shade of the theme for the library.
func dye(c kit.Colour) charts.Color {
	at := color.NRGBAModel.Convert(kit.Shade(c)).(color.NRGBA) //nolint:errcheck,forcetypeassert // NRGBAModel makes NRGBA
	return charts.Color{R: at.R, G: at.G, B: at.B, A: at.A}
}

// picture draws it.
func (d drawing) picture() (image.Image, error) {
	on := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: d.width, Height: d.height, Font: charts.GetFont(family)})
	if err := d.draw(on, d.shades); err != nil {
		return nil, err
	}
	data, err := on.Bytes()
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(data))
}

// family is the window's own Latin font: what a chart writes itself is digits only. Names stand beside it as text of the
// window, as the library takes one font for a text, and a Chinese one has no Latin.
const family = "window"

func init() {
	if err := charts.InstallFont(family, theme.DefaultTextFont().Content()); err != nil {
		panic(err) // Fyne's own font is part of the program
	}
}

// palette makes a theme of the library's from ours.
func (s shades) palette(series ...charts.Color) charts.ColorPalette {
	return charts.MakeTheme(charts.ThemeOption{
		BackgroundColor: s.face, AxisStrokeColor: s.line, AxisSplitLineColor: s.line,
		TextColor: s.muted, TextColorXAxis: s.muted, TextColorYAxis: s.muted, TextColorLabel: s.muted, SeriesColors: series,
	})
}
