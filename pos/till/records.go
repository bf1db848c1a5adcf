package till

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// RecordFilter says which records are looked for; what is empty asks for nothing.
type RecordFilter struct {
	From, To string // business dates, both included
	Kinds    []record.Kind
}

// RecordRow is a record of this till in a list.
type RecordRow struct {
	Epoch   uint64       `json:"epoch"` // an earlier one than the till's: it was done on another machine
	Seq     uint64       `json:"seq"`
	Receipt string       `json:"receipt"` // its number, also where nothing is printed for it
	Kind    record.Kind  `json:"kind"`
	At      time.Time    `json:"at"`
	Date    string       `json:"date"` // business date
	Amount  money.Fen    `json:"amount"`
	Points  money.Points `json:"points,omitempty"` // that the member got by it; below 0: that went
	Member  string       `json:"member,omitempty"` // id
	Name    string       `json:"name,omitempty"`   // the member's
	Card    string       `json:"card,omitempty"`   // that it is about
	Person  string       `json:"person"`           // who did it
	Printed bool         `json:"printed"`          // there is a receipt of it
	Back    bool         `json:"back,omitempty"`   // something of it was given back since
	Part    bool         `json:"part,omitempty"`   // and not all of it
	Unsent  bool         `json:"unsent,omitempty"` // head office doesn't have it yet
}

// MemberRecords is what a member did at this till, and whoever was merged into them, the newest first: from the one
// before another on, zero for the newest, at most limit; more says that there are others. What they did at other tills is at
// head office.
func (t *Till) MemberRecords(id string, f RecordFilter, before Spot, limit int) (rows []RecordRow, more bool, err error) {
	err = t.viewBy(func(tx *store.Tx) error {
		rows, more, err = recordsOf(tx, id, f, before, limit)
		return err
	})
	return rows, more, err
}

func recordsOf(tx *store.Tx, id string, f RecordFilter, before Spot, limit int) ([]RecordRow, bool, error) {
	ids, err := tx.Aliases(id)
	if err != nil {
		return nil, false, err
	}
	return rowsOf(tx, store.Browse{From: f.From, To: f.To, Kinds: f.Kinds, Members: ids, Before: before, Limit: limit})
}

// rowsOf is what is found of the journal, as rows.
func rowsOf(tx *store.Tx, b store.Browse) (rows []RecordRow, more bool, err error) {
	found, more, err := tx.Browse(b)
	if err != nil {
		return nil, false, err
	}
	rows, err = asRows(tx, found)
	return rows, more, err
}

// asRows is records as rows, with what isn't in them.
func asRows(tx *store.Tx, records []record.Sealed) (rows []RecordRow, err error) {
	counts, err := tx.Counts()
	if err != nil {
		return nil, err
	}
	self, err := tx.Self()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, r := range records {
		row, err := rowOf(r.Record)
		if err != nil {
			return nil, err
		}
		row.Unsent = r.Epoch == self.Epoch && r.Seq > counts.Acked
		if row.Name, err = memberName(tx, names, row.Member); err != nil {
			return nil, err
		}
		if row.Printed {
			back, err := tx.Refunds(row.Receipt)
			if err != nil {
				return nil, err
			}
			row.Back = len(back) > 0
			row.Part = row.Back && left(row, back) > 0
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// left is what of a sale was not given back.
func left(row RecordRow, back []record.Sealed) money.Fen {
	if row.Kind != record.KindSale {
		return 0
	}
	left := row.Amount
	for _, r := range back {
		if given, err := rowOf(r.Record); err == nil { // else it can't be listed itself, and says so there
			left -= given.Amount
		}
	}
	return left
}

// Spot is where the record is.
func (r RecordRow) Spot() Spot { return Spot{Epoch: r.Epoch, Seq: r.Seq} }

// Drawn is the amount as the drawer or the member's value sees it: below 0 where it goes to the customer.
func (r RecordRow) Drawn() money.Fen {
	switch r.Kind {
	case record.KindRefund, record.KindTopVoid, record.KindWithdraw, record.KindCardReturn, record.KindCashOut:
		return -r.Amount
	}
	return r.Amount
}

// rowOf is a record as a row, without what isn't in it.
func rowOf(r record.Record) (row RecordRow, err error) {
	row = RecordRow{Epoch: r.Epoch, Seq: r.Seq, Receipt: r.Receipt(), Kind: r.Kind, At: inZone(r.At()), Date: r.Date, Person: r.Operator, Printed: true}
	body, err := r.Decode()
	if err != nil {
		return row, err
	}
	switch b := body.(type) {
	case record.Sale:
		row.Member, row.Card, row.Amount, row.Points = b.Member, b.Card, b.Total, b.Points
		for _, t := range b.Paid {
			row.Points -= t.Points
		}
	case record.Refund:
		row.Member, row.Amount, row.Points = b.Member, b.Total, -b.Points
		for _, back := range b.Back {
			row.Points += back.Points
		}
	case record.TopUp:
		row.Member, row.Card, row.Amount = b.Member, b.Card, b.Principal
	case record.TopVoid:
		row.Member, row.Amount = b.Member, b.Back
	case record.Withdraw:
		row.Member, row.Card, row.Amount = b.Member, b.Card, b.Amount
	case record.Convert:
		row.Member, row.Card, row.Amount, row.Points = b.Member, b.Card, b.Bonus, -b.Points
	case record.Reward:
		row.Member, row.Points = b.Member, b.Points
	case record.Deduct:
		row.Member, row.Points = b.Member, -b.Points
	case record.CardReturn:
		row.Member, row.Card, row.Amount = b.Member, b.Card, b.Amount
	case record.CardIssue:
		row.Member, row.Card = b.Member, b.Card
	case record.CardLost:
		row.Member, row.Card = b.Member, b.Card
	case record.CardFound:
		row.Member, row.Card = b.Member, b.Card
	case record.CardReplace:
		row.Member, row.Card = b.Member, b.New
	case record.CardExtend:
		row.Member, row.Card = b.Member, b.Card
	default:
		row.Printed = false
		row.Amount = cashOf(body)
	}
	return row, nil
}

// cashOf is the cash that a record of the drawer is about; 0 for any other.
func cashOf(body record.Body) money.Fen {
	switch b := body.(type) {
	case record.ShiftOpen:
		return b.Float
	case record.ShiftClose:
		return b.Counted
	case record.CashIn:
		return b.Amount
	case record.CashOut:
		return b.Amount
	}
	return 0
}

// memberName is a member's name, looked up once; "" for nobody and where they are not known any more.
func memberName(tx *store.Tx, names map[string]string, id string) (string, error) {
	name, known := names[id]
	if known || id == "" {
		return name, nil
	}
	m, err := tx.Member(id)
	if err != nil && pos.CodeOf(err) != pos.NotFound {
		return "", err
	}
	names[id] = m.Name
	return m.Name, nil
}

// viewBy is view for somebody who is signed in.
func (t *Till) viewBy(f func(*store.Tx) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.view(func(tx *store.Tx) error {
		if _, err := t.person(tx); err != nil {
			return err
		}
		return f(tx)
	})
}
