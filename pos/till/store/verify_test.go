package store

import (
	"context"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/record"
)

// lived is a till with something in every table that Verify looks at.
func lived(t *testing.T) *till {
	w := newTill(t)
	do := func(b record.Body) {
		w.update(func(tx *Tx) error { _, err := tx.Append(Operator{ID: "1001"}, b); return err })
	}
	do(record.ShiftOpen{Float: 20000})
	w.grant(alice, 6000, nil)
	w.topUp(alice, 10000, 1000)
	uses, err := w.pay("B1", 1, alice, 7000)
	w.must(err)
	_, err = w.finish("B1", alice, 500, uses)
	w.must(err)
	_, err = w.Surrender(recall(1000))
	w.must(err)
	do(record.ShiftClose{Expected: 30500, Counted: 30500})
	do(record.ShiftOpen{Float: 20000})
	id := w.ask("B2", 100)
	w.update(func(tx *Tx) error { return tx.WithdrawRequest(id) })
	_, err = w.TakeGrant(w.sign(alice, 100, nil))
	w.must(err)
	_, err = w.pay("B2", 1, alice, 300)
	w.must(err)
	do(refundOf("T1-1-000004")) // 9
	w.wants("T1-1-000003")
	do(record.Release{UpTo: 4})
	do(record.CardIssue{Card: "1", Member: alice}) // 12
	do(record.CardReplace{Old: "1", New: "2", Member: alice})
	do(record.Deduct{Member: alice, Points: 70_000}) // 14
	w.grant("house", 1000, nil)
	uses, err = w.pay("B3", 1, "house", 700)
	w.must(err)
	do(record.Sale{Member: alice, Basket: "B3", Lines: []record.Line{{Code: "P1"}}, Total: 700, Paid: []record.Tender{{Kind: record.FloatT, Amount: 700, Uses: uses}}}) // 16
	return w
}

func TestVerify(t *testing.T) {
	w := lived(t)
	want, err := w.Verify(context.Background())
	w.must(err)
	if want.Records != 16 || want.Accounts < 6 {
		t.Errorf("%+v", want)
	}
	beside, err := Verify(context.Background(), w.file) // as `till verify` does beside the running till
	if err != nil || beside != want {
		t.Errorf("beside: %+v, %v", beside, err)
	}
	w.topUp(alice, 100, 0)
	w.must(w.Close())
	if after, err := Verify(context.Background(), w.file); err != nil || after.Records != 17 {
		t.Errorf("after the till: %+v, %v", after, err)
	}
	if _, err := Verify(context.Background(), w.file+".none"); err == nil {
		t.Error("a file that isn't there is in order")
	}
}

