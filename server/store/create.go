package store

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net"
	"os"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/sqlite"
)

// Create makes the books of a new head office: its keys, its first generation, and nothing else. It refuses with
// pos.Conflict where there are books. Those in memory stay only while the caller has a handle of its own on them.
func Create(file string, entropy io.Reader, now time.Time) error {
	if !strings.HasPrefix(file, sqlite.Memory) {
		if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(pos.E(pos.Conflict, "init", "there is a head office in this folder already; choose an empty one"), err)
		}
	}
	db, err := sqlite.Open(file, migrations())
	if err != nil {
		return err
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(entropy, seed); err != nil {
		return errors.Join(fmt.Errorf("make key: %w", err), db.Close())
	}
	cert, certKey, err := selfSigned(entropy, now)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	err = db.Update(context.Background(), func(tx *sqlite.Tx) error {
		if _, err := tx.Exec("INSERT INTO meta (one, generation, key, cert, cert_key, created) VALUES (1, 1, ?, ?, ?, ?)",
			seed, cert, certKey, now.UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO places (code) VALUES (?)", pos.HQ); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO epochs (place, epoch, pubkey, hash, enrolled_at, last_contact) VALUES (?, 1, ?, zeroblob(32), ?, 0)",
			pos.HQ, []byte(public), now.UnixMilli()); err != nil {
			return err
		}
		return (&Store{db: db}).begin(tx).publishPolicy()
	})
	if err != nil {
		return errors.Join(fmt.Errorf("create books: %w", err), db.Close())
	}
	return db.Close()
}

// load reads who this head office is.
func (s *Store) load() error {
	return s.db.View(context.Background(), func(tx *sqlite.Tx) error {
		var seed []byte
		if err := tx.QueryRow("SELECT key, cert, cert_key FROM meta").Scan(&seed, &s.cert, &s.certKey); err != nil {
			return errors.Join(errNoBooks, err)
		}
		s.key = ed25519.NewKeyFromSeed(seed)
		return nil
	})
}

// selfSigned makes the server's certificate. Tills pin it by its fingerprint, so nobody checks its names or time.
func selfSigned(entropy io.Reader, now time.Time) (certPEM, keyPEM []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), entropy)
	if err != nil {
		return nil, nil, fmt.Errorf("make certificate's key: %w", err)
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Holdfast head office"},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.AddDate(30, 0, 0),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(entropy, t, t, key.Public(), key)
	if err != nil {
		return nil, nil, fmt.Errorf("make certificate: %w", err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("encode certificate's key: %w", err)
	}
	certPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return certPEM, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}), nil
}
