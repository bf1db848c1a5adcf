package receipt

import (
	"strings"
	"unicode"

	"holdfast/pos"

	"golang.org/x/text/width"
)

// page is paper of so many columns, written line by line.
type page struct {
	strings.Builder
	width int
	lang  pos.Lang
}

// columns is how many a character takes: two if Unicode calls it wide (UAX #11), none if it sits on the one before.
func columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case width.LookupRune(r).Kind() == width.EastAsianWide, width.LookupRune(r).Kind() == width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Columns is how many columns of the paper a line takes.
func Columns(s string) (n int) {
	for _, r := range s {
		n += columns(r)
	}
	return n
}

// clean takes out what a printer would obey instead of print.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
}

// fold cuts a text into pieces that fit: at a blank in the second half of a piece, else, as Chinese has none, anywhere.
func fold(s string, most int) (pieces []string) {
	for {
		fits, used := len(s), 0
		for i, r := range s {
			if used += columns(r); used > most {
				fits = i
				break
			}
		}
		if fits == len(s) {
			return append(pieces, s)
		}
		if blank := strings.LastIndexByte(s[:fits], ' ') + 1; blank > fits/2 {
			fits = blank
		}
		pieces, s = append(pieces, s[:fits]), s[fits:]
	}
}

func (p *page) wrap(s string) {
	for _, piece := range fold(clean(s), p.width) {
		p.WriteString(strings.TrimRight(piece, " ") + "\n")
	}
}

// centre writes nothing for nothing.
func (p *page) centre(s string) {
	if s == "" {
		return
	}
	for _, piece := range fold(clean(s), p.width) {
		p.WriteString(strings.Repeat(" ", (p.width-Columns(piece))/2) + piece + "\n")
	}
}

// row writes left at the left edge and right at the right one; on lines of their own where both don't fit.
func (p *page) row(left, right string) {
	left, right = clean(left), clean(right)
	if gap := p.width - Columns(left) - Columns(right); gap >= 1 {
		p.WriteString(left + strings.Repeat(" ", gap) + right + "\n")
		return
	}
	p.wrap(left)
	for _, piece := range fold(right, p.width) {
		p.WriteString(strings.Repeat(" ", p.width-Columns(piece)) + piece + "\n")
	}
}

// rowIf is a row, or nothing where there is nothing to the right.
func (p *page) rowIf(left, right string) {
	if right != "" {
		p.row(left, right)
	}
}

func (p *page) rule() { p.WriteString(strings.Repeat("-", p.width) + "\n") }
