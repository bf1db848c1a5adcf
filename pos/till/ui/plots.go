package ui

import (
	"fmt"
	"strconv"

	"github.com/go-analyze/charts"

	"holdfast/pos/money"
	"holdfast/pos/till/ui/kit"
)

// hours are the sales of a day by the hour of the clock, as upright bars.
type hours struct {
	from, to int // the first and the last hour that is shown
	sold     [24]money.Fen
}

// opening and closing are what an hours chart shows at least, so that days can be compared.
const (
	opening = 8
	closing = 21
)

func hoursOf(sold [24]money.Fen) hours {
	h := hours{from: opening, to: closing, sold: sold}
	for hour, amount := range sold {
		if amount != 0 {
			h.from, h.to = min(h.from, hour), max(h.to, hour)
		}
	}
	return h
}

func (h hours) draw(on *charts.Painter, in shades) error {
	var values []float64
	var labels []string
	var most float64
	narrow := float32(on.Width())/float32(h.to-h.from+1) < 31*in.scale // every hour can't be named, so it is every second one
	for hour := h.from; hour <= h.to; hour++ {
		values = append(values, yuan(h.sold[hour]))
		label := fmt.Sprintf("%02d", hour)
		if narrow && (hour-h.from)%2 == 1 {
			label = ""
		}
		labels = append(labels, label)
		most = max(most, yuan(h.sold[hour]))
	}
	small := charts.FontStyle{FontSize: in.size(12), FontColor: in.muted, Font: charts.GetFont(family)}
	opt := charts.NewBarChartOptionWithData([][]float64{values})
	opt.Theme = in.palette(in.green)
	opt.Padding = charts.NewBox(0, int(10*in.scale), int(4*in.scale), 0)
	opt.Legend.Show = charts.Ptr(false)
	opt.RoundedBarCaps = charts.Ptr(false)
	opt.XAxis.Labels, opt.XAxis.LabelFontStyle = labels, small
	opt.XAxis.LabelCount = len(labels)
	opt.XAxis.BoundaryGap = charts.Ptr(true) // else many labels drift away from their bars
	opt.YAxis = []charts.YAxisOption{{
		LabelFontStyle: small, Min: charts.Ptr(0.0), LabelCount: 4,
		ValueFormatter: func(v float64) string { return kit.Grouped(strconv.FormatFloat(v, 'f', -1, 64)) },
	}}
	if most == 0 { // there is nothing to measure
		opt.YAxis[0].Max, opt.YAxis[0].ValueFormatter = charts.Ptr(100.0), func(float64) string { return "" }
	}
	return on.BarChart(opt)
}

// yuan is an amount as the length of a bar: nothing is counted with it.
func yuan(f money.Fen) float64 { return float64(f) / 100 }

// ring is what a sum is made of, the parts in the colours that stand beside their names.
type ring struct {
	n     int
	parts [8]part
}

type part struct {
	amount money.Fen
	colour charts.Color
}

func (r ring) draw(on *charts.Painter, in shades) error {
	var values []float64
	var colours []charts.Color
	for _, p := range r.parts[:r.n] {
		if p.amount > 0 {
			values, colours = append(values, yuan(p.amount)), append(colours, p.colour)
		}
	}
	if len(values) == 0 {
		values, colours = []float64{1}, []charts.Color{in.line}
	}
	opt := charts.NewDoughnutChartOptionWithData(values)
	opt.Theme = in.palette(colours...)
	opt.Padding = charts.NewBoxEqual(0)
	opt.Legend.Show = charts.Ptr(false)
	for i := range opt.SeriesList {
		opt.SeriesList[i].Label.Show = charts.Ptr(false)
	}
	opt.RadiusRing, opt.RadiusCenter = "48%", "31%"
	return on.DoughnutChart(opt)
}
