package store

import (
	"strings"
	"testing"

	"holdfast/pos/record"
)

// TestBrowsePlans: what a window looks for among a million records is found by an index, or in small rows alone.
func TestBrowsePlans(t *testing.T) {
	w := newTill(t)
	plan := func(query string, args ...any) (all string) {
		w.view(func(tx *Tx) error {
			for scan, err := range tx.tx.Query("EXPLAIN QUERY PLAN "+query, args...) {
				var id, parent, unused int
				var detail string
				if err == nil {
					err = scan(&id, &parent, &unused, &detail)
				}
				if err != nil {
					return err
				}
				all += detail + "; "
			}
			return nil
		})
		return all
	}
	for _, c := range []struct {
		b    Browse
		want string
		not  string
	}{
		{Browse{Journal: true, Kinds: []record.Kind{record.KindCashIn, record.KindShiftOpen}}, "USING INDEX journal_rare", ""},
		{Browse{Kinds: []record.Kind{record.KindRefund}}, "SCAN s", "SCAN j"},
		{Browse{Members: []string{"M1"}}, "INDEX sales_member", "SCAN"},
		{Browse{Only: Spot{Seq: 7}}, "SEARCH s USING INTEGER PRIMARY KEY", "SCAN"},
		{Browse{Journal: true, Before: Spot{1, 100}}, "SEARCH j USING INTEGER PRIMARY KEY", "SORT"},
	} {
		q := c.b.query()
		if got := plan(q.text, q.args...); !strings.Contains(got, c.want) || c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%+v: %s", c.b, got)
		}
	}
}
