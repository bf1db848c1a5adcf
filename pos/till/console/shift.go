package console

import (
	"fmt"
	"strconv"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	"holdfast/pos/till"
)

func shiftOpen(c call) (reply, error) {
	float, err := c.cash(0)
	if err != nil {
		return reply{}, err
	}
	o, err := c.Till.OpenShift(float)
	return said(o, openedText(o), err)
}

func openedText(o till.ShiftOpened) string {
	return fmt.Sprintf("shift open, business date %s, float %s", o.Date, o.Float)
}

func shiftClose(c call) (reply, error) {
	counted, count, err := c.counted(0)
	if err != nil {
		return reply{}, err
	}
	s, err := c.Till.CloseShift(counted, count)
	return said(s, closedText(s), err)
}

func closedText(s till.ShiftClosed) string {
	return fmt.Sprintf("shift closed: expected %s, counted %s, difference %s", s.Expected, s.Counted, s.Difference)
}

func handOver(c call) (reply, error) {
	counted, count, err := c.counted(2)
	if err != nil {
		return reply{}, err
	}
	h, err := c.Till.HandOver(c.args[0], c.args[1], counted, count)
	return said(h, fmt.Sprintf("%s; %s; %s (%s) is signed in", closedText(h.ShiftClosed), openedText(h.Next), h.Name, h.Person), err)
}

// counted is cash as it was counted: the sum from an argument on, and behind it, where it was counted so, notes and coins
// as VALUE*HOW-MANY.
func (c call) counted(from int) (sum money.Fen, count []record.Notes, err error) {
	if sum, err = c.cash(from); err != nil {
		return 0, nil, err
	}
	for _, word := range c.args[from+1:] {
		value, many, _ := strings.Cut(word, "*")
		n, err := strconv.ParseUint(many, 10, 31)
		if err != nil {
			return 0, nil, pos.E(pos.Usage, "", "{} is no count of notes, such as 100*3; usage: {}", strconv.Quote(shorten(word)), c.use())
		}
		of, err := money.ParseFen(value)
		if err != nil {
			return 0, nil, pos.Said(err.Error()).E(pos.Usage, "").Because(err)
		}
		count = append(count, record.Notes{Of: of, N: int(n)})
	}
	return sum, count, nil
}

func cashIn(c call) (reply, error) { return moveCash(c, "paid in", c.Till.CashIn) }

func cashDrop(c call) (reply, error) { return moveCash(c, "dropped", c.Till.CashOut) }

func moveCash(c call, did string, move func(money.Fen, string) (till.CashMoved, error)) (reply, error) {
	amount, err := c.amount(0)
	if err != nil {
		return reply{}, err
	}
	m, err := move(amount, c.args[1])
	return said(m, m.Amount.String()+" "+did+dropText(m.DropDue), err)
}

// dropText reminds of cash that must go to the safe.
func dropText(due bool) string {
	if due {
		return "; much cash is in the drawer: a drop is due"
	}
	return ""
}

func drawer(c call) (reply, error) { return said(nil, "drawer open", c.Till.OpenDrawer(c.args[0])) }

func report(c call) (reply, error) {
	r, err := c.Till.Report(receipt.ReportKind(c.args[0]), c.Width, c.Lang)
	return said(r, r.Text, err)
}
