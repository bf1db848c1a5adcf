package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// aLine is how many keys one line of the legend has room for on the smallest screen.
const aLine = 13

// legend is the menu as keys: in one line where they fit, else function keys in one and all others in a second.
type legend struct {
	w     *Window
	lines [2]*legendLine
	root  *fyne.Container
}

type legendLine struct {
	*kit.Legend
	box   *fyne.Container
	items []desk.Item
	keys  []kit.LegendKey
}

func newLegend(w *Window) *legend {
	l := &legend{w: w}
	for i, high := range []float32{kit.Wide, 54} {
		line := &legendLine{}
		line.Legend = kit.NewLegend(func(i int) { w.press(line.items[i].ID) })
		line.box = container.New(&drop{high: high, least: high}, line.Legend)
		l.lines[i] = line
	}
	l.root = kit.Column(0, l.lines[0].box, l.lines[1].box)
	return l
}

// bare reports whether a screen has no buttons that show their keys themselves.
func bare(s desk.Screen) bool {
	switch s.(type) {
	case *desk.Selling, *desk.Locked:
		return true
	}
	return false
}

// update writes the menu, and says whether the legend may need another height now.
func (l *legend) update(s *desk.State) bool {
	var items [2][]desk.Item
	for _, i := range s.Menu {
		if i.Key != "" && bare(s.Screen) {
			items[0] = append(items[0], i)
		}
	}
	if all := items[0]; len(all) > aLine {
		items[0] = nil
		for _, i := range all {
			line := 1
			if rank(i.Key) > 0 {
				line = 0
			}
			items[line] = append(items[line], i)
		}
	}
	slices.SortStableFunc(items[0], func(a, b desk.Item) int { return rank(a.Key) - rank(b.Key) })
	moved := false
	for n, line := range l.lines {
		line.set(l.w, items[n])
		if some := len(items[n]) > 0; some != line.box.Visible() {
			visible(line.box, some)
			moved = true
		}
	}
	return moved
}

func (l *legendLine) set(w *Window, items []desk.Item) {
	var keys []kit.LegendKey
	for _, i := range items {
		keys = append(keys, kit.LegendKey{Key: i.Key, Text: badged(w.say(i.Text), i.Badge), Off: !i.On})
	}
	l.items = items
	if !slices.Equal(keys, l.keys) {
		l.keys = keys
		l.Set(keys...)
	}
}

// rank is where a key stands on the keyboard's first row, with the space bar last; 0 for all others.
func rank(key string) int {
	if key == "Space" {
		return 99
	}
	number, ok := strings.CutPrefix(key, "F")
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return 0
	}
	return n
}

// badged is a command's text with its count.
func badged(text, badge string) string {
	if badge == "" {
		return text
	}
	return text + " " + badge
}
