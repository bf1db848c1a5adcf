package main

// counterBugs are of what people do at the counter: claims, refunds, cards, float.
var counterBugs = []mutant{
	{"a claim isn't paid from available (1.10)", 40, []edit{
		{"server/store/claims.go", "if n := min(owed.balance, has.balance); n > 0 {", "if n := min(owed.balance, has.balance); n > 1<<60 {"},
	}},
	{"a card that is found wakes no claim (1.10)", 400, []edit{
		{"server/store/cardfacts.go", "	t.stir(c.Member)\n", ""},
	}},
	{"an overpaid claim isn't given back (1.10)", 200, []edit{
		{"pos/record/hq.go", `return e.Reopen(b.Holder, b.Owed, ledger.Available(b.Holder, b.With), b.With, b.Amount)`,
			"return e.Claim(b.Holder, b.Owed, b.Amount)"},
	}},
	{"a released refund right stays (1.9)", 40, []edit{
		{"pos/till/store/refund.go", "AND NOT EXISTS (SELECT 1 FROM releases WHERE sale = ?1) AND seq >", "AND seq >"},
	}},
	{"a refund is forgotten where the right goes (1.9)", 100, []edit{
		{"server/store/ask.go", "WHERE r.receipt = ? ORDER BY", "WHERE r.receipt = ? AND 0 ORDER BY"},
	}},
	{"a right that comes back knows no news (1.9)", 60, []edit{
		{"pos/till/store/refund.go", "DELETE FROM foreign_sales WHERE receipt = ?", "DELETE FROM foreign_sales WHERE receipt = ? AND 0"},
	}},
	{"a late undo takes back every report (1.13)", 60, []edit{
		{"pos/card.go", "return slices.Contains(reports, r) })", "return true })"},
	}},
	{"a replacement moves value (1.13)", 20, []edit{
		{"pos/record/cards.go", "func (CardReplace) Postings(Header) ledger.Entry { return nil }",
			`func (b CardReplace) Postings(Header) (e ledger.Entry) {
	return e.Move(ledger.Issued("topup", ledger.Bonus), ledger.Available(b.Member, ledger.Bonus), 100)
}`},
	}},
	{"head office grants what is frozen (1.13)", 200, []edit{
		{"server/store/barred.go", "	if err != nil || frozen == \"\" {\n", "	if err != nil || frozen != \"\\x00\" {\n"},
	}},
	{"a freeze is ignored at finish (1.13)", 100, []edit{
		{"pos/till/freeze.go", "	if why == nil || pos.CodeOf(why) == pos.Internal {\n", "	if why == nil || pos.CodeOf(why) != \"\" {\n		why = nil\n"},
	}},
	{"the feed undoes own card news (1.15)", 120, []edit{
		{"pos/till/store/feed.go", "DELETE FROM card_news WHERE card = ? AND seq <= ?", "DELETE FROM card_news WHERE card = ?1 AND ?2 > 0"},
	}},
	{"the lease is ignored (4)", 60, []edit{
		{"pos/till/store/lots.go", "return min(end, tx.lease), nil", "return end, nil"},
	}},
	{"a grant's end is ignored (1.1)", 60, []edit{
		{"pos/escrow/lot.go", "	if l.ended(now) {\n		return 0\n	}\n", ""},
		{"pos/till/store/reserve.go", "if ends != 0 && tx.now.UnixMilli() >= ends {", "if ends < 0 {"},
	}},
	{"a promotion acts beyond what is held (1.16)", 100, []edit{
		{"pos/till/quota.go", "			quota[id] = int(n)\n", "			quota[id] = int(n) + 1\n"},
		{"pos/till/quota.go", "= a.Times, int64(a.Times)\n", "= a.Times, int64(a.Times)-1\n"},
	}},
	{"what was used of a quantity is given out again (1.16)", 100, []edit{
		{"server/store/limited.go", "most-s.available-s.out-s.gone", "most-s.available-s.out"},
	}},
	{"conversion credits principal (1.12)", 40, []edit{
		{"pos/record/points.go", "	from := ledger.Issued(\"convert\", ledger.Bonus)\n	e = e.Move(from, ledger.Escrow(b.Member, ledger.Bonus, h.Place, h.Epoch), int64(b.Bonus-b.Pays))\n",
			"	from := ledger.Issued(\"convert\", ledger.Bonus)\n	e = e.Move(ledger.Issued(\"convert\", ledger.Principal), ledger.Escrow(b.Member, ledger.Principal, h.Place, h.Epoch), int64(b.Bonus-b.Pays))\n"},
		{"pos/record/points.go", "return credits(h, b.Member, ledger.Bonus, int64(b.Bonus-b.Pays), \"\", 0)", "return credits(h, b.Member, ledger.Principal, int64(b.Bonus-b.Pays), \"\", 0)"},
		{"pos/ledger/allowed.go", `who: "convert", assets: bonus,`, `who: "convert", assets: value,`},
	}},
	{"a withdrawal forfeits nothing (1.12)", 20, []edit{
		{"pos/till/withdraw.go", "bonus := forfeit(b, amount, max(0, b.Principal-amount))", "bonus := 0 * forfeit(b, amount, max(0, b.Principal-amount))"},
	}},
	{"undoing a top-up forgets spent bonus (1.12)", 100, []edit{
		{"pos/till/refund_topup.go", "Back: principal - spent,", "Back: principal,"},
	}},
	{"float without a claim (4)", 40, []edit{
		{"pos/record/sale.go", "				e = e.Claim(b.Member, ledger.Principal, int64(t.Amount))\n", ""},
	}},
}
