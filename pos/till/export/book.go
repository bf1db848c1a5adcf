package export

import (
	"context"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"holdfast/pos"
	"holdfast/pos/money"
)

// book is a file of sheets, written row by row.
type book struct {
	file   *excelize.File
	lang   pos.Lang
	yuan   int // the style of an amount
	head   int // the style of what stands over a column
	ctx    context.Context
	done   int
	total  int // rows in all
	report func(done, total int)
}

func newBook(ctx context.Context, lang pos.Lang, total int, report func(done, total int)) (*book, error) {
	b := &book{file: excelize.NewFile(), lang: lang, ctx: ctx, total: total, report: report}
	twoDecimals := "#,##0.00"
	var err error
	if b.yuan, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &twoDecimals}); err == nil {
		b.head, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	}
	return b, err
}

// row is what stands in a sheet from left to right: texts, whole numbers, and amounts of any kind. A text stays one, so
// that a number of sixteen digits keeps them all and nothing is taken for a formula.
type row []any

// sheet adds one: what stands over its columns, and its rows. It ends early where ctx has.
func (b *book) sheet(name text, head []text, rows func(yield func(row) bool)) error {
	title := b.say(name)
	if b.file.SheetCount == 1 && b.done == 0 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), title); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(title); err != nil {
		return err
	}
	w, err := b.file.NewStreamWriter(title)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(head), 18); err != nil {
		return err
	}
	over := make(row, len(head))
	for i, h := range head {
		over[i] = excelize.Cell{StyleID: b.head, Value: b.say(h)}
	}
	at := 0
	put := func(r row) bool {
		at++
		if err = b.ctx.Err(); err != nil {
			return false
		}
		if err = w.SetRow("A"+strconv.Itoa(at), b.cells(r)); err != nil {
			return false
		}
		if b.done++; b.report != nil && (b.done%everyRows == 0 || b.done == b.total) {
			b.report(b.done, b.total)
		}
		return true
	}
	if put(over) {
		rows(put)
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

// everyRows is how often progress is told.
const everyRows = 50

// cells gives amounts the form that Excel adds up.
func (b *book) cells(r row) []any {
	cells := make([]any, len(r))
	for i, v := range r {
		switch v := v.(type) {
		case money.Fen:
			cells[i] = excelize.Cell{StyleID: b.yuan, Value: float64(v) / float64(money.Yuan)}
		case money.Points:
			cells[i] = float64(v) / float64(money.Point)
		case money.Qty:
			cells[i] = float64(v) / float64(money.One)
		default:
			cells[i] = v
		}
	}
	return cells
}

func (b *book) write(w io.Writer) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	return b.file.Write(w)
}
