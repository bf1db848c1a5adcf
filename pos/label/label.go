// Package label reads the codes of labels that shops' scales print: which product it is, and what the piece costs or weighs.
//
// It imports pos/money and is pure. The one thing to know: a layout says only how such a code is built. Whether the number in
// it is a product's, and whether the whole code is not the barcode of one, is for whoever reads it to find out first.
package label

import (
	"errors"
	"fmt"
	"strings"

	"holdfast/pos/money"
)

// Layout is how a code is built, with a letter for each of its digits:
//
//	0 to 9  this digit
//	F       any digit: the scale's or the department's number
//	C       the product's number
//	A       what the piece costs, in fen
//	W       what it weighs, in grams
//	P       the check digit of A (GS1 General Specifications 7.9.3 and 7.9.4), in front of it; of an A with four or five digits
//	K       the check digit of all before it, as in EAN-13 (7.9.1); the last one
//
// GS1 leaves codes that begin with 2 to shops; how they are built differs by the maker of the scale.
type Layout string

// Default is how scales in China build them: a price in 13 digits, or a price and a weight in 18.
var Default = []Layout{"2FCCCCCAAAAAK", "2FCCCCCAAAAAWWWWWK"}

// Label is what a code says.
type Label struct {
	Product string    // its number, with leading zeros
	Amount  money.Fen // what the piece costs; 0: it says only the weight
	Grams   int       // what it weighs; 0: it doesn't say
}

// ErrCheck is the error of a code that one of the layouts fits, but for a check digit: it was misread, or mistyped.
var ErrCheck = errors.New("the label's check digit is wrong")

// Read reads a code by the first layout that fits it. ok is false where none does.
func Read(layouts []Layout, code string) (l Label, ok bool, err error) {
	wrong := false
	for _, layout := range layouts {
		if !layout.fits(code) {
			continue
		}
		if !layout.checks(code) {
			wrong = true
			continue
		}
		return Label{layout.field(code, 'C'), money.Fen(number(layout.field(code, 'A'))), number(layout.field(code, 'W'))}, true, nil
	}
	if wrong {
		err = ErrCheck
	}
	return l, false, err
}

// fits reports whether a code has the length and the fixed digits of the layout.
func (l Layout) fits(code string) bool {
	if len(code) != len(l) {
		return false
	}
	for i := range len(l) {
		if digit(code[i]) && (l[i] == code[i] || !digit(l[i])) {
			continue
		}
		return false
	}
	return true
}

// checks reports whether the check digits of a code that fits are right.
// Clashes reports whether a code may fit both layouts: they are as long, and have no digits that differ.
func (l Layout) Clashes(other Layout) bool {
	if len(l) != len(other) {
		return false
	}
	for i := range len(l) {
		if digit(l[i]) && digit(other[i]) && l[i] != other[i] {
			return false
		}
	}
	return true
}

func (l Layout) checks(code string) bool {
	if strings.Contains(string(l), "P") && l.field(code, 'P')[0] != verifier(l.field(code, 'A')) {
		return false
	}
	return code[len(code)-1] == CheckDigit(code[:len(code)-1])
}

// field is the digits of a code that stand for a letter.
func (l Layout) field(code string, letter byte) string {
	from := strings.IndexByte(string(l), letter)
	if from < 0 {
		return ""
	}
	return code[from : strings.LastIndexByte(string(l), letter)+1]
}

// Check says why the layout is none; nil where it is one.
func (l Layout) Check() error {
	text := string(l)
	has := func(letter string) int { return strings.Count(text, letter) }
	switch {
	case len(l) < 8 || len(l) > 24:
		return errors.New("a code has 8 to 24 digits")
	case strings.Trim(text, "0123456789FCAWPK") != "":
		return errors.New("digits and the letters F, C, A, W, P and K are understood")
	case l[0] != '2':
		return errors.New("it begins with 2, as other codes are those of the makers of goods")
	case has("K") != 1 || text[len(text)-1] != 'K':
		return errors.New("it ends with K, its check digit")
	case has("C") < 3 || has("C") > 10:
		return errors.New("the product's number C has 3 to 10 digits")
	case has("A")+has("W") == 0:
		return errors.New("neither an amount A nor a weight W is in it")
	case has("A") > 7 || has("W") > 6:
		return errors.New("an amount A has at most 7 digits, a weight W at most 6")
	case has("P") > 1, has("P") == 1 && (has("A") != 4 && has("A") != 5 || !strings.Contains(text, "PA")):
		return errors.New("P stands in front of an amount A of four or five digits")
	}
	for _, letter := range "CAW" {
		if n := has(string(letter)); n > 0 && !strings.Contains(text, strings.Repeat(string(letter), n)) {
			return fmt.Errorf("the digits %c are not side by side", letter)
		}
	}
	return nil
}

// CheckDigit is that of the digits before it: from the right they weigh three and one in turn, and it fills up their sum to a
// multiple of ten (GS1 General Specifications 7.9.1).
func CheckDigit(digits string) byte {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			n *= 3
		}
		sum += n
	}
	return '0' + byte((10-sum%10)%10)
}

// What a digit of a price weighs in the price's check digit, by the names of GS1 General Specifications 7.9.2: 2- is twice the
// digit less its tens, 5- and 5+ are five times the digit less and with its tens.
var (
	twoMinus  = [10]int{0, 2, 4, 6, 8, 9, 1, 3, 5, 7}
	three     = [10]int{0, 3, 6, 9, 2, 5, 8, 1, 4, 7}
	fivePlus  = [10]int{0, 5, 1, 6, 2, 7, 3, 8, 4, 9}
	fiveMinus = [10]int{0, 5, 9, 4, 8, 3, 7, 2, 6, 1}
)

// verifier is the check digit of a price of four (7.9.3) or five digits (7.9.4).
func verifier(price string) byte {
	sum := func(weights ...*[10]int) (sum int) {
		for i, w := range weights {
			sum += w[price[i]-'0']
		}
		return sum
	}
	if len(price) == 4 {
		return '0' + byte(3*sum(&twoMinus, &twoMinus, &three, &fiveMinus)%10)
	}
	lacks := (10 - sum(&fivePlus, &twoMinus, &fiveMinus, &fivePlus, &twoMinus)%10) % 10
	for d, weighs := range fiveMinus {
		if weighs == lacks {
			return '0' + byte(d)
		}
	}
	return 0 // every sum has its digit
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// number is digits as a number; 0 for none.
func number(digits string) (n int) {
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}
