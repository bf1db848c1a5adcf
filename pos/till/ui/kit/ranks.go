package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Rank is one line of Ranks: what it is called, how much it is, and how long its bar is, from 0 to 1.
type Rank struct {
	Name, Value string
	Part        float64
	Colour      Colour // "" is Green
}

// Ranks compares things by the length of a bar under the name of each. Names may be long and in any language, so they are
// set like all other text of the window; it is as high as it has lines.
type Ranks struct {
	widget.BaseWidget
	ranks []Rank
	rows  []rankRow
}

type rankRow struct {
	name, value *Label
	track, bar  *canvas.Rectangle
}

const (
	rankStep float32 = 37
	rankHigh float32 = 6
)

// NewRanks makes an empty comparison.
func NewRanks() *Ranks {
	r := &Ranks{}
	r.ExtendBaseWidget(r)
	return r
}

// Set changes what is compared.
func (r *Ranks) Set(ranks ...Rank) {
	if slices.Equal(ranks, r.ranks) {
		return
	}
	r.ranks = ranks
	for len(r.rows) < len(ranks) {
		r.rows = append(r.rows, rankRow{NewLabel(AsBody, ""), NewRight(AsBody, ""), &canvas.Rectangle{CornerRadius: rankHigh / 2}, &canvas.Rectangle{CornerRadius: rankHigh / 2}})
	}
	r.rows = r.rows[:len(ranks)]
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *Ranks) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *Ranks) parts() (parts []fyne.CanvasObject) {
	for _, row := range r.rows {
		parts = append(parts, row.name, row.value, row.track, row.bar)
	}
	return parts
}

func (r *Ranks) paint() {
	for i, rank := range r.ranks {
		colour := rank.Colour
		if colour == "" {
			colour = Green
		}
		row := r.rows[i]
		row.track.FillColor, row.bar.FillColor = Shade(Sunk), Shade(colour)
		row.name.SetText(rank.Name)
		row.value.SetText(rank.Value)
	}
}

func (r *Ranks) least() fyne.Size { return fyne.NewSize(140, rankStep*float32(len(r.rows))) }

func (r *Ranks) arrange(room fyne.Size) {
	high := AsBody.height()
	for i, row := range r.rows {
		y := rankStep * float32(i)
		wide := min(row.value.natural(), room.Width)
		put(row.value, room.Width-wide, y, wide, high)
		put(row.name, 0, y, max(room.Width-wide-8, 0), high)
		put(row.track, 0, y+high+2, room.Width, rankHigh)
		put(row.bar, 0, y+high+2, room.Width*float32(min(max(r.ranks[i].Part, 0), 1)), rankHigh)
	}
}
