package till

import (
	"strings"

	"holdfast/pos"
)

// cardNumber finds a card's number in what was typed or swiped: the number itself, or a magnetic stripe's track 1
// (%B NUMBER ^ NAME ^ …?) or track 2 (;NUMBER = …?), as ISO/IEC 7813 lays them out. Nothing of the stripe but the
// number goes any further, as a bank card's stripe must not be kept anywhere.
func cardNumber(swiped string) (string, error) {
	s := strings.TrimSpace(swiped)
	number := s
	switch {
	case strings.HasPrefix(s, "%"):
		number, _, _ = strings.Cut(strings.TrimPrefix(strings.ToUpper(s[1:]), "B"), "^")
		number, _, _ = strings.Cut(number, "?")
	case strings.HasPrefix(s, ";"):
		number, _, _ = strings.Cut(s[1:], "=")
		number, _, _ = strings.Cut(number, "?")
	}
	number = strings.ReplaceAll(number, " ", "") // track 1 may group the digits
	if number == "" || len(number) > 32 || strings.ContainsFunc(number, notInNumber) {
		return "", pos.E(pos.Usage, "card", "this is no card number; swipe again, or type the number on the card")
	}
	return number, nil
}

func notInNumber(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-'
}

// ending is how a card is named to people: enough to tell two cards apart, too little to use one.
func ending(number string) pos.Text {
	if len(number) > 4 {
		number = number[len(number)-4:]
	}
	return pos.T("the card ending in {}", number)
}
