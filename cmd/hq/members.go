package main

import (
	"fmt"
	"strings"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

type adjustCmd struct {
	Who       string `arg:"" name:"card|phone" help:"A card's number, a phone or a member's id."`
	Principal string `placeholder:"±A" help:"Yuan of principal, such as +12.30 or -5."`
	Bonus     string `placeholder:"±A" help:"Yuan of bonus."`
	Points    string `placeholder:"±A" help:"Points."`
	Reason    string `required:"" placeholder:"TEXT" help:"Why."`
	as
}

func (c adjustCmd) Run(e *env) error {
	var amounts []escrow.Amount
	for _, x := range []struct {
		asset ledger.Asset
		text  string
	}{{ledger.Principal, c.Principal}, {ledger.Bonus, c.Bonus}, {ledger.Points, c.Points}} {
		if x.text == "" {
			continue
		}
		n, err := signed(x.asset, x.text)
		if err != nil {
			return err
		}
		amounts = append(amounts, escrow.Amount{Asset: x.asset, Amount: n})
	}
	books, err := c.books(e, pos.MayAdjust)
	if err != nil {
		return err
	}
	m, err := books.Adjust(c.Who, amounts, c.Reason)
	if err != nil {
		return err
	}
	e.live.Moved(m.ID)
	return memberCmd{Who: m.ID}.Run(e)
}

// signed reads an amount with its sign, which must be there: who gives and who takes is not to be guessed.
func signed(asset ledger.Asset, text string) (int64, error) {
	sign, digits := int64(1), strings.TrimPrefix(text, "+")
	if rest, minus := strings.CutPrefix(text, "-"); minus {
		sign, digits = -1, rest
	} else if digits == text {
		return 0, pos.E(pos.Usage, "", fmt.Sprintf("--%s %s: write +%s to give it or -%s to take it", asset, text, text, text))
	}
	var n int64
	var err error
	if asset == ledger.Points {
		var p money.Points
		p, err = money.ParsePoints(digits)
		n = int64(p)
	} else {
		var f money.Fen
		f, err = money.ParseFen(digits)
		n = int64(f)
	}
	if err != nil || n == 0 {
		return 0, pos.E(pos.Usage, "", fmt.Sprintf("--%s %q is no amount above 0", asset, text))
	}
	return sign * n, nil
}

type mergeCmd struct {
	From   string `arg:"" help:"Who is to be somebody else from now on: card, phone or id."`
	Into   string `arg:"" help:"Who that is: card, phone or id."`
	Reason string `required:"" placeholder:"TEXT" help:"Why."`
	as
}

func (c mergeCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayMerge)
	if err != nil {
		return err
	}
	a, b, err := books.MergeMembers(c.From, c.Into, c.Reason)
	if err != nil {
		return err
	}
	e.live.Moved(a.ID, b.ID)
	return memberCmd{Who: b.ID}.Run(e)
}

type blockCmd struct {
	Who    string   `arg:"" name:"card|phone" help:"A card's number, a phone or a member's id."`
	What   string   `arg:"" enum:"earning,redeeming" help:"earning: no points; redeeming: nothing of theirs is spent anywhere."`
	Reason []string `arg:"" help:"Why; tills show it."`
	as
}

func (c blockCmd) Run(e *env) error {
	reason := strings.TrimSpace(strings.Join(c.Reason, " "))
	if reason == "" {
		return pos.E(pos.Usage, "", "say why; tills show it")
	}
	return change(e, c.as, c.Who, c.What, reason)
}

type unblockCmd struct {
	Who  string `arg:"" name:"card|phone" help:"A card's number, a phone or a member's id."`
	What string `arg:"" enum:"earning,redeeming" help:"What they may do again."`
	as
}

func (c unblockCmd) Run(e *env) error { return change(e, c.as, c.Who, c.What, "") }

// change blocks a member for a reason, or lets them again without one.
func change(e *env, by as, who, what, reason string) error {
	books, err := by.books(e, pos.MayBlock)
	if err != nil {
		return err
	}
	m, err := books.Block(who, what, reason)
	if err != nil {
		return err
	}
	e.live.Moved(m.ID)
	state := "not blocked from " + what + " any more"
	if reason != "" {
		state = "blocked from " + what + ": " + reason
	}
	fmt.Fprintf(e.stdout, "%s  %s  %s\n", m.Name, m.Phone, state)
	return nil
}
