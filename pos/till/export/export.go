// Package export writes what a manager sees of a day as a file for a spreadsheet. It imports pos/till and what that may,
// and the library for such files, which pos/till itself can do without.
//
// The one thing to know: amounts are numbers in it, in yuan, as a manager adds them up; what only looks like a number, a
// receipt's or a card's, is text.
package export

import (
	"context"
	"io"
	"slices"
	"strconv"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

// Day writes a business date ("" is today's) of a till as an .xlsx file: an overview, the hours, the ways of paying, the
// products, and every receipt. report, which may be nil, is told how many rows are written of how many. It ends with
// ctx's error as soon as ctx ends; what w has got by then, or by any error, is no file.
func Day(ctx context.Context, t *till.Till, date string, w io.Writer, lang pos.Lang, report func(done, total int)) (err error) {
	day, records, err := t.DayRecords(date)
	if err != nil {
		return err
	}
	slices.Reverse(records)
	printed := slices.DeleteFunc(records, func(r till.RecordRow) bool { return !r.Printed })
	overview := overviewOf(day)
	tenders := tendersOf(day, lang)
	const heads = 5
	b, err := newBook(ctx, lang, heads+len(overview)+len(day.Hours)+len(tenders)+len(day.Products)+len(printed), report)
	if err != nil {
		return err
	}
	defer b.file.Close() //nolint:errcheck // what isn't in w is thrown away
	for _, sheet := range []func() error{
		func() error {
			return b.sheet(sheetOverview, []text{colWhat, colNumber, colAmount}, each(overview, b.figure))
		},
		func() error {
			return b.sheet(sheetHours, []text{colHour, colNumber, colAmount}, func(yield func(row) bool) {
				for hour, s := range day.Hours {
					if !yield(row{strconv.Itoa(hour) + ":00", s.N, s.Amount}) {
						return
					}
				}
			})
		},
		func() error {
			return b.sheet(sheetTenders, []text{colWhat, colSales, colRefunds, colTopUps, colTopVoids}, each(tenders, func(r row) row { return r }))
		},
		func() error {
			return b.sheet(sheetProducts, []text{colCode, colName, colUnit, colQty, colLines, colAmount}, each(day.Products, b.product))
		},
		func() error {
			return b.sheet(sheetReceipts, []text{colReceipt, colTime, colKind, colAmount, colPoints, colMember, colPerson}, each(printed, func(r till.RecordRow) row {
				return row{r.Receipt, r.At.Format("2006-01-02 15:04:05"), receipt.KindName(r.Kind, lang), r.Amount, r.Points, r.Name, r.Person}
			}))
		},
	} {
		if err := sheet(); err != nil {
			return err
		}
	}
	return b.write(w)
}

// each is a row for each of a list.
func each[T any](list []T, as func(T) row) func(yield func(row) bool) {
	return func(yield func(row) bool) {
		for _, v := range list {
			if !yield(as(v)) {
				return
			}
		}
	}
}

func (b *book) product(p figures.Product) row {
	return row{p.Code, b.either(p.Name, p.NameEn), b.either(p.Unit, p.UnitEn), p.Qty, p.Lines, p.Amount}
}

// tendersOf is the ways of paying, and what each brought and gave back.
func tendersOf(day till.Day, lang pos.Lang) (rows []row) {
	for _, kind := range record.TenderKinds {
		sales, refunds, topUps, topVoids := day.Tenders[kind], day.RefundTenders[kind], day.TopUpTenders[kind], day.TopVoidTenders[kind]
		if sales.N+refunds.N+topUps.N+topVoids.N > 0 {
			rows = append(rows, row{receipt.TenderName(kind, lang), sales.Amount, refunds.Amount, topUps.Amount, topVoids.Amount})
		}
	}
	return rows
}
