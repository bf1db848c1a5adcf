package react

import (
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// TestRecordsOfAMember: a till that asks gets what a member did at all tills, the newest first, in pages, and nothing of
// anybody else's or of what only moves value about.
func TestRecordsOfAMember(t *testing.T) {
	w := newWorld(t)
	defer w.close()
	member, other := w.join("13800000001", 500_00), w.join("13800000002", 500_00)
	a, b := w.enrol("S01", "T1"), w.enrol("S02", "T2")
	var want [][]byte
	for i := range 130 {
		x := []*till{a, b}[i%2]
		sold := x.book(record.TopUp{Member: member, Principal: 1_00, Tender: record.Cash})
		x.book(record.TopUp{Member: other, Principal: 1_00, Tender: record.Cash})
		want = append(want, sold.Bytes)
	}
	a.grant(member, 20_00) // is no doing of the member's
	slices.Reverse(want)
	w.catchUp()
	ask := func(key string) (p record.Page) {
		t.Helper()
		w.update(func(tx hub.Tx) error {
			body, refusal, err := tx.Ask("T1", "records", key)
			if err == nil && refusal == nil {
				err = cbor.Unmarshal(body, &p)
			}
			return err
		})
		return p
	}
	first := ask(member)
	if len(first.Records) != 100 || first.Next == "" {
		t.Fatalf("the first page has %d records, and behind it %q", len(first.Records), first.Next)
	}
	rest := ask(member + " " + first.Next)
	if rest.Next != "" || !slices.EqualFunc(slices.Concat(first.Records, rest.Records), want, slices.Equal) {
		t.Errorf("%d and %d records, and %q behind them", len(first.Records), len(rest.Records), rest.Next)
	}
	if none := ask("nobody"); len(none.Records) != 0 || none.Next != "" {
		t.Errorf("of nobody: %d", len(none.Records))
	}
}
