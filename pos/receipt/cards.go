package receipt

import "holdfast/pos/record"

// cardChange is a change in a card's life. Who the member is isn't printed: the record doesn't say it.
func (p *page) cardChange(body record.Body) {
	switch b := body.(type) {
	case record.CardIssue:
		p.card(memberCard, b.Card)
		if b.Card == "" {
			p.wrap(p.say(noCard))
		}
	case record.CardLost:
		p.card(memberCard, b.Card)
		p.rowIf(p.say(reason), b.Reason) // what it freezes is HQ's policy, which the record doesn't say
	case record.CardFound:
		p.card(memberCard, b.Card)
		p.rowIf(p.say(reason), b.Reason)
	case record.CardReplace:
		p.card(oldCard, b.Old)
		p.card(newCard, b.New)
		p.rowIf(p.say(reason), b.Reason)
		p.wrap(p.say(replacedHint))
	case record.CardReturn:
		p.card(memberCard, b.Card)
		p.paidOut(b.Amount, b.Uses, b.Claim)
		if b.Left > 0 {
			p.row(p.say(stillToPay), b.Left.String())
		}
		p.rowIf(p.say(reason), b.Reason)
		p.sign()
	case record.CardExtend:
		p.card(memberCard, b.Card)
		p.row(p.say(validUntil), b.Until)
		p.rowIf(p.say(reason), b.Reason)
	}
}
