package kit

import (
	"fyne.io/fyne/v2"
)

// Notice is a card with something a cashier must know or can say: a title in bold and a sentence.
type Notice struct {
	*Card
	tone     Tone
	title    *Sentence
	sentence *Sentence
}

// NewNotice makes a notice; without a title the sentence stands alone.
func NewNotice(tone Tone, title, sentence string) *Notice {
	n := &Notice{
		title:    NewSentence(AsStrong.In(tone.Text), title),
		sentence: NewSentence(AsBody.In(tone.Text), sentence),
	}
	n.Card = NewCard(Column(2, n.title, n.sentence))
	n.Set(tone, title, sentence)
	return n
}

// Set changes it.
func (n *Notice) Set(tone Tone, title, sentence string) {
	n.tone = tone
	n.title.SetLook(AsStrong.In(tone.Text))
	n.sentence.SetLook(AsBody.In(tone.Text))
	if tone == PlainTone {
		n.Card.SetFill(Face, Line)
	} else {
		n.Card.SetFill(tone.Tint, tone.Line)
	}
	n.title.SetText(title)
	n.sentence.SetText(sentence)
	show(n.title, title != "")
	n.Card.Refresh()
}

var _ fyne.CanvasObject = (*Notice)(nil)
