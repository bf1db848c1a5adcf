package store

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// PutTill plans a till in a store. Codes are made for it, and it is known to HQ, before it is enrolled.
func (s *Store) PutTill(code, store string) error {
	return s.update(context.Background(), func(t *Tx) error {
		if err := t.mayStand(code, store); err != nil {
			return err
		}
		if err := t.audit("till", code, "", store); err != nil {
			return err
		}
		return t.putPlace(code, store)
	})
}

// mayStand checks that a store has a till of this code, or may get one.
func (t *Tx) mayStand(till, store string) error {
	if !plain(till) || till == pos.HQ {
		return pos.E(pos.Usage, "enrol", fmt.Sprintf("%q can't be a till's code; use letters and digits", till))
	}
	if err := t.hasStore(store); err != nil {
		return err
	}
	var at string
	err := t.tx.QueryRow("SELECT store FROM places WHERE code = ?", till).Scan(&at)
	if err == nil && at != store {
		return pos.E(pos.Conflict, "enrol", fmt.Sprintf("till %s stands in store %s, not in %s", till, at, store))
	}
	if err != nil && !none(err) {
		return fmt.Errorf("till %s: %w", till, err)
	}
	return nil
}

// mayEnrol checks besides that the till is not being closed: a new epoch would know nothing of it, and what the old one holds
// would stay there.
func (t *Tx) mayEnrol(till, store string) error {
	if err := t.mayStand(till, store); err != nil {
		return err
	}
	number, err := t.current(till)
	if err != nil || number == 0 {
		return err
	}
	e, err := t.epoch(till, number)
	if err != nil || e.closing == 0 {
		return err
	}
	return pos.E(pos.State, "enrol", "till {} is being closed since {}; call that off with 'hq till close --undo {}' before it is enrolled anew, or declare it lost with 'hq till lost {}' if it can't come back", till, stamp(e.closing), till, till)
}

func (t *Tx) putPlace(code, store string) error {
	if _, err := t.tx.Exec("INSERT INTO places (code, store) VALUES (?, ?) ON CONFLICT DO NOTHING", code, store); err != nil {
		return fmt.Errorf("store till: %w", err)
	}
	return nil
}

// EnrolmentCode makes the secret of a one-time code for a till. Nothing changes but that its hash is kept: using it
// opens an epoch.
func (s *Store) EnrolmentCode(store, till string, now time.Time) (secret [10]byte, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		if err := t.mayEnrol(till, store); err != nil {
			return err
		}
		if _, err := io.ReadFull(s.entropy, secret[:]); err != nil {
			return fmt.Errorf("make code: %w", err)
		}
		hash := sha256.Sum256(secret[:])
		if _, err := t.tx.Exec("INSERT INTO codes (hash, place, store, made_at) VALUES (?, ?, ?, ?)", hash[:], till, store, now.UnixMilli()); err != nil {
			return fmt.Errorf("store code: %w", err)
		}
		return t.audit("enrolment code", till, "", "printed for store "+store)
	})
	return secret, err
}

// Enrol uses up a one-time code and opens a new epoch for its till, with the till's key. The epoch before is closed, and
// what it holds stays frozen there. A *hub.Refusal as error is for the till.
func (t *Tx) Enrol(secret []byte, key ed25519.PublicKey, now time.Time) (wire.SignedBytes, error) {
	hash := sha256.Sum256(secret)
	var till, store string
	var made int64
	var used *int64
	err := t.tx.QueryRow("SELECT place, store, made_at, used_at FROM codes WHERE hash = ?", hash[:]).Scan(&till, &store, &made, &used)
	if err != nil && !none(err) {
		return nil, fmt.Errorf("enrolment code: %w", err)
	}
	hours, err2 := t.number("enrol.hours")
	if err2 != nil {
		return nil, err2
	}
	switch {
	case none(err):
		return nil, &hub.Refusal{Code: string(pos.NotFound), Message: "head office knows no such enrolment code; print one with 'hq enrol'"}
	case used != nil:
		return nil, &hub.Refusal{Code: string(pos.Conflict), Message: "this enrolment code was used before; print a new one with 'hq enrol'"}
	case now.Sub(time.UnixMilli(made)) > time.Duration(hours)*time.Hour:
		return nil, &hub.Refusal{Code: string(pos.State), Message: "this enrolment code is too old; print a new one with 'hq enrol'"}
	}
	if err := t.mayEnrol(till, store); err != nil {
		if pos.CodeOf(err) == pos.Internal {
			return nil, err
		}
		return nil, &hub.Refusal{Code: string(pos.CodeOf(err)), Message: pos.MessageOf(err)}
	}
	if _, err := t.tx.Exec("UPDATE codes SET used_at = ? WHERE hash = ?", now.UnixMilli(), hash[:]); err != nil {
		return nil, fmt.Errorf("use code: %w", err)
	}
	number, err := t.openEpoch(till, store, key, now)
	if err != nil {
		return nil, err
	}
	if err := t.auditAs(till, now, "enrolled", till, "", fmt.Sprintf("epoch %d in store %s, with a code of %s", number, store, stamp(made))); err != nil {
		return nil, err
	}
	ph, err := t.phase()
	if err != nil {
		return nil, err
	}
	return wire.SignCertificate(t.store.key, wire.Certificate{Place: till, Store: store, Epoch: number, PublicKey: key, Generation: ph.generation})
}

