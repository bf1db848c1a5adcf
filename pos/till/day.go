package till

import (
	"cmp"
	"slices"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Day is what this till did on one business date.
type Day struct {
	Date string `json:"date"`
	figures.Day
	Average    money.Fen            `json:"average"`              // of a sale
	Categories []DayCategory        `json:"categories,omitempty"` // what was sold, by category; what brought most first
	Who        map[string]Colleague `json:"who,omitempty"`        // the people, by their number
}

// DayCategory is what was sold of a category, as products are in it now; "" is of those in none.
type DayCategory struct {
	Name   string    `json:"name"`
	NameEn string    `json:"nameEn,omitempty"`
	Lines  int       `json:"lines"` // of receipts
	Amount money.Fen `json:"amount"`
}

// Day is the figures of a business date; "" is today's: the open shift's, if one is open. Whoever may see figures may see
// it, and nobody is kept from selling meanwhile.
func (t *Till) Day(date string) (day Day, err error) {
	if err := t.mayReport(); err != nil {
		return day, err
	}
	err = t.view(func(tx *store.Tx) (err error) {
		day, _, err = dayOf(tx, date)
		return err
	})
	return day, err
}

// DayRecords is Day and all that was done on that date, the newest first, in one reading of the books.
func (t *Till) DayRecords(date string) (day Day, rows []RecordRow, err error) {
	if err := t.mayReport(); err != nil {
		return day, nil, err
	}
	err = t.view(func(tx *store.Tx) error {
		var records []record.Sealed
		if day, records, err = dayOf(tx, date); err != nil {
			return err
		}
		rows, err = asRows(tx, records)
		return err
	})
	return day, rows, err
}

// Days is the business dates that this till has shifts of, the newest first.
func (t *Till) Days() (dates []string, err error) {
	err = t.viewBy(func(tx *store.Tx) (err error) {
		dates, err = tx.Days()
		return err
	})
	return dates, err
}

// mayReport refuses whoever may not see figures.
func (t *Till) mayReport() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.view(func(tx *store.Tx) error {
		_, err := t.right(tx, pos.MayReport)
		return err
	})
}

// dayOf is a date's figures, and its records, the newest first.
func dayOf(tx *store.Tx, date string) (day Day, records []record.Sealed, err error) {
	if date == "" {
		shift, err := tx.Shift()
		if err != nil {
			return day, nil, err
		}
		if date = today(tx); shift != nil {
			date = shift.Date
		}
	}
	if records, _, err = tx.Browse(store.Browse{Journal: true, From: date, To: date, Limit: store.All}); err != nil {
		return day, nil, err
	}
	day = Day{Date: date, Who: map[string]Colleague{}}
	if day.Day, err = figures.DayOf(records); err != nil {
		return day, nil, err
	}
	day.Average = day.Day.Average()
	for _, p := range day.People {
		who, err := tx.Person(p.ID)
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return day, nil, err
		}
		day.Who[p.ID] = Colleague{p.ID, who.Name, who.NameEn, who.Role}
	}
	day.Categories, err = categoriesOf(tx, day.Products)
	return day, records, err
}

// categoriesOf adds products up by category.
func categoriesOf(tx *store.Tx, products []figures.Product) (list []DayCategory, err error) {
	of := map[string]int{}
	for _, sold := range products {
		p, err := tx.Product(sold.Code)
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return nil, err
		}
		i, ok := of[p.Category]
		if !ok {
			i = len(list)
			of[p.Category] = i
			list = append(list, DayCategory{Name: p.Category, NameEn: p.CategoryEn})
		}
		list[i].Lines += sold.Lines
		list[i].Amount += sold.Amount
	}
	slices.SortFunc(list, func(a, b DayCategory) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}
