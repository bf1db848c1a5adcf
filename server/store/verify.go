package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// Verification is what Verify went through.
type Verification struct{ Records, Accounts int }

// Verify replays the journal from zero and compares: HQ's chain and each place's, every record with its row, what may be
// booked, and with what it all adds up to, the accounts, the epochs and the grants, and what the reactors derive. The error says what differs.
func (s *Store) Verify(ctx context.Context) (v Verification, err error) {
	err = s.view(ctx, func(t *Tx) error {
		r := &replay{t: t, balances: replayed{}, heads: map[epochID]headOf{}, grants: map[string]*replayedGrant{},
			released: map[epochID]uint64{}, refunds: map[refundOf]bool{}, public: s.key.Public().(ed25519.PublicKey)}
		if err := r.journal(); err != nil {
			return err
		}
		v.Records = int(r.hqSeq)
		for _, compare := range []func() error{r.epochs, r.granted, r.rights} {
			if err := compare(); err != nil {
				return err
			}
		}
		if v.Accounts, err = r.accounts(); err != nil {
			return err
		}
		return r.derived(ctx)
	})
	return v, err
}

// replayed is balances in memory.
type replayed map[ledger.Account]int64

// Balance is a balance of the replay.
func (r replayed) Balance(a ledger.Account) (int64, error) { return r[a], nil }

// SetBalance sets a balance of the replay.
func (r replayed) SetBalance(a ledger.Account, n int64) error {
	r[a] = n
	return nil
}

type headOf struct {
	seq  uint64
	hash record.Hash
}

type replayedGrant struct {
	blob  []byte
	grant escrow.Grant
	state string
}

// replay is the books as the journal alone makes them.
type replay struct {
	t        *Tx
	public   ed25519.PublicKey
	hqSeq    uint64
	chain    record.Hash
	balances replayed
	heads    map[epochID]headOf
	grants   map[string]*replayedGrant
	released map[epochID]uint64
	refunds  map[refundOf]bool
}

// differ is an error of books that are not what their journal says.
func differ(format string, args ...any) error {
	return pos.E(pos.Conflict, "verify", fmt.Sprintf(format, args...))
}

func (r *replay) journal() error {
	for scan, err := range r.t.tx.Query("SELECT hq_seq, place, epoch, seq, kind, id, at, booked, bytes, hash, chain FROM journal ORDER BY hq_seq") {
		var row struct {
			hqSeq             uint64
			place, kind, id   string
			epoch, seq        uint64
			at                int64
			booked            bool
			bytes, hash, link []byte
		}
		if err == nil {
			err = scan(&row.hqSeq, &row.place, &row.epoch, &row.seq, &row.kind, &row.id, &row.at, &row.booked, &row.bytes, &row.hash, &row.link)
		}
		if err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		if row.hqSeq != r.hqSeq+1 {
			return differ("journal: %d follows %d", row.hqSeq, r.hqSeq)
		}
		sum := record.Hash(sha256.Sum256(row.bytes))
		r.hqSeq, r.chain = row.hqSeq, link(r.chain, sum)
		if !bytes.Equal(row.hash, sum[:]) || !bytes.Equal(row.link, r.chain[:]) {
			return differ("journal %d: its bytes are not the ones in head office's chain", row.hqSeq)
		}
		s, err := record.Open(row.bytes)
		if err != nil {
			return differ("journal %d: %v", row.hqSeq, err)
		}
		if s.Place != row.place || s.Epoch != row.epoch || s.Seq != row.seq || string(s.Kind) != row.kind || s.ID != row.id || s.Time != row.at {
			return differ("journal %d: its row says otherwise than the record %s in it", row.hqSeq, s.Receipt())
		}
		if err := r.book(s, row.booked); err != nil {
			return err
		}
	}
	return nil
}

func (r *replay) book(s record.Sealed, booked bool) error {
	id := epochID{s.Place, s.Epoch}
	h := r.heads[id]
	if !s.Follows(h.seq, h.hash) {
		return differ("%s doesn't follow record %d of its place", s.Receipt(), h.seq)
	}
	r.heads[id] = headOf{s.Seq, s.Hash}
	if !booked {
		return nil
	}
	if s.Place != pos.HQ {
		if err := wrong(s.Record); err != nil {
			return differ("%s was booked: %v", s.Receipt(), err)
		}
		r.refunded(s)
	}
	if err := ledger.Apply(r.balances, s.Postings); err != nil {
		return differ("%s was booked: %v", s.Receipt(), err)
	}
	if s.Place == pos.HQ && s.Kind == record.KindGrant {
		if err := r.grant(s); err != nil {
			return err
		}
	}
	for _, p := range s.Postings {
		if parts, _ := p.Account.Split(); parts.Kind == ledger.KindTransit && p.Amount < 0 {
			r.end(parts, s.Kind)
		}
	}
	return nil
}

