package main

// bookBugs are of how HQ's books answer, judge, balance and merge.
var bookBugs = []mutant{
	{"a request asked again is granted again (1.2)", 60, []edit{
		{"server/store/requests.go", "	if withdrawnFirst || bytes.Equal(r.digest, sum) {\n", "	if r.state == \"granted\" {\n		return hub.Decision{Open: true}, nil\n	}\n	if withdrawnFirst || bytes.Equal(r.digest, sum) {\n"},
	}},
	{"a grant is taken in twice (1.2)", 20, []edit{
		{"pos/till/store/grant.go", ".Scan(&known); err != nil || known {", ".Scan(&known); err != nil {"},
	}},
	{"an entry needn't balance (1.4)", 20, []edit{
		{"pos/ledger/entry.go", "		if s.sum != 0 {\n", "		if s.sum > 1<<60 {\n"},
		{"pos/record/value.go", "	e = e.Move(ledger.Issued(\"topup\", ledger.Bonus), ledger.Escrow(b.Member, ledger.Bonus, h.Place, h.Epoch), int64(b.Bonus-b.PaysBonus))\n",
			"	if n := int64(b.Bonus - b.PaysBonus); n > 0 {\n		e = append(e, ledger.Posting{Account: ledger.Escrow(b.Member, ledger.Bonus, h.Place, h.Epoch), Amount: n})\n	}\n"},
	}},
	{"nobody is to look at what a dead card paid (1.5)", 60, []edit{
		{"server/store/spending.go", "return \"card_lost\", \"by card \" + c.Number + \", which was \" + string(c.Status), nil", "return \"\", \"\", nil"},
	}},
	{"what comes back to a merged member stays there (1.14)", 60, []edit{
		{"server/store/claims.go", "			err = t.drain(holder, m.into, now)\n", "			err = nil\n"},
	}},
	{"a member is merged into themselves (self transfer)", 100, []edit{
		{"server/store/merge.go", "	case a.ID == b.ID:\n", "	case a.ID == b.ID && into == \"\":\n"},
	}},
}
