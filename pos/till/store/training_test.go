package store

import (
	"bytes"
	"context"
	"os"
	"testing"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// TestTrainingIsNobodyAtHeadOffice: what training's books can say to head office is refused there, they take nothing from
// it, and the real till's key isn't in their file, not even where it was.
func TestTrainingIsNobodyAtHeadOffice(t *testing.T) {
	w, dir := newTill(t), t.TempDir()
	self, err := w.Enrolment()
	w.must(err)
	w.topUp(alice, 100_00, 10_00)
	training, err := w.Training(context.Background(), dir)
	w.must(err)
	if copied, err := training.Enrolment(); err != nil || copied.Place != "T1" || copied.HQURL != "" {
		t.Errorf("%+v, %v", copied, err)
	}

	line, err := uplink.New(training, w.Now())
	w.must(err)
	nonce := []byte("sixteen bytes of head office's nonce")
	frames, err := line.Handle(w.Now(), wire.Challenge{MinVersion: wire.MinVersion, MaxVersion: wire.Version, Nonce: nonce})
	w.must(err)
	hello := frames[0].(wire.Hello)
	if _, err := wire.OpenCertificate(self.HQKey, hello.Certificate); err == nil {
		t.Error("head office takes the certificate of a training till")
	}
	if err := hello.Verify(self.PublicKey, nonce); err == nil {
		t.Error("a training till says hello with the real till's key")
	}
	if _, err := training.TakeGrant(w.sign(alice, 5_00, nil)); err == nil {
		t.Error("a training till takes in a grant of head office's")
	}
	w.must(training.Give(alice, escrow.Amount{Asset: ledger.Principal, Amount: 50_00}))
	if _, err := w.TakeGrant(training.signed(t)); err == nil {
		t.Error("the real till takes in a grant of training's")
	}

	w.must(training.Store.Close())
	if content, err := os.ReadFile(training.file); err != nil || !bytes.Contains(content, []byte(alice)) || bytes.Contains(content, self.Key.Seed()) {
		t.Errorf("the real till's key is in the file, or nothing of the books: %v", err)
	}
	if info, err := os.Stat(training.file); err != nil || info.Mode() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	w.must(RemoveTraining(dir))
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("what a crash leaves is still there: %v, %v", left, err)
	}
}

// signed is a grant as training's own head office signs it.
func (tr *Training) signed(t *testing.T) escrow.Blob {
	blob, err := escrow.Sign(tr.office, escrow.Grant{ID: "TRAINING-9", Place: "T1", Epoch: 1, Holder: alice, Amounts: []escrow.Amount{{Asset: ledger.Principal, Amount: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	return blob
}
