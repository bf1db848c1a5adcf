package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// witness is a file beside the books that says where the journal stood after the last commit. SQLite takes a log that was
// cut short, or whose bits have turned over, for one that ends there: what comes after is gone without a word, and what it
// had spent could be spent again. A witness that is behind the journal is a crash, and nothing is wrong; one that is ahead
// of it, or isn't in it, says that records are missing.
//
// It isn't forced to the disk, so it costs a sale next to nothing: it outlives the program's end, and a power cut leaves
// at worst an older one, which says less.
type witness struct{ file *os.File }

// witnessEnd is what the witness's name has after the books'.
const witnessEnd = "-head"

// errMissing is why a till whose journal lacks its last records doubts itself.
var errMissing = errors.New("the last records of this till are not in its books (a damaged disk?); nothing is spent from what it holds until it is enrolled again")

// openWitness opens or makes the witness of books; a database in memory has none.
func openWitness(books string) (w witness, err error) {
	if !strings.HasPrefix(books, sqlite.Memory) {
		w.file, err = os.OpenFile(books+witnessEnd, os.O_CREATE|os.O_RDWR, 0o600)
	}
	return w, err
}

// saw notes where the journal stands: in a line that is always as long, so that it is overwritten whole. Where that fails
// (a full disk) the witness is an older one.
func (w witness) saw(h head) {
	if w.file != nil {
		_, _ = w.file.WriteAt(fmt.Appendf(nil, "%020d %x\n", h.seq, h.hash[:]), 0)
	}
}

func (w witness) close() error {
	if w.file == nil {
		return nil
	}
	if err := w.file.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// witnessed is what the witness of books says. What can't be read says nothing: it was made when power failed.
func witnessed(books string) (h head) {
	b, err := os.ReadFile(books + witnessEnd)
	seq, hash, _ := strings.Cut(strings.TrimSuffix(string(b), "\n"), " ")
	n, err1 := strconv.ParseUint(seq, 10, 63)
	sum, err2 := hex.DecodeString(hash)
	if errors.Join(err, err1, err2) != nil || len(sum) != len(h.hash) {
		return head{}
	}
	return head{n, record.Hash(sum)}
}

// missing reports whether the journal, as tx sees it, lacks a record that was witnessed.
func (h head) missing(tx *sqlite.Tx) (bool, error) {
	if h.seq == 0 {
		return false, nil
	}
	var found int
	err := tx.QueryRow("SELECT count(*) FROM journal WHERE seq = ? AND hash = ?", h.seq, h.hash[:]).Scan(&found)
	return found == 0, err
}
