package receipt

import (
	"holdfast/pos"
	"holdfast/pos/record"
)

// KindName is what a kind of record that has a receipt is called in a list; the kind itself where it has none.
func KindName(kind record.Kind, lang pos.Lang) string {
	p := page{lang: lang}
	if kind == record.KindSale {
		return p.say(saleTitle)
	}
	if title, ok := titles[kind]; ok {
		return p.say(figure(title))
	}
	return string(kind)
}

// TenderName is what a way to pay is called.
func TenderName(kind record.TenderKind, lang pos.Lang) string {
	return (&page{lang: lang}).tenderName(kind)
}
