package ui

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
)

// payingState is a sale of which a part is paid, while the line is down.
func payingState() *desk.State {
	say := pos.T("The line is down. Of the {} on the card, {} can be used here now; the rest as soon as the line is back.", money.Fen(128600), money.Fen(38600))
	s := state(&desk.Paying{
		Methods: []desk.Method{
			{Kind: record.Cash, Text: pos.T("Cash"), On: true, Key: "F1"}, {Kind: record.Bank, Text: pos.T("Bank card"), On: true, Key: "F2"},
			{Kind: record.Wallet, Text: pos.T("QR wallet"), On: true, Key: "F3"}, {Kind: record.Stored, Text: pos.T("Stored value"), Sub: pos.T("{} left here", money.Fen(29600)), On: true, Key: "F4"},
			{Kind: record.PointsT, Text: pos.T("Points"), Sub: pos.T("{} points = {}", money.Points(3000*10000), money.Fen(3000)), On: true, Key: "F5"},
			{Kind: record.Coupon, Text: pos.T("Coupon"), On: true, Key: "F6"},
		},
		Amount: desk.Line{Text: "50", At: 2}, Takes: 5000, Back: 532, Notes: []money.Fen{4500, 5000, 10000}, Ready: true,
		Act: pos.T("Take cash {} · change {}", money.Fen(5000), money.Fen(532)), Say: &say,
		Facts: []desk.Fact{
			{Label: pos.T("Stored value"), Value: "1286.00"}, {Label: pos.T("Spendable here now"), Value: "386.00", Tone: desk.Good},
			{Label: pos.T("Held at {}", "S02-T1"), Value: "200.00"}, {Label: pos.T("The rest, once online"), Value: "700.00"},
			{Label: pos.T("Points · here"), Value: "12480 · 4000", Rule: true},
		},
		Offline: []pos.Text{pos.T("Works while offline: sales, top-ups in cash, loss reports, replacements, refunds of this till's receipts."), pos.T("When the line is back: refunds of other tills' receipts, changes to members' records.")},
	})
	s.Sale, s.Member, s.Menu = sale(), member(), menuAt(desk.AtPaying)
	s.Sale.Totals.Due = 4468
	s.Sale.Tenders = []till.SaleTender{{Kind: record.Stored, Amount: 9000}, {Kind: record.PointsT, Amount: 1000, Points: 1000 * 10000}}
	s.Bar.Online, s.Bar.Since, s.Bar.Unsent = false, s.Bar.Now.Add(-12*time.Minute), 7
	return s
}

func lockedState() *desk.State {
	s := state(&desk.Locked{
		People: []desk.Person{{ID: "1001", Name: "陈晓梅", Role: "收银员"}, {ID: "1002", Name: "周杰明", Role: "收银员"}, {ID: "2001", Name: "王建平", Role: "店长"}},
		Who:    desk.Line{Text: "1001", At: 2}, PIN: desk.Line{Text: "1234", At: 3}, OnPIN: true,
	})
	s.Bar.Person, s.Bar.Online, s.Menu = "", false, menuAt(desk.AtLocked)
	return s
}

func TestPayingPictures(t *testing.T) {
	variants(t, "paying", payingState)
	variants(t, "paying-bank", func() *desk.State {
		s := payingState()
		v := s.Screen.(*desk.Paying)
		v.Method, v.WithRef, v.OnRef, v.Amount, v.Say, v.Offline, v.Facts, s.Member = 1, true, true, desk.Line{At: 3}, nil, nil, nil, nil
		s.Bar.Online = true
		return s
	})
	variants(t, "locked", lockedState)
}
