package store

import (
	"bytes"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"

	"holdfast/pos"
	"holdfast/pos/sqlite"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// Enrolment is who the till is and whom it trusts.
type Enrolment struct {
	wire.Certificate
	Signed      wire.SignedBytes // the certificate as HQ signed it
	Key         ed25519.PrivateKey
	HQKey       ed25519.PublicKey // signs certificates and grants
	HQURL       string
	Fingerprint [16]byte // of HQ's TLS certificate
}

// check finds a certificate that isn't HQ's or isn't for this key.
func (e *Enrolment) check() error {
	if len(e.HQKey) != ed25519.PublicKeySize || len(e.Key) != ed25519.PrivateKeySize {
		return pos.E(pos.Internal, "enrol", "a key has the wrong length")
	}
	c, err := wire.OpenCertificate(e.HQKey, e.Signed)
	if err != nil {
		return pos.E(pos.Forbidden, "enrol", "head office's certificate for this till is not signed by head office's key").Because(err)
	}
	if !bytes.Equal(c.PublicKey, e.Key.Public().(ed25519.PublicKey)) {
		return pos.E(pos.Forbidden, "enrol", "head office's certificate is for another till's key")
	}
	e.Certificate = c
	return nil
}

// SetEnrolment stores who the till is. An enrolled folder is refused: its journal belongs to one epoch.
func (s *Store) SetEnrolment(e Enrolment) error {
	if err := e.check(); err != nil {
		return err
	}
	err := s.Update(func(tx *Tx) error {
		if s.Enrolled() {
			return pos.E(pos.State, "enrol", "this folder is already a till's ({}); enrol in a new folder", s.self.Load().Place)
		}
		_, err := tx.tx.Exec("INSERT INTO enrolment (one, certificate, key, hq_key, hq_url, fingerprint) VALUES (1, ?, ?, ?, ?, ?)",
			[]byte(e.Signed), []byte(e.Key), []byte(e.HQKey), e.HQURL, e.Fingerprint[:])
		if err != nil {
			return err
		}
		// The certificate came from HQ just now: the lease begins.
		_, err = tx.tx.Exec("UPDATE state SET contact = ?", tx.now.UnixMilli())
		return err
	})
	if err == nil {
		s.self.Store(&e)
		s.clock.enrolled()
	}
	return err
}

// Enrolled reports whether the till has a certificate.
func (s *Store) Enrolled() bool { return s.self.Load() != nil }

// Enrolment is what SetEnrolment stored; pos.State where there is none.
func (s *Store) Enrolment() (Enrolment, error) {
	if e := s.self.Load(); e != nil {
		return *e, nil
	}
	return Enrolment{}, errNotEnrolled
}

var errNotEnrolled = pos.E(pos.State, "", "this till isn't enrolled; run 'till enrol' with a code of head office")

// Self is who the till is.
func (tx *Tx) Self() (Enrolment, error) { return tx.s.Enrolment() }

// Identity is the enrolment as the uplink needs it.
func (s *Store) Identity() (uplink.Identity, error) {
	e, err := s.Enrolment()
	return uplink.Identity{Place: e.Place, Epoch: e.Epoch, Certificate: e.Signed, Key: e.Key}, err
}

// loadEnrolment reads it; nil where there is none.
func loadEnrolment(tx *sqlite.Tx) (*Enrolment, error) {
	var e Enrolment
	var signed, key, hqKey, fingerprint []byte
	err := tx.QueryRow("SELECT certificate, key, hq_key, hq_url, fingerprint FROM enrolment").
		Scan(&signed, &key, &hqKey, &e.HQURL, &fingerprint)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the enrolment: %w", err)
	}
	e.Signed, e.Key, e.HQKey = signed, key, hqKey
	copy(e.Fingerprint[:], fingerprint)
	return &e, e.check()
}

// Doubt stops all spending of what is held here, until the till is enrolled anew: HQ knows records of it that are not
// in this journal, so this is a copy of an older day, and what it seems to hold may be spent already.
func (s *Store) Doubt(why string) error {
	return s.Update(func(tx *Tx) error {
		_, err := tx.tx.Exec("UPDATE state SET doubt = ? WHERE doubt = ''", why)
		return err
	})
}
