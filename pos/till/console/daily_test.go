package console_test

import (
	"maps"
	"strings"
	"testing"

	"holdfast/pos/pricing"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
)

// TestUsedIsRecorded: a sale's record says how often its member had had a promotion that day, so that head office finds the
// same price again.
func TestUsedIsRecorded(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.happens(strings.Fields(`promotions [{"id":"mj","name":"n","kind":"less","steps":[{"spend":"20","less":"3"}],"limit":{"perMemberDay":1}},{"id":"no","name":"n","kind":"discount","off":"1"}]`))
	w.do("login 1001 1111")
	w.do("shift open 100")
	for _, want := range []map[string]int{nil, {"mj": 1}, {"mj": 1}} {
		for _, line := range []string{"card 8800000000000013", "scan 1000 3", "pay cash rest", "finish"} {
			w.do(line)
		}
		var b record.Sale
		var engine *pricing.Engine
		w.Must(w.Store.View(func(tx *store.Tx) error {
			number, err := tx.LastReceipt()
			w.Must(err)
			sold, err := tx.Sale(number)
			w.Must(err)
			body, err := sold.Decode()
			w.Must(err)
			b = body.(record.Sale)
			engine, err = tx.Rules()
			return err
		}))
		if !maps.Equal(b.Quote.Used, want) {
			t.Errorf("used %v, want %v", b.Quote.Used, want)
		}
		if q, err := engine.Price(b.Quoted("S01")); err != nil || q.Total != b.Total {
			t.Errorf("it was sold for %s, and comes to %s: %v", b.Total, q.Total, err)
		}
	}
}
