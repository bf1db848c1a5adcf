package store

import (
	"slices"
	"strings"

	"holdfast/pos/record"
)

// Browse says which records of the journal are looked for; what is empty asks for nothing.
type Browse struct {
	Journal  bool          // every record; else only those that have a receipt
	From, To string        // business dates, both included
	Kinds    []record.Kind //
	Members  []string      // ids
	Least    int64         // of the amount in fen: records of points alone have none
	Most     int64         // 0: any
	Only     Spot          // this record only; of any epoch where that is 0
	Before   Spot          // records older than this one; zero: from the newest on
	Limit    int           // All: no limit

	first, last uint64 // where From and To are
}

// All is the limit of a search that has none.
const All = -1

// Browse finds records, the newest first, this machine's and behind them those of before; more says that there are others
// behind them.
func (tx *Tx) Browse(b Browse) (list []record.Sealed, more bool, err error) {
	if b.From != "" || b.To != "" {
		if b.first, b.last, err = tx.dated(b.From, b.To); err != nil {
			return nil, false, err
		}
	}
	self, err := tx.Self()
	if err != nil {
		return nil, false, err
	}
	if (b.Before == Spot{} || b.Before.Epoch == self.Epoch) && (b.Only.Epoch == 0 || b.Only.Epoch == self.Epoch) {
		if list, more, err = tx.browse(b, b.query(), nil); err != nil || more {
			return list, more, err
		}
	}
	return tx.browse(b, b.pastQuery(), list)
}

// browse adds what a query finds to a list, up to the limit.
func (tx *Tx) browse(b Browse, q query, list []record.Sealed) (_ []record.Sealed, more bool, err error) {
	for scan, err := range tx.tx.Query(q.text, q.args...) {
		var bytes []byte
		var r record.Sealed
		if err == nil {
			err = scan(&bytes)
		}
		if err == nil {
			r, err = record.Open(bytes)
		}
		if err != nil {
			return nil, false, err
		}
		if b.From != "" && r.Date < b.From || b.To != "" && r.Date > b.To {
			continue
		}
		if len(list) == b.Limit {
			return list, true, nil
		}
		list = append(list, r)
	}
	return list, false, nil
}

// query finds the records' bytes. Of kinds that have a receipt the small rows of sales are read and not the journal's.
func (b Browse) query() query {
	q := query{text: "SELECT j.bytes FROM sales s JOIN journal j ON j.seq = s.seq WHERE true"}
	seq := "s.seq"
	if b.Journal {
		q.text, seq = "SELECT j.bytes FROM journal j LEFT JOIN sales s ON s.seq = j.seq WHERE true", "j.seq"
	}
	if b.From != "" || b.To != "" {
		q.and(seq+" BETWEEN ? AND ?", b.first, b.last)
	}
	if b.Before != (Spot{}) {
		q.and(seq+" < ?", b.Before.Seq)
	}
	if b.Only.Seq != 0 {
		q.and(seq+" = ?", b.Only.Seq)
	}
	if b.Kinds != nil {
		kind := "s.kind"
		if b.Journal {
			kind = "j.kind"
		}
		q.and(kind+" IN ("+marks(len(b.Kinds))+")", texts(b.Kinds)...)
		if b.Journal && !slices.ContainsFunc(b.Kinds, common) {
			q.and("j.kind NOT IN ('sale', 'accept', 'return')") // as the index of the others says
		}
	}
	if b.Members != nil {
		q.and("s.member <> '' AND s.member IN ("+marks(len(b.Members))+")", texts(b.Members)...)
	}
	if b.Least != 0 || b.Most != 0 {
		q.and("s.kind NOT IN ('reward', 'deduct') AND s.total >= ? AND (? = 0 OR s.total <= ?)", b.Least, b.Most, b.Most)
	}
	q.text += " ORDER BY " + seq + " DESC"
	return q
}

// common reports whether a kind of record is written all day long.
func common(kind record.Kind) bool {
	return kind == record.KindSale || kind == record.KindAccept || kind == record.KindReturn
}

// dated is a range of the journal in which all records of some business dates are: those of their shifts, and what was
// done outside of shifts before and after. There is a shift or three a day, so this needs no index of dates.
func (tx *Tx) dated(from, to string) (first, last uint64, err error) {
	if to == "" {
		to = "9999-12-31"
	}
	err = tx.tx.QueryRow(`
		WITH head (seq) AS (SELECT coalesce(max(seq), 0) FROM journal),
			inside (first, last) AS (SELECT min(opened), max(coalesce(closed, seq)) FROM shifts, head WHERE date BETWEEN ?1 AND ?2)
		SELECT min(coalesce(first, seq + 1), coalesce((SELECT max(closed) + 1 FROM shifts WHERE date < ?1 AND (first IS NULL OR closed < first)), 1)),
			max(coalesce(last, 0), coalesce((SELECT min(opened) - 1 FROM shifts WHERE date > ?2 AND (last IS NULL OR opened > last)), seq))
		FROM inside, head`, from, to).Scan(&first, &last)
	return first, last, err
}

// query is a statement that is written part by part.
type query struct {
	text string
	args []any
}

func (q *query) and(term string, args ...any) {
	q.text += " AND " + term
	q.args = append(q.args, args...)
}

// marks is so many placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// texts is names as arguments.
func texts[S ~string](list []S) (args []any) {
	for _, s := range list {
		args = append(args, string(s))
	}
	return args
}
