package till

import (
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pricing"
)

// Scanned is a line after a change, and the sale's new total.
type Scanned struct {
	Line   int         `json:"line"` // from 1, as the lines stand now
	Code   string      `json:"code"`
	Name   string      `json:"name"`
	Qty    money.Qty   `json:"qty"`
	Price  money.Fen   `json:"price"`
	Why    pricing.Why `json:"why"`
	Amount money.Fen   `json:"amount"` // after what is taken off
	Total  money.Fen   `json:"total"`

	Off []pricing.Off `json:"off,omitempty"`
}

// maxQty is the largest quantity of a line.
const maxQty = 99_999 * money.One

// Scan adds a quantity of a product, found by code, barcode or a scale's label. A product that is in the sale already gets more, and
// takes the prices of this scan; but not where its price was set or reduced by hand, for that was for what was there.
func (t *Till) Scan(code string, qty money.Qty) (scanned Scanned, err error) {
	err = t.sell(func(s *sale) error {
		if err := s.editable(); err != nil {
			return err
		}
		p, pack, err := goodsOf(s.tx, code)
		if err != nil {
			return err
		}
		if p.Off {
			return pos.E(pos.State, "scan", "{} is off the shelf and may not be sold", p.Name)
		}
		if pack != nil {
			return s.addPack(p, *pack, code, qty, &scanned)
		}
		at := s.lineOf(p.Code)
		if at < 0 {
			at = len(s.Lines)
			s.Lines = append(s.Lines, line{Barcode: code})
		}
		l := &s.Lines[at]
		l.NameEn, l.Unit, l.UnitEn, l.Line = p.NameEn, p.Unit, p.UnitEn, goods(p, l.Qty)
		return s.setQty(at, l.Qty+qty, &scanned)
	})
	return scanned, err
}

// goods is a quantity of a product as it is priced, at its prices of now.
func goods(p pos.Product, qty money.Qty) pricing.Line {
	return pricing.Line{Code: p.Code, Name: p.Name, Qty: qty, List: p.Price, Member: p.MemberPrice, Categories: p.In(), Brand: p.Brand}
}

// lineOf is the line that more of a product goes into, -1 where it takes a new one.
func (s *sale) lineOf(code string) int {
	for i, l := range s.Lines {
		if l.Code == code && l.Manual == 0 && l.Off == 0 && !l.Packed && code != pricing.QuickCode {
			return i
		}
	}
	return -1
}

// SetQty sets the quantity of a line. More of what somebody approved a price or a discount for needs the right again.
func (t *Till) SetQty(number int, qty money.Qty) (scanned Scanned, err error) {
	err = t.sell(func(s *sale) error {
		at, err := s.lineAt(number)
		if err != nil {
			return err
		}
		if qty > s.Lines[at].Qty {
			if err := s.approveAgain(&s.Lines[at]); err != nil {
				return err
			}
		}
		return s.setQty(at, qty, &scanned)
	})
	return scanned, err
}

func (s *sale) setQty(at int, qty money.Qty, scanned *Scanned) error {
	if qty <= 0 || qty > maxQty {
		return pos.E(pos.Usage, "", "a line has at most {} of a product", maxQty)
	}
	s.Lines[at].Qty = qty
	return s.repriced(at, scanned)
}

// repriced quotes the sale after a change of one line. It refuses a sale that is too large for a record.
func (s *sale) repriced(at int, scanned *Scanned) error {
	if err := s.price(); err != nil {
		return err
	}
	body, err := s.encode()
	if err != nil {
		return err
	}
	if len(body) > maxBasket {
		return pos.E(pos.State, "", "the sale is full; finish it and begin another")
	}
	*scanned = s.scanned(at)
	return nil
}

func (s *sale) scanned(at int) Scanned {
	l, p := s.Lines[at], s.Quote.Lines[at]
	return Scanned{at + 1, l.Code, l.Name, l.Qty, p.Price, p.Why, p.Amount, s.Quote.Total, p.Off}
}

// Voided is a line that is gone, and the sale's new total.
type Voided struct {
	Line   int       `json:"line"`
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Lines  int       `json:"lines"` // how many are left; those behind the voided one moved up
	Total  money.Fen `json:"total"`
}

// VoidLine takes a line out. Lines behind it move up.
func (t *Till) VoidLine(number int) (voided Voided, err error) {
	err = t.sell(func(s *sale) error {
		at, err := s.lineAt(number)
		if err != nil {
			return err
		}
		out := s.Lines[at]
		if s.Lines = append(s.Lines[:at], s.Lines[at+1:]...); len(s.Lines) == 0 {
			s.Off, s.OffBy = 0, "" // what comes next is another bill
		}
		if err := s.price(); err != nil {
			return err
		}
		voided = Voided{number, out.Name, out.NameEn, len(s.Lines), s.Quote.Total}
		return nil
	})
	return voided, err
}

// lineAt is the index of the line with a number, if lines may be changed.
func (s *sale) lineAt(number int) (int, error) {
	if number < 1 || number > len(s.Lines) {
		return 0, pos.E(pos.NotFound, "", "the sale has no line {}", number)
	}
	return number - 1, s.editable()
}
