package till

import (
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// ReceiptFilter says which of this till's receipts are looked for; what is empty asks for nothing.
type ReceiptFilter struct {
	RecordFilter
	Least, Most money.Fen // of the amount; Most 0: any
	Number      string    // a receipt's, or what stands behind its last dash
	Member      string    // id
	Journal     bool      // every record, also those that nothing is printed for: shifts, cash, grants
	Before      Spot      // those before this one; zero: from the newest on
	Limit       int       // 0: a hundred
}

// aPage is how many rows a list has where nothing is said.
const aPage = 100

// Receipts is this till's receipts, the newest first; more says that there are others behind them (Before is the last
// row's Spot then).
func (t *Till) Receipts(f ReceiptFilter) (rows []RecordRow, more bool, err error) {
	b := store.Browse{
		Journal: f.Journal, From: f.From, To: f.To, Kinds: f.Kinds, Least: int64(f.Least), Most: int64(f.Most), Before: f.Before, Limit: f.Limit,
	}
	if b.Limit == 0 {
		b.Limit = aPage
	}
	err = t.viewBy(func(tx *store.Tx) (err error) {
		if f.Member != "" {
			if b.Members, err = tx.Aliases(f.Member); err != nil {
				return err
			}
		}
		if f.Number != "" {
			var ours bool
			if b.Only, ours, err = tx.ParseSpot(f.Number); err != nil || !ours {
				return err
			}
		}
		rows, more, err = rowsOf(tx, b)
		return err
	})
	return rows, more, err
}

// Spot is where a record is among those of this till.
type Spot = store.Spot

// UnsentRow is something that head office doesn't have yet: a record, or a change of who a member is or of a card's PIN.
type UnsentRow struct {
	Kind    record.Kind `json:"kind,omitempty"`   // "" for a change
	Change  pos.Topic   `json:"change,omitempty"` // what was changed; "" for a record
	At      time.Time   `json:"at"`
	Receipt string      `json:"receipt,omitempty"`
	Amount  money.Fen   `json:"amount"`
	Member  string      `json:"member,omitempty"` // id
	Name    string      `json:"name,omitempty"`   // the member's
	Card    string      `json:"card,omitempty"`
	Person  string      `json:"person"` // who did it
}

// Unsent is what head office doesn't have yet, in the order in which it goes there: records, then changes, at most limit
// of each; total is how many there are. All of it is safe here.
func (t *Till) Unsent(limit int) (rows []UnsentRow, total uint64, err error) {
	err = t.viewBy(func(tx *store.Tx) error {
		records, changes, n, err := tx.Unsent(limit)
		if err != nil {
			return err
		}
		total = n
		names := map[string]string{}
		for _, r := range records {
			row, err := rowOf(r.Record)
			if err != nil {
				return err
			}
			rows = append(rows, UnsentRow{Kind: row.Kind, At: row.At, Receipt: row.Receipt, Amount: row.Amount, Member: row.Member, Card: row.Card, Person: row.Person})
		}
		for _, c := range changes {
			row := UnsentRow{Change: pos.Topic(c.Topic), At: inZone(time.UnixMilli(c.AtMS)), Person: c.By}
			if row.Change == pos.TopicCard {
				row.Card = c.Key
			} else {
				row.Member = c.Key
			}
			rows = append(rows, row)
		}
		for i := range rows {
			if rows[i].Name, err = memberName(tx, names, rows[i].Member); err != nil {
				return err
			}
		}
		return nil
	})
	return rows, total, err
}
