package console

import (
	"fmt"

	"holdfast/pos/till"
)

func cardIssue(c call) (reply, error) {
	done, err := c.Till.IssueCard(c.args[0], c.args[1], c.args[2], c.at(3))
	return said(done, changedText(done), err)
}

func memberNew(c call) (reply, error) {
	done, err := c.Till.NewMember(c.args[0], c.at(1), c.at(2))
	return said(done, changedText(done), err)
}

func memberSet(c call) (reply, error) {
	p, err := c.Till.SetMember(c.args[0], c.args[1])
	text := fmt.Sprintf("%s, %s, %s, %s", p.Name, p.Phone, p.Sex, p.Birthday)
	if !p.Online {
		text += "; kept here until the line is back"
	}
	return said(p, text, err)
}

func cardLost(c call) (reply, error) {
	done, err := c.Till.ReportLost(c.args[0], c.args[1])
	return said(done, changedText(done), err)
}

func cardFound(c call) (reply, error) {
	done, err := c.Till.ReportFound(c.args[0], c.at(1))
	return said(done, changedText(done), err)
}

func cardExtend(c call) (reply, error) {
	done, err := c.Till.ExtendCard(c.args[0], c.args[1], c.at(2))
	return said(done, changedText(done), err)
}

func cardReplace(c call) (reply, error) {
	r, err := c.Till.ReplaceCard(c.args[0], c.args[1], c.args[2])
	return said(r, fmt.Sprintf("receipt %s: %s has card %s in place of %s", r.Receipt, r.Name, r.New, r.Old), err)
}

func cardReturn(c call) (reply, error) {
	r, err := c.Till.ReturnCard(c.ctx, c.args[0], c.at(1))
	text := changedText(r.CardChanged) + fmt.Sprintf("; pay out %s, bonus forfeited %s", r.Amount, r.Forfeited)
	if r.Left > 0 {
		text += fmt.Sprintf("; %s is elsewhere: do this again when the line is back", r.Left)
	}
	return said(r, text, err)
}

func cardPIN(c call) (reply, error) {
	p, err := c.Till.SetPIN(c.args[0], c.args[1], c.at(2))
	return said(p, fmt.Sprintf("PIN set for card %s of %s", p.Card, p.Name), err)
}

func memberPIN(c call) (reply, error) {
	p, err := c.Till.PIN(c.args[0])
	return said(p, "the PIN is right", err)
}

// changedText is a card after a change, or a member without one.
func changedText(d till.CardChanged) string {
	what := "card " + d.Card
	if d.Card == "" {
		what = "member"
	}
	return fmt.Sprintf("receipt %s: %s of %s, %s", d.Receipt, what, d.Name, d.Status)
}
