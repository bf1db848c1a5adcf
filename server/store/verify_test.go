package store

import (
	"strings"
	"testing"

	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// TestVerifyNotices changes the books behind their back, one way at a time.
func TestVerifyNotices(t *testing.T) {
	for _, c := range []struct{ name, sql, says string }{
		{"nothing", "SELECT 1", ""},
		{"a balance", "UPDATE accounts SET balance = balance + 1 WHERE kind = 'available'", "available:"},
		{"two balances that cancel out", "UPDATE accounts SET balance = balance + iif(kind = 'escrow', 1, -1) WHERE kind IN ('escrow', 'available')", "available:"},
		{"an account removed", "DELETE FROM accounts WHERE kind = 'escrow'", "is missing"},
		{"an account given to another place", "UPDATE accounts SET place = 'T2' WHERE kind = 'escrow'", "otherwise than its name"},
		{"a byte of a record", "UPDATE journal SET bytes = CAST(substr(bytes, 1, 40) || x'00' || substr(bytes, 42) AS BLOB) WHERE hq_seq = 4", "journal 4"},
		{"a byte, and its hash", "UPDATE journal SET bytes = x'00', hash = x'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d' WHERE hq_seq = 4", "journal 4"},
		{"the chain", "UPDATE journal SET chain = zeroblob(32) WHERE hq_seq = 3", "journal 3"},
		{"a record removed", "DELETE FROM touched; DELETE FROM journal WHERE hq_seq = 2", "3 follows 1"},
		{"the last record removed", "DELETE FROM touched; DELETE FROM journal WHERE hq_seq = 4", "epoch 1 of T1"},
		{"a record's row", "UPDATE journal SET kind = 'lottery' WHERE hq_seq = 4", "otherwise than the record"},
		{"a record unbooked", "UPDATE journal SET booked = 0 WHERE hq_seq = 4", "account"},
		{"an acknowledgement", "UPDATE epochs SET acked = 1 WHERE place = 'T1'", "epoch 1 of T1"},
		{"a grant's state", "UPDATE grants SET state = 'transit'", "grant"},
		{"a refund", "INSERT INTO refunds (receipt, hq_seq) VALUES ('T1-1-000001', 4)", "noted as a refund"},
		{"refund rights", "UPDATE epochs SET released = 1 WHERE place = 'T1'", "released up to 1"},
		{"a grant's blob", "UPDATE grants SET blob = x'00'", "grant"},
		{"a grant removed", "DELETE FROM requests; DELETE FROM grants", "0 grants, 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := start(t)
			w.ok(w.s.CatchUp(w.ctx(), w.now))
			w.ok(w.s.db.Update(t.Context(), func(tx *sqlite.Tx) error {
				for _, q := range append([]string{"DROP TRIGGER journal_stays", "DROP TRIGGER journal_keeps"}, strings.Split(c.sql, ";")...) {
					if _, err := tx.Exec(q); err != nil {
						return err
					}
				}
				return nil
			}))
			_, err := w.s.Verify(t.Context())
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("Verify = %v, want %q", err, c.says)
			}
		})
	}
}

// TestJournalStays: the table itself refuses what no code should do.
func TestJournalStays(t *testing.T) {
	w, x := start(t)
	for _, q := range []string{"UPDATE journal SET booked = 0", "DELETE FROM journal", "UPDATE accounts SET balance = -1 WHERE kind = 'escrow'",
		"INSERT INTO epochs (place, epoch, pubkey, hash, enrolled_at, last_contact) VALUES ('T1', 9, zeroblob(32), zeroblob(32), 0, 0)"} {
		if err := w.s.db.Update(t.Context(), func(tx *sqlite.Tx) error { _, err := tx.Exec(q); return err }); err == nil {
			t.Errorf("%s was taken", q)
		}
	}
	x.book(record.ShiftOpen{Float: 1})
	if v := w.verify(); v.Records != 5 || v.Accounts == 0 {
		t.Errorf("%+v", v)
	}
}
