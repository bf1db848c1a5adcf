package ui

import (
	"slices"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// legend is the menu as keys.
type legend struct {
	*kit.Legend
	w     *Window
	items []desk.Item
	keys  []kit.LegendKey
}

func newLegend(w *Window) *legend {
	l := &legend{w: w}
	l.Legend = kit.NewLegend(func(i int) { w.press(l.items[i].ID) })
	return l
}

func (l *legend) update(s *desk.State) {
	l.items = l.items[:0]
	var keys []kit.LegendKey
	for _, i := range s.Menu {
		if i.Key != "" {
			l.items = append(l.items, i)
			keys = append(keys, kit.LegendKey{Key: i.Key, Text: badged(l.w.say(i.Text), i.Badge), Off: !i.On})
		}
	}
	if !slices.Equal(keys, l.keys) {
		l.keys = keys
		l.Set(keys...)
	}
}

// badged is a command's text with its count.
func badged(text, badge string) string {
	if badge == "" {
		return text
	}
	return text + " " + badge
}