// skipped is how many epochs a till's next one leaves out after a restore: some may have been opened after the backup was
// made, and be proved by their certificates yet.
const skipped = 100

func (t *Tx) openEpoch(till, store string, key ed25519.PublicKey, now time.Time) (number uint64, err error) {
	if err := t.putPlace(till, store); err != nil {
		return 0, err
	}
	old, err := t.current(till)
	if err != nil {
		return 0, err
	}
	if old != 0 {
		e, err := t.epoch(till, old)
		if err != nil {
			return 0, err
		}
		e.fence("the till was enrolled anew", now)
		if err := t.writeEpochs(); err != nil {
			return 0, err
		}
	}
	if err := t.tx.QueryRow(`SELECT ifnull(max(epoch), 0) + 1 + iif(max(enrolled_at) <= (SELECT restored FROM meta), ?, 0) FROM epochs WHERE place = ?`, skipped, till).Scan(&number); err != nil {
		return 0, fmt.Errorf("open epoch: %w", err)
	}
	if _, err := t.tx.Exec("INSERT INTO epochs (place, epoch, pubkey, hash, enrolled_at, last_contact) VALUES (?, ?, ?, ?, ?, ?)",
		till, int64(number), []byte(key), new(record.Hash)[:], now.UnixMilli(), now.UnixMilli()); err != nil {
		return 0, fmt.Errorf("open epoch: %w", err)
	}
	t.open = nil
	return number, t.unranked() // members without a home may have got one
}

// Till finds a till by its code.
func (s *Store) Till(code string) (v TillView, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		var contact, number, closing *int64
		var by sellsBy
		err := t.tx.QueryRow(`SELECT p.code, p.store, e.epoch, ifnull(e.acked, 0), e.last_contact, ifnull(e.fenced, ''), e.closing,
				ifnull(e.rules, 0), ifnull(e.rules_published, 0), ifnull(e.rules_at, 0)
			FROM places p LEFT JOIN epochs e ON e.place = p.code WHERE p.code = ? AND p.store IS NOT NULL ORDER BY e.epoch DESC LIMIT 1`, code).
			Scan(&v.Till, &v.Store, &number, &v.Acked, &contact, &v.Fenced, &closing, &by.version, &by.published, &by.at)
		if none(err) {
			return errors.Join(pos.E(pos.NotFound, "till", "head office knows no till "+clip(code)+"; 'hq till add' makes one"), err)
		}
		if err != nil {
			return fmt.Errorf("till %s: %w", code, err)
		}
		if number == nil {
			return nil
		}
		v.Epoch, v.LastContact = uint64(*number), stamp(*contact)
		if v.Fenced == "" && *closing != 0 {
			v.Closing = stamp(*closing)
		}
		if v.SellsBy, err = t.sellsBy(by); err != nil {
			return err
		}
		if v.Unsettled, err = t.Unsettled(code, v.Epoch); err != nil {
			return err
		}
		v.Held, err = t.left(code, v.Epoch)
		return err
	})
	return v, err
}

// Tills lists the codes of all tills.
func (s *Store) Tills() (codes []string, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		for scan, err := range t.tx.Query("SELECT code FROM places WHERE store IS NOT NULL ORDER BY code") {
			var code string
			if err == nil {
				err = scan(&code)
			}
			if err != nil {
				return fmt.Errorf("tills: %w", err)
			}
			codes = append(codes, code)
		}
		return nil
	})
	return codes, err
}

// TillView is a till as the books know it: its newest epoch. Whether it is online, and its recalls, the hub knows.
type TillView struct {
	Till        string      `json:"till"`
	Store       string      `json:"store"`
	Epoch       uint64      `json:"epoch"` // 0: not yet enrolled
	Acked       uint64      `json:"acked"`
	Online      bool        `json:"online"`
	Unsettled   int         `json:"unsettled"` // grants in transit
	LastContact string      `json:"lastContact,omitempty"`
	Fenced      string      `json:"fenced,omitempty"`  // why its epoch is closed
	Closing     string      `json:"closing,omitempty"` // since when it is to be closed, once it holds nothing
	Held        ledger.Held `json:"held"`              // grants in transit included
	SellsBy
}
