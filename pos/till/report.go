package till

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// Report is the figures of one shift, for a program and as text.
type Report struct {
	Kind   receipt.ReportKind `json:"report"`
	Shift  string             `json:"shift"`
	Date   string             `json:"date"`   // business date
	Person string             `json:"person"` // whose shift it is
	Name   string             `json:"name"`
	Opened time.Time          `json:"opened"`
	Closed time.Time          `json:"closed,omitzero"`
	figures.Figures
	Text string `json:"text"`
}

// Report is the X report of the open shift, for whoever may see figures, or the Z report of the one that was closed last,
// for its own cashier too.
func (t *Till) Report(kind receipt.ReportKind, width int, lang pos.Lang) (report Report, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.view(func(tx *store.Tx) error {
		shift, err := t.reported(tx, kind)
		if err != nil {
			return err
		}
		records, err := tx.ShiftRecords(shift.ID)
		if err != nil {
			return err
		}
		report = Report{Kind: kind, Shift: shift.ID, Date: shift.Date, Person: shift.Operator, Opened: inZone(shift.Opened)}
		if err := report.fold(records); err != nil {
			return err
		}
		who, err := tx.Person(shift.Operator)
		if err != nil && pos.CodeOf(err) != pos.NotFound {
			return err
		}
		report.Name = who.Name
		shop, err := tx.Store(t.shop)
		if pos.CodeOf(err) == pos.NotFound {
			shop, err = pos.Store{Code: t.shop, Name: t.shop}, nil
		}
		report.Text = receipt.ReportText(receipt.Report{
			Kind: kind, Store: shop, Till: t.place, Operator: report.Person, Name: report.Name, Shift: report.Shift,
			Date: report.Date, Opened: report.Opened, Closed: report.Closed, Figures: report.Figures, Training: t.training,
		}, width, lang)
		return err
	})
	return report, err
}

// reported is the shift that a report is of, if the person signed in may see it.
func (t *Till) reported(tx *store.Tx, kind receipt.ReportKind) (*store.Shift, error) {
	who, err := t.person(tx)
	if err != nil {
		return nil, err
	}
	_, lacks := t.right(tx, pos.MayReport)
	switch kind {
	case receipt.X:
		shift, err := tx.Shift()
		if err == nil {
			err = lacks
		}
		if err == nil && shift == nil {
			err = pos.E(pos.State, "report", "no shift is open; 'report z' has the figures of the last one")
		}
		return shift, err
	case receipt.Z:
		shift, err := tx.LastShift()
		if err == nil && lacks != nil && (shift == nil || shift.Operator != who.ID) {
			err = lacks
		}
		if err == nil && shift == nil {
			err = pos.E(pos.State, "report", "no shift has been closed at this till yet")
		}
		return shift, err
	}
	return nil, pos.E(pos.Usage, "report", "there are the reports x and z")
}

// fold adds up a shift's records.
func (r *Report) fold(records []record.Sealed) (err error) {
	if r.Figures, err = figures.Of(); err != nil {
		return err
	}
	for _, sealed := range records {
		if err := r.Add(sealed.Record); err != nil {
			return err
		}
		if sealed.Kind == record.KindShiftClose {
			r.Closed = inZone(sealed.At())
		}
	}
	return nil
}
