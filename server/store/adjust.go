package store

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// Adjust corrects what a member owns: amounts above zero are given by the house, those below are taken from what is
// available at HQ. It returns the member.
func (s *Store) Adjust(who string, amounts []escrow.Amount, reason string) (m pos.Member, err error) {
	if err := reasoned("adjust", reason); err != nil {
		return m, err
	}
	if len(amounts) == 0 {
		return m, pos.E(pos.Usage, "adjust", "nothing to adjust; name --principal, --bonus or --points with + or - an amount")
	}
	err = s.update(context.Background(), func(t *Tx) error {
		if m, err = t.find(who); err != nil {
			return err
		}
		before, err := t.owned(m.ID)
		if err != nil {
			return err
		}
		for _, a := range amounts {
			if err := t.takable(m, a); err != nil {
				return err
			}
		}
		if err := t.own(record.Adjust{Member: m.ID, Amounts: amounts, By: t.who(), Reason: reason}, s.actor.At); err != nil {
			return err
		}
		hq, err := t.hq()
		if err != nil {
			return err
		}
		last := record.Header{Place: hq.place, Epoch: hq.number, Seq: hq.acked}
		if err := t.followReturns([]string{m.ID}, last.Receipt(), s.actor.At); err != nil {
			return err
		}
		after, err := t.owned(m.ID)
		if err != nil {
			return err
		}
		return t.audit("adjust", m.ID, inAll(before), inAll(after)+"; "+reason)
	})
	return m, err
}

// takable refuses to take more than is available, and says where the rest is.
func (t *Tx) takable(m pos.Member, a escrow.Amount) error {
	if a.Amount >= 0 {
		return nil
	}
	has, err := t.account(ledger.Available(m.ID, a.Asset))
	if err != nil || has.balance+a.Amount >= 0 {
		return err
	}
	if err := t.writeAccounts(); err != nil {
		return err
	}
	granted, err := t.granted(m.ID)
	if err != nil {
		return err
	}
	where := ""
	for _, g := range granted {
		if g.Asset == string(a.Asset) {
			where += fmt.Sprintf("; %s is %s at %s since %s", g.Amount, g.State, g.Till, g.Since)
		}
	}
	return pos.E(pos.Insufficient, "adjust", fmt.Sprintf("of %s's %s only %s is at head office and can be taken%s", named(m), a.Asset, inAsset(a.Asset, has.balance), where))
}

// inAsset is an amount of an asset as text.
func inAsset(asset ledger.Asset, n int64) string {
	if asset == ledger.Points {
		return money.Points(n).String()
	}
	return money.Fen(n).String()
}

// inAll is a balance as the audit log says it.
func inAll(b pos.Balance) string {
	text := fmt.Sprintf("principal %s, bonus %s, points %s", b.Principal, b.Bonus, b.Points)
	if o := b.Owes(); o != (pos.Owed{}) {
		text += fmt.Sprintf(", owes value %s, bonus %s, points %s", o.Value, o.Bonus, o.Points)
	}
	return text
}

// mostReason is the longest reason, in characters.
const mostReason = 200

func reasoned(op, reason string) error {
	if strings.TrimSpace(reason) == "" || utf8.RuneCountInString(reason) > mostReason {
		return pos.E(pos.Usage, op, fmt.Sprintf("say why, in at most %d characters", mostReason))
	}
	return nil
}

// MergeMembers makes one member another, named by card, phone or id; it returns both as they are then.
func (s *Store) MergeMembers(from, into, reason string) (a, b pos.Member, err error) {
	if err := reasoned("merge", reason); err != nil {
		return a, b, err
	}
	err = s.update(context.Background(), func(t *Tx) error {
		if a, err = t.find(from); err != nil {
			return err
		}
		if b, err = t.find(into); err != nil {
			return err
		}
		if err := t.Merge(a.ID, b.ID, t.who(), reason, s.actor.At); err != nil {
			return err
		}
		return t.audit("merge", a.ID, "", "into "+b.ID+"; "+reason)
	})
	return a, b, err
}

// What a member can be blocked from.
const (
	Earning   = "earning"   // points
	Redeeming = "redeeming" // value and points
)

// Block keeps a member from earning or redeeming, at all tills; without a reason it lets them again.
func (s *Store) Block(who, what, reason string) (m pos.Member, err error) {
	err = s.update(context.Background(), func(t *Tx) error {
		if m, err = t.find(who); err != nil {
			return err
		}
		m.Cards = nil
		var statement string
		at := int64(0)
		switch {
		case what == Earning && m.NoEarning == "" && reason == "", what == Redeeming && m.NoRedeeming == "" && reason == "":
			return pos.E(pos.Conflict, "unblock", named(m)+" is not blocked from "+what)
		case what == Earning:
			m.NoEarning, statement = reason, "UPDATE members SET no_earning = ?1 WHERE id = ?3 AND ?2 >= 0"
		case what == Redeeming:
			if reason != "" {
				at = max(1, s.actor.At.UnixMilli())
			}
			m.NoRedeeming, statement = reason, "UPDATE members SET no_redeeming = ?1, blocked_at = ?2 WHERE id = ?3"
		default:
			return pos.E(pos.Usage, "block", fmt.Sprintf("%q is neither %s nor %s", clip(what), Earning, Redeeming))
		}
		if _, err := t.tx.Exec(statement, reason, at, m.ID); err != nil {
			return fmt.Errorf("block %s: %w", m.ID, err)
		}
		delete(t.marks, m.ID)
		return t.amend(pos.TopicMember, m.ID, m)
	})
	return m, err
}
