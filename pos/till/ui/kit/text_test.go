package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"holdfast/pos/money"
)

func TestMoney(t *testing.T) {
	for f, want := range map[money.Fen]string{0: "0.00", 5: "0.05", -60: "−0.60", 128600: "1,286.00", 123456789012: "1,234,567,890.12", -100000: "−1,000.00"} {
		if got := Money(f); got != want {
			t.Errorf("%d: %q, want %q", f, got, want)
		}
	}
	if got := Grouped("12480.5"); got != "12,480.5" {
		t.Errorf("points: %q", got)
	}
}

// TestFit: a name is cut to its room and ends in an ellipsis; an amount becomes smaller and is never cut.
func TestFit(t *testing.T) {
	dress(Theme{})
	for _, name := range []string{"Imported sparkling water with lime, 6 x 330 ml", "抽纸 3层130抽×10包 家庭装加量不加价"} {
		got := AsName.fit(name, 120)
		if AsName.width(got) > 120 || !strings.HasSuffix(got, "…") || !strings.HasPrefix(name, strings.TrimSuffix(got, "…")) {
			t.Errorf("%q was cut to %q, %v wide", name, got, AsName.width(got))
		}
	}
	if got := AsName.fit("short", 120); got != "short" {
		t.Errorf("what fits became %q", got)
	}
	a := NewAmount(AsTotal, 123456789012)
	window(t, Theme{}, func() fyne.CanvasObject { return Row(0, Grow(a)) }, 200, 80)
	if a.line.Text != "1,234,567,890.12" || a.line.MinSize().Width > 200 {
		t.Errorf("%q is %v wide", a.line.Text, a.line.MinSize().Width)
	}
}

func TestWrap(t *testing.T) {
	dress(Theme{})
	latin := AsBody.wrap("The old card was used after it was reported lost.", 150)
	if len(latin) < 2 || strings.Join(latin, " ") != "The old card was used after it was reported lost." {
		t.Errorf("Latin: %q", latin)
	}
	for _, line := range latin {
		if AsBody.width(line) > 150 {
			t.Errorf("%q is wider than its room", line)
		}
	}
	// Each is as wide as the character for a missing one here; what counts is where lines end.
	cut := pieces("新卡立即可用，本机（可用）386.00元。")
	for _, p := range cut {
		if r := []rune(p); closes(r[0]) || len(r) > 1 && opens(r[len(r)-1]) {
			t.Errorf("a line could begin or end with punctuation: %q in %q", p, cut)
		}
	}
	if !slices.Contains(cut, "386.00") || strings.Join(cut, "") != "新卡立即可用，本机（可用）386.00元。" {
		t.Errorf("pieces %q", cut)
	}
	if got := AsBody.wrap("a\nb", 500); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("two paragraphs: %q", got)
	}
}

// TestSentenceHeight: a sentence takes the height of its lines at the width it is given, in one go.
func TestSentenceHeight(t *testing.T) {
	s := NewSentence(AsBody, strings.Repeat("word ", 30))
	below := NewLabel(AsBody, "below")
	window(t, Theme{}, func() fyne.CanvasObject { return Column(0, NewCard(s), below) }, 300, 600)
	lines := float32(len(AsBody.wrap(s.text, 300-32)))
	if want := lines*AsBody.height() + 32; lines < 3 || below.Position().Y != want {
		t.Errorf("%v lines, the next thing is at %v, want %v", lines, below.Position().Y, want)
	}
}

// TestRowSqueezesLabels: in a row that is too narrow, names give way and numbers don't.
func TestRowSqueezesLabels(t *testing.T) {
	name, amount := NewLabel(AsName, "A name that is far too long for its row"), NewNumber(AsName, "1,286.00")
	window(t, Theme{}, func() fyne.CanvasObject { return Column(0, Row(8, name, amount)) }, 200, 60)
	if amount.Position().X+amount.Size().Width > 200.5 || amount.line.TextSize != Name {
		t.Errorf("the amount ends at %v in size %v", amount.Position().X+amount.Size().Width, amount.line.TextSize)
	}
	if !strings.HasSuffix(name.line.Text, "…") || name.Text() != "A name that is far too long for its row" {
		t.Errorf("the name shows %q", name.line.Text)
	}
}

// TestPaperColumns: on the receipt a Chinese character takes two columns, so what a printer puts below each other is.
func TestPaperColumns(t *testing.T) {
	p := NewPaper(32)
	p.SetLines([]PaperLine{{Text: "苏打水ABC 8.40"}, {Text: "红枣核桃糕12.10"}, {Text: "AB", Wide: true}})
	var at []float32
	for i, text := range p.texts {
		if text.Text == "8.40" || text.Text == "12.10" {
			at = append(at, p.at[i].X)
		}
	}
	if !slices.Equal(at, []float32{10, 10}) {
		t.Errorf("the amounts begin in columns %v", at)
	}
	if last := len(p.texts) - 1; p.texts[last].Text != "B" || p.at[last].X != 2 || p.span[last] != 2 {
		t.Errorf("a wide letter is %q at %v, %d columns", p.texts[last].Text, p.at[last], p.span[last])
	}
}

// TestTargets: nothing to press is less than 48 high, whatever it says.
func TestTargets(t *testing.T) {
	dress(Theme{})
	for name, o := range map[string]fyne.CanvasObject{
		"button": NewButton(Plain, "", nil), "quiet": NewButton(Quiet, "A", nil), "act": NewButton(Act, "A", nil),
		"entry": NewEntry(""), "tabs": NewTabs(nil, "A"), "legend": NewLegend(nil, LegendKey{Key: "F1", Text: "Help"}), "keypad": NewKeypad(nil),
	} {
		if size := o.MinSize(); size.Height < 48 || size.Width < 48 {
			t.Errorf("%s: %v", name, size)
		}
	}
}
