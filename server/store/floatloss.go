package store

import (
	"fmt"
	"time"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// uncovered asks a person to look at house float that was spent for a member who doesn't own as much, anywhere: the house
// may have lost it. Each receipt that drew float has an exception of its own, which ends by itself when the debt is paid.
// What pays a debt pays what was drawn first, so a loss is that of the newest receipts.
func (t *Tx) uncovered(holder string, now time.Time) error {
	member, err := t.survivor(holder)
	if err != nil {
		return err
	}
	m, err := t.mark(member)
	if err != nil || !m.owes && !t.owing[member] {
		return err
	}
	b, err := t.owned(member)
	if err != nil {
		return err
	}
	lost, err := t.lost(member, max(0, b.Owes().Value-b.Stored()))
	if err != nil {
		return err
	}
	if err := t.regained(member, lost, now); err != nil {
		return err
	}
	for receipt, d := range lost {
		x := exception{kind: "float_loss", what: receipt, place: d.place, receipt: receipt, member: member, amount: d.amount, bearer: house,
			note: fmt.Sprintf("house float was spent for this member, and of what this receipt drew of it they own %s yuan too little to pay it back", d.amount)}
		if err := t.raiseAt(x, now); err != nil {
			return err
		}
	}
	return nil
}

// draw is house float that a receipt drew.
type draw struct {
	place  string
	amount money.Fen
}

// noteFloat notes what house float a record draws for a member.
func (t *Tx) noteFloat(p *prepared) error {
	for _, posting := range p.Postings {
		parts, _ := posting.Account.Split()
		if parts.Kind != ledger.KindOwed || parts.Asset != ledger.Principal || posting.Amount <= 0 {
			continue
		}
		if _, err := t.tx.Exec("INSERT INTO drawn (member, place, receipt, amount) VALUES (?, ?, ?, ?)",
			parts.Who, p.Place, p.Receipt(), posting.Amount); err != nil {
			return fmt.Errorf("float drawn by %s: %w", p.Receipt(), err)
		}
	}
	return nil
}

// lost spreads what is lost of a member's float over the receipts that drew it, the newest first.
func (t *Tx) lost(member string, left money.Fen) (of map[string]draw, err error) {
	if of = map[string]draw{}; left == 0 {
		return of, nil
	}
	for scan, err := range t.tx.Query(`SELECT place, receipt, amount FROM drawn
		WHERE member IN (SELECT ?1 UNION SELECT id FROM members WHERE merged_into = ?1) ORDER BY id DESC`, member) {
		var d draw
		var receipt string
		if err == nil {
			err = scan(&d.place, &receipt, (*int64)(&d.amount))
		}
		if err != nil {
			return nil, fmt.Errorf("float drawn for %s: %w", member, err)
		}
		d.amount = min(d.amount, left)
		left -= d.amount
		d.amount += of[receipt].amount
		if of[receipt] = d; left == 0 {
			break
		}
	}
	return of, nil
}

// regained ends the exceptions about a member's float of which nothing is lost any more.
func (t *Tx) regained(member string, lost map[string]draw, now time.Time) error {
	var over []int64
	for scan, err := range t.tx.Query(`SELECT id, receipt FROM exceptions INDEXED BY exceptions_open WHERE settled = 0 AND kind = 'float_loss'
		AND member IN (SELECT ?1 UNION SELECT id FROM members WHERE merged_into = ?1)`, member) {
		var id int64
		var receipt string
		if err == nil {
			err = scan(&id, &receipt)
		}
		if err != nil {
			return fmt.Errorf("losses of %s: %w", member, err)
		}
		if _, still := lost[receipt]; !still {
			over = append(over, id)
		}
	}
	for _, id := range over {
		if err := t.endItself(id, "the member has paid it back, or owns as much again", now); err != nil {
			return err
		}
	}
	return nil
}
