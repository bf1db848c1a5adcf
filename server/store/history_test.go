package store

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"

	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// TestHistory: a machine is told what its place did in earlier epochs, page by page, also what comes late; nothing of its own
// epoch, and nothing of another place.
func TestHistory(t *testing.T) {
	w := newWorld(t, t.Name())
	old, other := w.enrol("S01", "T1"), w.enrol("S01", "T2")
	bulky := record.Sale{Basket: strings.Repeat("b", 100<<10)}
	for range 5 {
		old.book(bulky)
	}
	late := old.write(record.Sale{Basket: "late"})
	other.book(bulky)
	w.enrol("S01", "T1").book(bulky)
	ask := func(place, key string) (h record.History, refused string) {
		t.Helper()
		w.update(func(tx hub.Tx) error {
			body, refusal, err := tx.Ask(place, "history", key)
			if refusal != nil {
				refused = refusal.Code
			} else if err == nil {
				err = cbor.Unmarshal(body, &h)
			}
			return err
		})
		return h, refused
	}
	ends := func(acked uint64) []record.EpochEnd { return []record.EpochEnd{{Epoch: 1, Acked: acked}} }
	if h, _ := ask("T1", "2 0 0"); cmp.Diff(h, record.History{Epochs: ends(5)}) != "" {
		t.Errorf("to the first question: %+v", h)
	}
	var got [][]byte
	pages := 0
	for ; len(got) < 5 && pages < 5; pages++ {
		h, _ := ask("T1", fmt.Sprintf("2 1 %d", len(got)))
		got = append(got, h.Records...)
	}
	if len(got) != 5 || pages != 3 || !bytes.Equal(bytes.Join(got, nil), bytes.Join(old.sent[:5], nil)) {
		t.Errorf("%d records came in %d pages", len(got), pages)
	}
	old.push(6, late)
	if h, _ := ask("T1", "2 1 5"); cmp.Diff(h, record.History{Epochs: ends(6), Epoch: 1, Records: [][]byte{late}}) != "" {
		t.Errorf("what came late: %d records", len(h.Records))
	}
	for key, place := range map[string]string{"2 2 0": "T1", "1 1 0": "T1", "2 7 0": "T1", "1 1 1": "T2"} {
		if h, refused := ask(place, key); len(h.Records) > 0 || refused != "" {
			t.Errorf("%s is told %d records to %q", place, len(h.Records), key)
		}
	}
	for _, key := range []string{"", "2", "x y z", "-1 0 0", "99999999999999999999 1 0", "18446744073709551615 1 0"} {
		if _, refused := ask("T1", key); refused != "usage" {
			t.Errorf("%q: %q", key, refused)
		}
	}
}
