package main

import (
	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till/store"
)

// withdraws holds a withdrawal against what the till knew of the member: bonus goes in proportion to the principal.
func (m *model) withdraws(t *cashDesk, h record.Header, b record.Withdraw) {
	if knew, ok := m.knew(t, b.Member, b.Uses, b.Claim); ok {
		m.forfeits(h, knew, b.Amount, knew.Principal, gone(b.Uses, b.Claim))
		m.noteClaim(b.Claim)
	}
}

// returns is withdraws for a card's return: all that the member has is paid out or left, or nothing as they have another
// card.
func (m *model) returns(t *cashDesk, h record.Header, b record.CardReturn) {
	knew, ok := m.knew(t, b.Member, b.Uses, b.Claim)
	bonus := gone(b.Uses, b.Claim)
	if !ok || b.Amount == 0 && b.Left == 0 && bonus == 0 {
		return
	}
	owns := max(0, knew.Principal-knew.Owes().Value)
	if b.Amount+b.Left != owns {
		m.w.fail("%s pays out %s, leaves %s, and it was %s", h.Receipt(), b.Amount, b.Left, owns)
	}
	m.forfeits(h, knew, b.Amount, owns, bonus)
	m.noteClaim(b.Claim)
	if b.Left > 0 {
		m.did("card return that leaves something")
	}
}

// knew is what a till knew of a member before a record that it has just written; not ok where news may have come since.
func (m *model) knew(t *cashDesk, id string, uses []escrow.Use, claim money.Fen) (b pos.Balance, ok bool) {
	if m.w.working != t || m.replayed || m.w.distrusted[t.id] != nil {
		return b, false
	}
	m.w.must(t.store.View(func(tx *store.Tx) (err error) { b, err = tx.Balance(id); return err }), "balance")
	b.Principal += money.Fen(sum(uses, ledger.Principal))
	b.Bonus += money.Fen(sum(uses, ledger.Bonus)) - (b.Owes().Bonus - claim)
	return b, true
}

// gone is the bonus that a record forfeits.
func gone(uses []escrow.Use, claim money.Fen) money.Fen {
	return money.Fen(sum(uses, ledger.Bonus)) + claim
}

// forfeits fails the world where bonus didn't go in proportion to the principal that was paid out, of all there was, and
// what is below a fen with it; where there was none it goes whole.
func (m *model) forfeits(h record.Header, knew pos.Balance, paid, of, bonus money.Fen) {
	want := max(0, knew.Bonus)
	if of = max(of, paid); of > 0 {
		want = (want*paid + of - 1) / of
	}
	if bonus != want {
		m.w.fail("%s pays out %s of %s and forfeits %s of a bonus of %s, not %s", h.Receipt(), paid, of, bonus, knew.Bonus, want)
	}
}

func (m *model) noteClaim(bonus money.Fen) {
	if bonus > 0 {
		m.did("bonus to forfeit that was elsewhere")
	}
}
