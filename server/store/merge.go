package store

import (
	"cmp"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// Merge makes one member another: the id becomes an alias, the cards are the other's, and what is available and owed moves.
// What tills hold of the first stays granted to that id and moves on when it comes back, in the transaction that brings it
// (see follow). Nobody is merged twice, so an alias is one step long.
func (t *Tx) Merge(from, into, by, reason string, now time.Time) error {
	a, err := t.merging(from)
	if err != nil {
		return err
	}
	b, err := t.merging(into)
	switch {
	case err != nil:
		return err
	case a.ID == b.ID:
		return pos.E(pos.Conflict, "merge", "a member can't be merged into themselves; name two")
	}
	if err := t.writeAccounts(); err != nil {
		return err
	}
	body := record.Merge{From: a.ID, Into: b.ID, By: by, Reason: reason}
	for _, asset := range ledger.MemberAssets {
		for account, to := range map[ledger.Account]*[]escrow.Amount{ledger.Available(a.ID, asset): &body.Amounts, ledger.Owed(a.ID, asset): &body.Claims} {
			has, err := t.account(account)
			if err != nil {
				return err
			}
			if has.balance > 0 {
				*to = append(*to, escrow.Amount{Asset: asset, Amount: has.balance})
			}
		}
	}
	aliases, err := t.aliases(a.ID)
	if err != nil {
		return err
	}
	if _, err := t.tx.Exec("UPDATE members SET merged_into = ?1 WHERE id = ?2 OR merged_into = ?2", b.ID, a.ID); err != nil {
		return fmt.Errorf("merge %s into %s: %w", a.ID, b.ID, err)
	}
	for _, id := range append(aliases, b.ID) {
		delete(t.marks, id)
	}
	if err := t.own(body, now); err != nil {
		return err
	}
	if err := t.rebind(a.ID, b.ID, now); err != nil {
		return err
	}
	if err := t.inherit(a, b); err != nil {
		return err
	}
	for _, id := range append(aliases, b.ID) {
		m, err := t.member(id)
		if err != nil {
			return fmt.Errorf("member %s: %w", id, err)
		}
		if err := t.publish(pos.TopicMember, id, m); err != nil {
			return err
		}
		if err := t.PublishBalance(id); err != nil {
			return err
		}
		t.stir(id)
	}
	return nil
}

// merging is a member who may be merged, or merged into.
func (t *Tx) merging(id string) (pos.Member, error) {
	m, err := t.member(id)
	switch {
	case none(err):
		return m, pos.E(pos.NotFound, "merge", "head office knows no member "+clip(id)+"; name them by card, phone or id, as 'hq member' shows them")
	case err != nil:
		return m, fmt.Errorf("member %s: %w", id, err)
	case m.Into != "":
		return m, pos.E(pos.Conflict, "merge", "member "+id+" was merged into "+m.Into+" already; name that one")
	}
	return m, nil
}

// rebind makes the cards of one member another's. A card that was issued to both is one person's now, so it is good again.
func (t *Tx) rebind(from, into string, now time.Time) error {
	cards, err := t.cardsOf(from)
	if err != nil {
		return err
	}
	for _, row := range cards {
		c := row.Card
		if c.Member == from {
			c.Member = into
		}
		if c.Other == from {
			c.Other = into
		}
		if c.Other == c.Member {
			c.Other = ""
			if c.Status == pos.Frozen {
				if c.Status = pos.Issued; len(c.Reports) > 0 {
					c.Status = pos.Lost
				}
			}
		}
		if err := t.putCard(c, now.UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

// inherit gives the member who stays what only the other one had, and the people the other one brought in. Whoever would
// then have been brought in by themselves, over however many steps, was brought in by nobody.
func (t *Tx) inherit(a, b pos.Member) error {
	b.Sex, b.Birthday, b.Referrer = cmp.Or(b.Sex, a.Sex), cmp.Or(b.Birthday, a.Birthday), cmp.Or(b.Referrer, a.Referrer)
	b.NoEarning, b.NoRedeeming = cmp.Or(b.NoEarning, a.NoEarning), cmp.Or(b.NoRedeeming, a.NoRedeeming)
	seen := map[string]bool{a.ID: true, b.ID: true}
	for at := b.Referrer; at != ""; {
		m, err := t.member(at)
		if none(err) {
			m, err = t.memberByPhone(at)
		}
		if none(err) {
			break
		}
		if err != nil {
			return fmt.Errorf("who brought in %s: %w", b.ID, err)
		}
		if seen[m.ID] {
			b.Referrer = ""
			break
		}
		seen[m.ID], at = true, m.Referrer
	}
	if err := t.changeMember(b); err != nil {
		return err
	}
	for _, step := range []string{
		`UPDATE members SET referrer = ?1 WHERE referrer <> '' AND referrer = ?2`,
		`UPDATE members SET no_earning = iif(no_earning <> '', no_earning, (SELECT no_earning FROM members WHERE id = ?2)),
			blocked_at = iif(no_redeeming <> '', blocked_at, (SELECT blocked_at FROM members WHERE id = ?2)),
			no_redeeming = iif(no_redeeming <> '', no_redeeming, (SELECT no_redeeming FROM members WHERE id = ?2)) WHERE id = ?1`,
	} {
		if _, err := t.tx.Exec(step, b.ID, a.ID); err != nil {
			return fmt.Errorf("merge %s into %s: %w", a.ID, b.ID, err)
		}
	}
	delete(t.marks, b.ID)
	return nil
}
