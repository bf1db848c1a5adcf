package console_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/till/tilltest"
)

// TestAnotherSaleMeanwhile: while a payment waits for head office the sale is cancelled, and another customer's begun. The
// payment was the first one's and takes nothing of the second's.
func TestAnotherSaleMeanwhile(t *testing.T) {
	for _, pay := range []string{"pay stored rest", "pay points 10"} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, tilltest.OnDisk(t))
			w.Office.Up, w.Office.Slow = true, true
			w.Must(w.Office.GrantAll("", "M2", escrow.Amount{Asset: ledger.Principal, Amount: 10_000}, escrow.Amount{Asset: ledger.Points, Amount: 10_000_000}))
			for _, line := range []string{"login 1001 1111", "shift open 0", "scan 1000", "card 8800000000000013"} {
				w.do(line)
			}
			w.Office.Meanwhile = func() {
				for _, line := range []string{"cancel", "scan 1000", "card 8800000000000021"} {
					w.do(line)
				}
			}
			if said := w.do("!" + pay); !strings.Contains(said, "meanwhile") {
				t.Errorf("%s: %s", pay, said)
			}
			w.Office.Up = false
			w.do("pay cash 10")
			w.do("finish")
			w.Verify()
		})
	}
}
