package receipt

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

func (p *page) topUp(b record.TopUp) {
	p.card(memberCard, b.Card)
	p.row(p.say(principal), b.Principal.String())
	if b.Bonus > 0 {
		p.row(p.say(bonus), b.Bonus.String())
	}
	pays := b.PaysValue + b.PaysBonus
	if pays > 0 {
		p.row(p.say(paidClaim), "-"+pays.String())
	}
	p.row(p.say(credited), (b.Principal + b.Bonus - pays).String())
	p.rule()
	p.tender(b.Tender, b.Principal, b.Ref)
}

func (p *page) withdraw(b record.Withdraw) {
	p.card(memberCard, b.Card)
	p.paidOut(b.Amount, b.Uses, b.Claim)
	p.rowIf(p.say(reason), b.Reason)
	p.sign()
}

// paidOut is principal paid out in cash, and the bonus that went with it.
func (p *page) paidOut(amount money.Fen, uses []escrow.Use, claim money.Fen) {
	p.row(p.say(withdrawn), amount.String())
	if _, bonus := used(uses); bonus+claim > 0 {
		p.row(p.say(forfeited), (bonus + claim).String())
	}
	p.rule()
	p.tender(record.Cash, amount, "")
}

func (p *page) convert(b record.Convert) {
	p.card(memberCard, b.Card)
	p.row(p.say(converted), "-"+b.Points.String())
	p.row(p.say(bonus), b.Bonus.String())
	if b.Pays > 0 {
		p.row(p.say(paidClaim), "-"+b.Pays.String())
		p.row(p.say(credited), (b.Bonus - b.Pays).String())
	}
}

// points is points given or taken off by hand.
func (p *page) points(sign string, n money.Points, why string) {
	p.row(p.say(points), sign+n.String())
	p.rowIf(p.say(reason), why)
}

// used is what lots were taken of stored value.
func used(uses []escrow.Use) (principal, bonus money.Fen) {
	for _, u := range uses {
		switch u.Asset {
		case ledger.Principal:
			principal += money.Fen(u.Amount)
		case ledger.Bonus:
			bonus += money.Fen(u.Amount)
		case ledger.CNY, ledger.Points, ledger.Refund:
		}
	}
	return principal, bonus
}
