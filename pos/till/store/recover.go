package store

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// head is where the journal stands: its last record.
type head = sqlite.Head

// looked is how many of the journal's last records are looked at when the books are opened after a failed commit.
const looked = 100

// readHead reads where the journal stands, and finds whether its last records are a chain.
func readHead(tx *sqlite.Tx) (at head, err error) {
	var next *record.Sealed
	for scan, err := range tx.Query("SELECT bytes, hash FROM journal ORDER BY seq DESC LIMIT +?", looked) {
		var b, hash []byte
		if err == nil {
			err = scan(&b, &hash)
		}
		var r record.Sealed
		if err == nil {
			r, err = record.Open(b)
		}
		if err == nil && (!bytes.Equal(hash, r.Hash[:]) || next != nil && !next.Follows(r.Seq, r.Hash)) {
			err = broken("record %d is not what was written", r.Seq)
		}
		if err != nil {
			return at, err
		}
		if next == nil {
			at = head{Seq: r.Seq, Hash: r.Hash}
		}
		next = &r
	}
	return at, nil
}

// reopen is what follows a failed commit: nobody knows what is on disk then, so the file is opened anew and looked at.
// Its journal must end where it ended before, or with the record that was being committed; committed says which. The
// write with which it ends makes that final: what is left in the log of a commit that failed can't come back after it.
// Until it succeeds the old handle goes on reading.
func (s *Store) reopen(attempted head) (committed bool, err error) {
	db, err := sqlite.Open(s.file, migrations)
	if err != nil {
		return false, err
	}
	var at head
	err = db.Update(context.Background(), func(tx *sqlite.Tx) error {
		self, err := loadEnrolment(tx)
		if err != nil {
			return err
		}
		if was := s.self.Load(); (was == nil) != (self == nil) || was != nil && !slices.Equal(was.Signed, self.Signed) {
			return errOthers
		}
		if at, err = readHead(tx); err != nil {
			return err
		}
		if at != s.head && (at != attempted || attempted == head{}) {
			return errOthers
		}
		_, err = tx.Exec("UPDATE state SET seen = max(seen, ?)", s.Now().UnixMilli())
		return err
	})
	if err != nil {
		return false, errors.Join(err, db.Close())
	}
	committed = at == attempted && at != s.head
	s.head = at
	s.db.Swap(db).Close() //nolint:errcheck // nothing of it counts any more
	return committed, nil
}

var errOthers = pos.E(pos.Internal, "", "the books on the disk are not those that this till was writing; end the program, leave the folder as it is and call support")

// damaged gives an error of books that the disk has spoilt words for what to do: what head office has of them is safe.
func damaged(err error) error {
	if !sqlite.Damaged(err) {
		return err
	}
	return pos.E(pos.Internal, "", "the books are damaged ({}); leave the folder as it is and enrol the till anew, in another folder", err.Error()).Because(err)
}

// unwritten gives an error of the disk words for what to do about it, where it is certain that nothing was written.
func unwritten(err error) error {
	switch {
	case sqlite.Full(err):
		return pos.E(pos.Internal, "", "the disk is full and nothing was written: make room on it, then try again").Because(err)
	case errors.Is(err, sqlite.ErrBroken):
		return pos.E(pos.Internal, "", "the disk could not be written and nothing was: see that it has room and is in order, then try again").Because(err)
	}
	return err
}

// unwritable is unwritten while the books can't be opened for writing either.
func unwritable(err error) error {
	switch {
	case errors.Is(err, errOthers):
		return errOthers
	case sqlite.Full(err):
		return pos.E(pos.Internal, "", "the disk is full and the books can't be written: make room on it; then look whether the last receipt is there before you try again").Because(err)
	}
	return pos.E(pos.Internal, "", "the books can't be written: see that the disk has room and is in order; then look whether the last receipt is there before you try again").Because(err)
}
