package store

import (
	"iter"

	"holdfast/pos/record"
)

// Bought is a member's sales of this till, the newest first; each is read only when it is come to.
func (tx *Tx) Bought(member string) iter.Seq2[record.Sealed, error] {
	return tx.opened(`SELECT j.bytes FROM sales s CROSS JOIN journal j ON j.seq = s.seq
		WHERE s.member = ? AND s.member <> '' AND s.kind = 'sale' ORDER BY s.seq DESC`, member)
}
