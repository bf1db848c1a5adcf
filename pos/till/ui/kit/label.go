package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Label is one line of text; what doesn't fit ends in an ellipsis.
type Label struct {
	widget.BaseWidget
	look  Look
	text  string
	align fyne.TextAlign
	line  *canvas.Text
}

// NewLabel makes a label, as in NewLabel(AsTitle, name).
func NewLabel(look Look, text string) *Label {
	l := &Label{look: look, text: text, line: canvas.NewText(text, nil)}
	l.ExtendBaseWidget(l)
	return l
}

// NewRight makes a label that ends at its right edge, for numbers.
func NewRight(look Look, text string) *Label {
	l := NewLabel(look, text)
	l.align = fyne.TextAlignTrailing
	return l
}

// NewCentred makes a label in the middle of its room.
func NewCentred(look Look, text string) *Label {
	l := NewLabel(look, text)
	l.align = fyne.TextAlignCenter
	return l
}

// Text is what the label says, all of it.
func (l *Label) Text() string { return l.text }

// SetText changes what it says.
func (l *Label) SetText(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

// SetLook changes how it says it.
func (l *Label) SetLook(look Look) {
	if l.look != look {
		l.look = look
		l.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (l *Label) CreateRenderer() fyne.WidgetRenderer { return draw(l) }

func (l *Label) parts() []fyne.CanvasObject { return []fyne.CanvasObject{l.line} }
func (l *Label) paint()                     {}

func (l *Label) least() fyne.Size {
	return fyne.NewSize(min(l.natural(), squeezed), l.look.height())
}

// squeezed is how narrow a label can become, to its first letters and an ellipsis.
const squeezed = 40

// natural is the width it needs to say all of it, which a [Row] gives it as long as there is room.
func (l *Label) natural() float32 { return l.look.width(l.text) }

func (l *Label) arrange(room fyne.Size) {
	l.look.say(l.line, l.look.fit(l.text, room.Width+0.5)) // a rounding short of its own width must not cost it a letter
	y := (room.Height - l.look.height()) / 2
	switch l.align {
	case fyne.TextAlignTrailing:
		place(l.line, room.Width, y, l.align)
	case fyne.TextAlignCenter:
		place(l.line, room.Width/2, y, l.align)
	default:
		place(l.line, 0, y, l.align)
	}
}

// Sentence is text that goes on in the next line; its height follows from its width.
type Sentence struct {
	widget.BaseWidget
	look  Look
	text  string
	lines []*canvas.Text
	wrap  float32 // the width that lines were broken for
}

// NewSentence makes a sentence.
func NewSentence(look Look, text string) *Sentence {
	s := &Sentence{look: look, text: text}
	s.ExtendBaseWidget(s)
	return s
}

// Text is what the sentence says.
func (s *Sentence) Text() string { return s.text }

// SetText changes what it says.
func (s *Sentence) SetText(text string) {
	if s.text != text {
		s.text = text
		s.wrap = 0
		s.Refresh()
	}
}

// SetLook changes how it says it.
func (s *Sentence) SetLook(look Look) {
	if s.look != look {
		s.look = look
		s.wrap = 0
		s.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (s *Sentence) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Sentence) parts() []fyne.CanvasObject {
	parts := make([]fyne.CanvasObject, len(s.lines))
	for i, t := range s.lines {
		parts[i] = t
	}
	return parts
}

func (s *Sentence) paint() {
	for _, t := range s.lines {
		s.look.wear(t)
	}
}

func (s *Sentence) least() fyne.Size {
	s.breakLines(s.Size().Width)
	return fyne.NewSize(0, float32(max(len(s.lines), 1))*s.look.height())
}

func (s *Sentence) arrange(room fyne.Size) {
	s.breakLines(room.Width)
	for i, t := range s.lines {
		place(t, 0, float32(i)*s.look.height(), fyne.TextAlignLeading)
	}
}

func (s *Sentence) breakLines(width float32) {
	if width == s.wrap && s.lines != nil {
		return
	}
	s.wrap = width
	broken := s.look.wrap(s.text, width)
	s.lines = make([]*canvas.Text, len(broken))
	for i, line := range broken {
		s.lines[i] = canvas.NewText("", nil)
		s.look.say(s.lines[i], line)
	}
}

// wrap breaks a text into lines no wider than width: between words, and between any two Chinese characters unless the
// second is punctuation, which may not begin a line.
func (l Look) wrap(text string, width float32) (lines []string) {
	if width <= 0 {
		return []string{text}
	}
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, piece := range pieces(paragraph) {
			if line != "" && l.width(line+strings.TrimRight(piece, " ")) > width {
				lines = append(lines, strings.TrimRight(line, " "))
				line = ""
			}
			line += piece
		}
		lines = append(lines, line)
	}
	return lines
}

// pieces cuts a text where a line may end.
func pieces(text string) (cut []string) {
	runes := []rune(text)
	start := 0
	for i := 1; i < len(runes); i++ {
		before, after := runes[i-1], runes[i]
		space := before == ' ' && after != ' '
		wide := (isWide(before) || isWide(after)) && before != ' ' && after != ' '
		if space || wide && !closes(after) && !opens(before) {
			cut = append(cut, string(runes[start:i]))
			start = i
		}
	}
	if start < len(runes) {
		cut = append(cut, string(runes[start:]))
	}
	return cut
}

func isWide(r rune) bool { return r >= 0x2e80 }
func opens(r rune) bool {
	return strings.ContainsRune("（《“「【〔", r) || unicode.Is(unicode.Ps, r)
}
func closes(r rune) bool {
	return !isWide(r) && unicode.IsPunct(r) || strings.ContainsRune("，。！？；：、）》”」】〕％…", r)
}
