package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// answered is what HQ answers a question, of the journals that it has of each epoch, two records at a time.
func answered(t *testing.T, question string, journals map[uint64][][]byte) []byte {
	t.Helper()
	var own, after uint64
	var h record.History
	if n, err := fmt.Sscanf(question, "%d %d %d", &own, &h.Epoch, &after); n != 3 || err != nil || own != 3 {
		t.Fatalf("asked %q", question)
	}
	for _, epoch := range []uint64{1, 2} {
		h.Epochs = append(h.Epochs, record.EpochEnd{Epoch: epoch, Acked: uint64(len(journals[epoch]))})
	}
	if h.Epoch != 0 {
		all := journals[h.Epoch]
		h.Records = all[after:min(after+2, uint64(len(all)))]
	}
	b, err := cbor.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestHistory: a third machine in a place gets what the two before did, record by record, killed again and again in the
// middle of it; receipts, shifts and days of before are found behind its own, and none of it can be spent or refunded by
// that alone.
func TestHistory(t *testing.T) {
	journals := map[uint64][][]byte{}
	machine := func(epoch uint64, work func(*till)) *till {
		w := openEpoch(t, filepath.Join(t.TempDir(), "till.db"), byte(epoch), epoch)
		t.Cleanup(func() { w.must(w.Close()) })
		if work != nil {
			work(w)
			all, err := w.Records(1, 1000, 1<<20)
			w.must(err)
			journals[epoch] = all
		}
		return w
	}
	var sold, shift string
	first := machine(1, func(w *till) {
		shift = w.append(record.ShiftOpen{Float: 500}).ID
		sold = w.sell()
		w.topUp(alice, 500, 0)
		w.append(refundOf(sold))
		w.append(record.ShiftClose{Expected: 1900, Counted: 1900})
	})
	if next, err := first.History(nil); next != "" || err != nil {
		t.Errorf("the first machine of a place asks %q, %v", next, err)
	}
	machine(2, func(w *till) {
		w.append(record.ShiftOpen{})
		w.sell()
	})
	w := machine(3, nil)
	asked := 0
	for next := ""; ; asked++ {
		var err error
		if next == "" {
			next, err = w.History(nil)
			w.must(err)
		}
		answer := answered(t, next, journals)
		if next, err = w.History(answer); err != nil || next == "" {
			w.must(err)
			break
		}
		if again, err := w.History(answer); asked%2 == 1 && (err != nil || again != "" && again != next) {
			t.Errorf("an answer that comes twice: %q, %v", again, err)
		}
		if asked%2 == 0 {
			w.reopen()
			next = ""
		}
	}
	if asked < 5 {
		t.Errorf("asked %d times only", asked)
	}
	w.verify()
	numbers := func(b Browse) (list []string) {
		t.Helper()
		w.view(func(tx *Tx) error {
			found, more, err := tx.Browse(b)
			for _, r := range found {
				list = append(list, r.Receipt())
			}
			if more {
				list = append(list, "…")
			}
			return err
		})
		return list
	}
	is(t, numbers(Browse{Limit: All}), []string{"T1-2-000002", "T1-1-000004", "T1-1-000003", "T1-1-000002"})
	last := func() (number string) {
		w.view(func(tx *Tx) (err error) { number, err = tx.LastReceipt(); return err })
		return number
	}
	is(t, last(), "T1-2-000002")
	own := w.sell()
	is(t, last(), own)
	is(t, own, "T1-3-000001")
	is(t, numbers(Browse{Limit: 2}), []string{own, "T1-2-000002", "…"})
	is(t, numbers(Browse{Limit: 2, Before: Spot{3, 1}}), []string{"T1-2-000002", "T1-1-000004", "…"})
	is(t, numbers(Browse{Limit: 2, Before: Spot{1, 4}}), []string{"T1-1-000003", "T1-1-000002"})
	is(t, numbers(Browse{Limit: All, Only: Spot{Seq: 2}}), []string{"T1-2-000002", "T1-1-000002"})
	is(t, numbers(Browse{Limit: All, Only: Spot{1, 2}}), []string{"T1-1-000002"})
	is(t, numbers(Browse{Limit: All, Members: []string{alice}}), []string{"T1-1-000003"})
	is(t, numbers(Browse{Limit: All, Kinds: []record.Kind{record.KindRefund}, From: pos.Date(noon), To: pos.Date(noon)}), []string{"T1-1-000004"})
	is(t, numbers(Browse{Limit: All, Least: 500, Most: 500}), []string{"T1-1-000003"})
	is(t, len(numbers(Browse{Limit: All, Journal: true})), 8)
	w.view(func(tx *Tx) error {
		r, err := tx.Sale(sold)
		w.must(err)
		is(t, r.Receipt(), sold)
		back, err := tx.Refunds(sold)
		w.must(err)
		is(t, len(back), 1)
		z, err := tx.LastShift()
		w.must(err)
		is(t, z.ID, shift)
		is(t, z.Float, money.Fen(500))
		records, err := tx.ShiftRecords(shift)
		w.must(err)
		is(t, len(records), 5)
		days, err := tx.Days()
		w.must(err)
		is(t, days, []string{pos.Date(noon)})
		_, err = tx.Sale("T1-1-000001") // a shift has no receipt
		w.refused(err, pos.NotFound, "no receipt")
		return nil
	})
	if w.holds(sold) || w.spendable(alice, "") != 0 {
		t.Error("something of before can be refunded or spent")
	}
	w.must(w.exec("UPDATE past SET hash = zeroblob(32) WHERE epoch = 1 AND seq = 2"))
	if _, err := w.Verify(t.Context()); err == nil {
		t.Error("verify doesn't see that a record of before was changed")
	}
}

// TestStrangeHistory: what isn't this place's past, or has a gap, is not taken, and is not asked for again and again.
func TestStrangeHistory(t *testing.T) {
	w := openEpoch(t, filepath.Join(t.TempDir(), "till.db"), 3, 3)
	t.Cleanup(func() { w.must(w.Close()) })
	other := newTill(t)
	other.sell()
	other.sell()
	all, err := other.Records(1, 10, 1<<20)
	w.must(err)
	changed := slices.Clone(all[0])
	changed[len(changed)-1] ^= 1
	later := openEpoch(t, filepath.Join(t.TempDir(), "till.db"), 3, 4)
	later.sell()
	of4, err := later.Records(1, 10, 1<<20)
	w.must(err)
	w.must(later.Close())
	for name, records := range map[string][][]byte{"a gap": {all[1]}, "no record": {{1, 2}}, "nothing": nil, "a later epoch": of4, "changed": {changed, all[1]}} {
		b, err := cbor.Marshal(record.History{Epoch: 1, Epochs: []record.EpochEnd{{Epoch: 1, Acked: 2}}, Records: records})
		w.must(err)
		next, err := w.History(b)
		if err != nil || name != "changed" && next != "" {
			t.Errorf("%s: asks %q, %v", name, next, err)
		}
		taken := 0
		w.view(func(tx *Tx) error {
			return tx.tx.QueryRow("SELECT count(*) FROM past WHERE seq > 1 OR epoch <> 1").Scan(&taken)
		})
		if taken > 0 {
			t.Errorf("%s: %d records are taken", name, taken)
		}
		w.must(w.exec("DELETE FROM past"))
	}
	if next, err := w.History([]byte("x")); next != "" || err != nil {
		t.Errorf("no answer at all: %q, %v", next, err)
	}
}