func (r *replay) grant(s record.Sealed) error {
	body, err := s.Decode()
	if err != nil {
		return differ("%s: %v", s.Receipt(), err)
	}
	blob := body.(record.Granted).Grant
	g, err := escrow.Open(r.public, blob)
	if err != nil {
		return differ("%s: %v", s.Receipt(), err)
	}
	r.grants[g.ID] = &replayedGrant{blob: blob, grant: g, state: "transit"}
	return nil
}

// end is endGrant on the replay.
func (r *replay) end(transit ledger.Parts, kind record.Kind) {
	for _, asset := range grantable {
		if r.balances[ledger.Transit(transit.Who, asset, transit.Place, transit.Epoch, transit.Grant)] != 0 {
			return
		}
	}
	g := r.grants[transit.Grant]
	if g == nil || g.state != "transit" || g.grant.Place != transit.Place || g.grant.Epoch != transit.Epoch {
		return
	}
	g.state = "accepted"
	if kind == record.KindDecline {
		g.state = "declined"
	}
}

func (r *replay) epochs() error {
	seen := 0
	for scan, err := range r.t.tx.Query("SELECT place, epoch, acked, hash FROM epochs ORDER BY place, epoch") {
		var id epochID
		var acked uint64
		var hash []byte
		if err == nil {
			err = scan(&id.place, &id.number, &acked, &hash)
		}
		if err != nil {
			return fmt.Errorf("read epochs: %w", err)
		}
		h, ok := r.heads[id]
		if acked != h.seq || !bytes.Equal(hash, h.hash[:]) {
			return differ("epoch %d of %s: acknowledged up to %d, its journal ends with %d", id.number, id.place, acked, h.seq)
		}
		if ok {
			seen++
		}
	}
	if seen != len(r.heads) {
		return differ("the journal has records of %d epochs, of which %d are enrolled", len(r.heads), seen)
	}
	return nil
}

func (r *replay) granted() error {
	n := 0
	for scan, err := range r.t.tx.Query("SELECT id, place, epoch, holder, blob, state FROM grants ORDER BY id") {
		var id, holder, state string
		var at epochID
		var blob []byte
		if err == nil {
			err = scan(&id, &at.place, &at.number, &holder, &blob, &state)
		}
		if err != nil {
			return fmt.Errorf("read grants: %w", err)
		}
		g := r.grants[id]
		switch {
		case g == nil:
			return differ("grant %s is not in the journal", id)
		case !bytes.Equal(blob, g.blob) || at != (epochID{g.grant.Place, g.grant.Epoch}) || holder != g.grant.Holder:
			return differ("grant %s is not the one that was signed", id)
		case state != g.state:
			return differ("grant %s: %s, by the journal %s", id, state, g.state)
		}
		n++
	}
	if n != len(r.grants) {
		return differ("%d grants, %d in the journal", n, len(r.grants))
	}
	return nil
}

func (r *replay) accounts() (n int, err error) {
	held := map[epochID]int64{}
	for scan, err := range r.t.tx.Query("SELECT who, name, kind, asset, ifnull(place, ''), ifnull(epoch, 0), balance FROM accounts ORDER BY who, name") {
		var who, name, kind, asset, place string
		var epoch uint64
		var balance int64
		if err == nil {
			err = scan(&who, &name, &kind, &asset, &place, &epoch, &balance)
		}
		if err != nil {
			return n, fmt.Errorf("read accounts: %w", err)
		}
		p, ok := ledger.Account(name).Split()
		if !ok || p.Who != who || p.Kind != kind || string(p.Asset) != asset || p.Place != place || p.Epoch != epoch {
			return n, differ("account %s: its row says otherwise than its name", name)
		}
		if balance != r.balances[ledger.Account(name)] {
			return n, differ("account %s: %d, by the journal %d", name, balance, r.balances[ledger.Account(name)])
		}
		delete(r.balances, ledger.Account(name))
		if atPlace(p) {
			held[epochID{place, epoch}] += balance
		}
		n++
	}
	for _, name := range slices.Sorted(maps.Keys(r.balances)) {
		if r.balances[name] != 0 {
			return n, differ("account %s is missing; by the journal it has %d", name, r.balances[name])
		}
	}
	for scan, err := range r.t.tx.Query("SELECT place, epoch, held FROM epochs") {
		var at epochID
		var sum int64
		if err == nil {
			err = scan(&at.place, &at.number, &sum)
		}
		if err != nil {
			return n, fmt.Errorf("read epochs: %w", err)
		}
		if sum != held[at] {
			return n, differ("epoch %d of %s holds %d, by the accounts %d", at.number, at.place, sum, held[at])
		}
	}
	return n, nil
}
