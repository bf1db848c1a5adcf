package sqlite

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Head is the last record of a journal that a database holds: its number, and its SHA-256. Zero is before the first.
type Head struct {
	Seq  uint64
	Hash [32]byte
}

// Witness is a file beside a database that says where its journal stood after the last commit. SQLite takes a log that was
// cut short, or whose bits have turned over, for one that ends there: what comes after is gone without a word. A witness
// that is behind the journal is a crash, and nothing is wrong; one that is ahead of it, or isn't in it, says that records
// are missing.
//
// It isn't forced to the disk, so it costs a commit next to nothing: it outlives the program's end, and a power cut leaves
// at worst an older one, which says less. The zero Witness notes nothing.
type Witness struct{ file *os.File }

// WitnessEnd is what the witness's name has after the database's.
const WitnessEnd = "-head"

// OpenWitness opens or makes the witness of a database; one in memory has none.
func OpenWitness(database string) (w Witness, err error) {
	if !strings.HasPrefix(database, Memory) {
		w.file, err = os.OpenFile(database+WitnessEnd, os.O_CREATE|os.O_RDWR, 0o600)
	}
	return w, err
}

// Saw notes where the journal stands: in a line that is always as long, so that it is overwritten whole. Where that fails
// (a full disk) the witness is an older one.
func (w Witness) Saw(h Head) {
	if w.file != nil {
		_, _ = w.file.WriteAt(fmt.Appendf(nil, "%020d %x\n", h.Seq, h.Hash[:]), 0)
	}
}

// Close closes the file, if it isn't yet.
func (w Witness) Close() error {
	if w.file == nil {
		return nil
	}
	if err := w.file.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// Witnessed is what the witness of a database says. What can't be read says nothing: it was made when power failed.
func Witnessed(database string) (h Head) {
	b, err := os.ReadFile(database + WitnessEnd)
	seq, hash, _ := strings.Cut(strings.TrimSuffix(string(b), "\n"), " ")
	n, err1 := strconv.ParseUint(seq, 10, 63)
	sum, err2 := hex.DecodeString(hash)
	if errors.Join(err, err1, err2) != nil || len(sum) != len(h.Hash) {
		return Head{}
	}
	return Head{n, [32]byte(sum)}
}