// TestVerifyNoticesTampering: each is one statement of somebody with a database tool, and what Verify then says.
func TestVerifyNoticesTampering(t *testing.T) {
	const free = "DROP TRIGGER journal_keeps; DROP TRIGGER journal_forgets_nothing; "
	for name, c := range map[string]struct{ query, says string }{
		"a balance":                {"UPDATE accounts SET balance = balance + 1 WHERE account LIKE 'escrow:%:principal:%'", "account escrow:01ALICE:principal:T1:1 is"},
		"an account more":          {"INSERT INTO accounts VALUES ('escrow:01BOB:points:T1:1', 1)", "01BOB"},
		"an account less":          {"DELETE FROM accounts WHERE account LIKE 'taken:cash%'", "taken:cash"},
		"a lot":                    {"UPDATE lots SET amount = amount + 1 WHERE asset = 'bonus'", "lot"},
		"a lot's end":              {"UPDATE lots SET ends = ends + 1 WHERE id = 'G0002'", "lot G0002"},
		"a lot more":               {"INSERT INTO lots VALUES ('01BOB', 'points', 'x', 0, 1, 0, 0)", "lot x"},
		"a lot less":               {"DELETE FROM lots WHERE reserved = 0", "lot"},
		"what a lot has reserved":  {"UPDATE lots SET reserved = 0", "reservations"},
		"a reservation":            {"PRAGMA defer_foreign_keys = 1; DROP TRIGGER reservations_ended; DELETE FROM reservations", "reservations"},
		"a shift's count":          {"UPDATE shifts SET counted = 1 WHERE counted IS NOT NULL", "shift"},
		"a shift less":             {"DELETE FROM shifts WHERE closed IS NULL", "shift"},
		"a sale's total":           {"UPDATE sales SET total = total + 1 WHERE kind = 'sale'", "record 4: its row in sales"},
		"a sale less":              {"DELETE FROM sales WHERE seq = 4", "record 4: its row in sales"},
		"a tombstone":              {"UPDATE grants SET accepted = 0", "grant G0001"},
		"a grant forgotten":        {"DELETE FROM grants WHERE id = 'G0002'", "grant G0002"},
		"news":                     {"UPDATE news SET delta = delta - 1 WHERE asset = 'bonus'", "record 3: its news"},
		"a sale more":              {"INSERT INTO sales VALUES (2, 'sale', '', 1, 0, '', '')", "record 2: its row in sales"},
		"a card's receipt less":    {"DELETE FROM sales WHERE kind = 'card_issue'", "record 12: its row in sales"},
		"a claim":                  {"UPDATE news SET delta = delta - 1 WHERE claim = 1 AND asset = 'points'", "record 14: its news"},
		"a claim more":             {"INSERT INTO news VALUES ('01BOB', 14, 1, 'bonus', 5)", "record 14: its news"},
		"card news":                {"UPDATE card_news SET member = '01BOB' WHERE card = '2'", "record 13: its card news"},
		"card news of nothing":     {"INSERT INTO card_news VALUES ('1', 2, '01ALICE')", "record 2: its card news"},
		"what was drawn":           {"UPDATE drawn SET amount = 1", "record 16: its float"},
		"nothing that was drawn":   {"INSERT INTO drawn VALUES ('01ALICE', 2, 1)", "record 2: its float"},
		"a refund less":            {"DELETE FROM refunds", "refund {T1-1-000004 9} is not there"},
		"a refund of another":      {"UPDATE refunds SET receipt = 'T1-1-000003'", "a refund of T1-1-000003"},
		"a refund for an undoing":  {"UPDATE refunds SET void = 1", "a refund of T1-1-000004"},
		"a right that never left":  {"INSERT INTO releases (seq, sale) VALUES (12, 9)", "record 12 releases"},
		"a right that is back":     {"DELETE FROM releases WHERE sale = 3", "release of 3"},
		"rights that are back":     {"DELETE FROM releases WHERE up_to = 4", "release 11"},
		"rights that left later":   {"UPDATE releases SET up_to = 5 WHERE up_to = 4", "record 11 releases"},
		"what was sold":            {"UPDATE sold SET weight = weight * 2", "what was sold of P1"},
		"something sold less":      {"DELETE FROM sold", "what was sold of P1 is not there"},
		"something sold more":      {"INSERT INTO sold VALUES ('P9', 1)", "what was sold of P9"},
		"news of nothing":          {"INSERT INTO news VALUES ('01BOB', 1, 0, 'points', 5)", "record 1: its news"},
		"acknowledged":             {"UPDATE state SET acked = 99", "acknowledged 99"},
		"a record's bytes":         {free + "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), 'S01', 'S02') AS BLOB) WHERE seq = 4", "record 4"},
		"a record's hash":          {free + "UPDATE journal SET hash = zeroblob(32) WHERE seq = 2", "record 2: its bytes"},
		"a record's time":          {free + "UPDATE journal SET time = time + 1 WHERE seq = 2", "record 2: its columns"},
		"a record less":            {free + "PRAGMA defer_foreign_keys = 1; DELETE FROM journal WHERE seq = 5", "record 6"},
		"one record for another's": {free + "UPDATE journal SET bytes = (SELECT bytes FROM journal WHERE seq = 2), hash = (SELECT hash FROM journal WHERE seq = 2) WHERE seq = 3", "record 3: it doesn't follow"},
		"a till with its journal":  {"DELETE FROM enrolment", "record 1: it is of T1-1"},
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			for _, q := range strings.Split(c.query, "; ") {
				w.must(w.exec(q))
			}
			_, err := w.Verify(context.Background())
			w.refused(err, pos.Internal, c.says)
		})
	}
}

// TestVerifyNoticesForgery: bytes and hash changed together break the chain at the next record.
func TestVerifyNoticesForgery(t *testing.T) {
	w := lived(t)
	w.must(w.exec("DROP TRIGGER journal_keeps"))
	w.update(func(tx *Tx) error {
		var b []byte
		w.must(tx.tx.QueryRow("SELECT bytes FROM journal WHERE seq = 3").Scan(&b))
		r, err := record.Open(b)
		w.must(err)
		forged, err := record.New(r.Header, record.TopUp{Member: alice, Principal: 10001, Bonus: 1000, Tender: record.Cash})
		w.must(err)
		sealed, err := record.Seal(forged)
		w.must(err)
		_, err = tx.tx.Exec("UPDATE journal SET bytes = ?, hash = ? WHERE seq = 3", sealed.Bytes, sealed.Hash[:])
		w.must(err)
		_, err = tx.tx.Exec("UPDATE sales SET total = 10001 WHERE seq = 3")
		w.must(err)
		_, err = tx.tx.Exec("UPDATE news SET delta = 10001 WHERE seq = 3 AND asset = 'principal'")
		return err
	})
	_, err := w.Verify(context.Background())
	w.refused(err, pos.Internal, "record 4: it doesn't follow record 3")
}
