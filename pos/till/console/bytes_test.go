package console_test

import (
	"context"
	"testing"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/till/tilltest"
)

// TestBytesThatAreNoText: what a terminal or a keyboard sends may be no text. It is refused before it is in a record or in
// the open sale, where nothing could read it any more.
func TestBytesThatAreNoText(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	for _, line := range []string{"login 2001 2222", "shift open 0", "card 8800000000000013", "scan 1000"} {
		w.do(line)
	}
	const no = "a\xffb"
	for name, try := range map[string]func() error{
		"reason":          func() error { _, err := w.console.Till.CashIn(100, no); return err },
		"reason of card":  func() error { _, err := w.console.Till.ReportLost("8800000000000013", no); return err },
		"reference":       func() error { _, err := w.console.Till.Pay(context.Background(), record.Bank, 100, no); return err },
		"topup reference": func() error { _, err := w.console.Till.TopUp(100, record.Bank, no); return err },
	} {
		if err := try(); pos.CodeOf(err) != pos.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.do("pay cash 10")
	w.do("finish")
	w.Verify()
}
