//go:build linux

package chaos

import (
	"fmt"
	"strings"

	"holdfast/proof"
)

// english has the till print what is read here, in columns that all of it fits into.
var english = []string{"--lang", "en", "--columns", "48"}

// titles is what stands above a receipt that isn't a sale's.
var titles = map[string]string{
	"REFUND": refund, "TOP-UP": topUp, "TOP-UP UNDONE": undoing, "POINTS TO STORED VALUE": conversion,
	"CARD REPORTED LOST": lossReport, "LOSS REPORT UNDONE": lossUndone, "CARD REPLACED": replacement,
}

// slip is a printed receipt: what stands at the right, by what stands at the left of it.
type slip struct {
	what string
	rows map[string][]string
	odd  []string // what can't be read
}

// readSlip reads a receipt as a customer would, and says what the till did by it. A sale's doesn't tell its second line from
// the first, nor a top-up's undoing how much of the bonus was there.
func readSlip(text string) (deal, error) {
	s := slip{what: sale, rows: map[string][]string{}}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if what, ok := titles[line]; ok {
			s.what = what
			continue
		}
		if at := strings.LastIndex(line, " "); at > 0 {
			label := strings.TrimSpace(line[:at])
			s.rows[label] = append(s.rows[label], line[at+1:])
		}
	}
	d := deal{what: s.what, of: s.word("Original receipt")}
	switch s.what {
	case sale:
		d.total, d.value, d.spent, d.earned = s.fen("Total"), -s.fen("Stored value"), s.points("Points used"), s.points("Points earned")
	case refund:
		d.total, d.value = -s.fen("Total refunded"), s.fen("Stored value")
		d.spent, d.earned = -s.points("Points given back"), s.points("Points taken back")
	case topUp:
		d.total, d.value = s.fen("Paid in"), s.fen("Paid in")+s.fen("Bonus")
	case undoing:
		d.total = -s.fen("Paid back")
		if taken := s.fen("Principal taken back") + s.fen("Less bonus that was spent"); taken != -d.total {
			s.odd = append(s.odd, "what was taken back isn't what was paid back")
		}
	case conversion:
		d.spent, d.value = -s.points("Points converted"), s.fen("Bonus")
	case lossReport, lossUndone:
		d.card = s.word("Member card")
	case replacement:
		d.card, d.fresh = s.word("Old card"), s.word("New card")
	}
	if s.odd != nil {
		return d, fmt.Errorf("%w: a receipt says %q, which is %s", errWrong, text, strings.Join(s.odd, ", "))
	}
	return d, nil
}

// word is what is printed once.
func (s *slip) word(label string) string {
	if len(s.rows[label]) > 1 {
		s.odd = append(s.odd, "more than one "+label)
	}
	return strings.Join(s.rows[label], " ")
}

// fen is all that is printed behind a label: a sale may be paid in the same way twice.
func (s *slip) fen(label string) (sum int64) {
	return s.sum(label, proof.Fen)
}

func (s *slip) points(label string) (sum int64) {
	return s.sum(label, parsePoints)
}

func (s *slip) sum(label string, parse func(string) int64) (sum int64) {
	for _, text := range s.rows[label] {
		number, negative := strings.CutPrefix(text, "-")
		n := parse(number)
		if n < 0 {
			s.odd = append(s.odd, label+" without a number")
		}
		if negative {
			n = -n
		}
		sum += n
	}
	return sum
}
