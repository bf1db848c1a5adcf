package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/sqlite"
	"holdfast/sync/wire"
)

// Training is a copy of a till's books to practise on, thrown away at the end. It can't touch the books, nor head office's:
// the copy's till has another key, with a certificate that head office never signed, and no address to connect to.
type Training struct {
	*Store
	file   string
	office ed25519.PrivateKey // plays head office's part in the copy
	given  int
}

// trainingFiles is the names of such copies, with what SQLite puts beside them.
const trainingFiles = "training-*.db*"

// Training copies the books into a file in a folder. It reads one snapshot and keeps nobody from working; it takes as long
// as writing a file of the books' size.
func (s *Store) Training(ctx context.Context, dir string) (*Training, error) {
	self, err := s.Enrolment()
	if err != nil {
		return nil, err
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	hq, office, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	self.Certificate.PublicKey = public
	signed, err := wire.SignCertificate(office, self.Certificate)
	if err != nil {
		return nil, err
	}
	t := &Training{file: filepath.Join(dir, "training-"+rand.Text()+".db"), office: office}
	if err := s.db.Load().Copy(ctx, t.file); err != nil {
		return nil, fmt.Errorf("copy the books to practise on: %w", err)
	}
	err = disguise(ctx, t.file, signed, key, hq, s.Now())
	if err == nil {
		t.Store, err = Open(t.file, s.clock.clock, rand.Reader)
	}
	if err != nil {
		return nil, errors.Join(err, removeFile(t.file))
	}
	return t, nil
}

// disguise makes the copy another till's. What it was in the middle of is left out: open sales, and what was asked for
// them. The till's real key must not even be in the file's unused parts.
func disguise(ctx context.Context, file string, certificate wire.SignedBytes, key ed25519.PrivateKey, hq ed25519.PublicKey, now time.Time) error {
	db, err := sqlite.Open(file, migrations)
	if err != nil {
		return err
	}
	err = db.Update(ctx, func(tx *sqlite.Tx) error {
		if _, err := tx.Exec("PRAGMA secure_delete = 1"); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE enrolment SET certificate = ?, key = ?, hq_key = ?, hq_url = '', fingerprint = zeroblob(16)",
			[]byte(certificate), []byte(key), []byte(hq)); err != nil {
			return err
		}
		for _, forget := range []string{
			"DELETE FROM reservations", "DELETE FROM baskets", "DELETE FROM requests", "DELETE FROM changes", "DELETE FROM told", "UPDATE state SET doubt = ''",
		} {
			if _, err := tx.Exec(forget); err != nil {
				return err
			}
		}
		// A till that was cut off for long has nothing left to spend, and nothing to practise with.
		_, err := tx.Exec("UPDATE state SET contact = ?", now.UnixMilli())
		return err
	})
	return errors.Join(err, db.Close())
}

// Give lets a member have value at the training till, as a grant that the training's own head office has signed.
func (t *Training) Give(member string, amounts ...escrow.Amount) error {
	self, err := t.Enrolment()
	if err != nil {
		return err
	}
	t.given++
	now := t.Now()
	blob, err := escrow.Sign(t.office, escrow.Grant{
		ID: fmt.Sprintf("TRAINING-%d", t.given), Place: self.Place, Epoch: self.Epoch, Holder: member, Amounts: amounts,
		Made: now.UnixMilli(), Ends: now.Add(24 * time.Hour).UnixMilli(), Generation: self.Generation,
	})
	if err == nil {
		_, err = t.TakeGrant(blob)
	}
	return err
}

// Close throws the copy away.
func (t *Training) Close() error { return errors.Join(t.Store.Close(), removeFile(t.file)) }

// removeFile removes a database with what lies beside it.
func removeFile(file string) (err error) {
	for _, end := range []string{"", "-wal", "-shm", "-journal", sqlite.WitnessEnd} {
		if e := os.Remove(file + end); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// RemoveTraining removes what a crash has left of training in a folder. Nobody may be training there.
func RemoveTraining(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, trainingFiles))
	if err != nil {
		return err
	}
	for _, file := range left {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}
