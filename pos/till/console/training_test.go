package console_test

import (
	"context"
	"os"
	"reflect"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/till"
	"holdfast/pos/till/console"
	"holdfast/pos/till/store"
	"holdfast/pos/till/tilltest"
)

// train begins training in a folder of its own, at a till with an open sale that is partly paid.
func train(t *testing.T) (w *world, training *till.Training, dir string) {
	w, dir = newWorld(t, tilltest.OnDisk(t)), t.TempDir()
	for _, line := range []string{"login 2001 2222", "shift open 100", "member 13800000002", "topup 50 cash", "scan 1000 9", "pay stored 20"} {
		w.do(line)
	}
	training, err := w.Till.Train(context.Background(), dir)
	w.Must(err)
	return w, training, dir
}

// TestTraining: a whole day of training leaves the books as they were, byte for byte of the journal, and nothing behind.
func TestTraining(t *testing.T) {
	w, training, dir := train(t)
	before, sale := w.counts(), w.sale()
	room := console.Console{Till: training.Till, Width: receipt.Narrow, Lang: pos.Chinese}
	var out strings.Builder
	samples := training.Samples()
	var of = map[pos.CardStatus]string{}
	for _, c := range samples.Cards {
		of[c.Status] = c.Number
	}
	if len(samples.Products) == 0 || of[pos.Issued] == "" || of[pos.Lost] == "" || of[pos.Blank] == "" {
		t.Fatalf("too little to practise with: %+v", samples)
	}
	for _, line := range []string{
		"card " + of[pos.Issued], "scan " + samples.Products[0].Barcode, "pay stored rest", "finish", "print last",
		"!card " + of[pos.Lost], "card issue " + of[pos.Blank] + " 13911112222 学员", "topup 100 cash", "cancel", "report x", "shift close 100", "!sync",
	} {
		w.Must(room.Run(context.Background(), strings.NewReader(line), &out))
	}
	if n := strings.Count(out.String(), "*** 练习 TRAINING ***"); n != 4 {
		t.Errorf("a receipt and a report say %d times that they are training:\n%s", n, out.String())
	}
	if s, err := training.Status(); err != nil || !s.Training || s.Online {
		t.Errorf("%+v, %v", s, err)
	}
	if after := w.counts(); after != before {
		t.Errorf("the journal was %+v and is %+v", before, after)
	}
	if now := w.sale(); now.ID != sale.ID || !reflect.DeepEqual(now.Totals, sale.Totals) {
		t.Errorf("the open sale was %+v and is %+v", sale, now)
	}
	w.Verify()
	if _, err := training.Train(context.Background(), dir); pos.CodeOf(err) != pos.State {
		t.Errorf("training in training: %v", err)
	}
	w.Must(training.Close())
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if strings.Contains(w.do("print last"), "TRAINING") {
		t.Error("a real receipt is for training")
	}
}

func (w *world) counts() (st store.Status) {
	w.T.Helper()
	w.Must(w.Store.View(func(tx *store.Tx) (err error) { st, err = tx.Counts(); return err }))
	return st
}

func (w *world) sale() till.Sale {
	w.T.Helper()
	s, err := w.Till.Sale()
	w.Must(err)
	return s
}
