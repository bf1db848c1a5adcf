package main

// placeBugs are of places that can't be trusted: copies, lost tills, a restored head office. A fifth of all worlds has each.
var placeBugs = []mutant{
	{"a till in doubt spends on (1.6)", 60, []edit{
		{"pos/till/store/lots.go", "func (tx *Tx) Lots(holder, basket string) ([]escrow.Lot, error) {\n	if at, err := tx.standing(); err != nil || at.doubt != \"\" {",
			"func (tx *Tx) Lots(holder, basket string) ([]escrow.Lot, error) {\n	if at, err := tx.standing(); err != nil || at.doubt == \"\\x00\" {"},
		{"pos/till/store/append.go", "	if err == nil && at.doubt != \"\" {\n		return pos.E(pos.Insufficient", "	if err == nil && at.doubt == \"\\x00\" {\n		return pos.E(pos.Insufficient"},
	}},
	{"an old copy takes itself for the till (1.6)", 60, []edit{
		{"sync/uplink/open.go", "	if !has {\n", "	if !has && w.Acked > 1<<40 {\n"},
	}},
	{"an old copy is taken for the till (1.6)", 60, []edit{
		{"server/store/accept.go", "!p.Follows(e.acked, e.hash) {", "p.Seq != e.acked+1 {"},
		{"sync/uplink/open.go", "	if !has {\n", "	if !has && w.Acked > 1<<40 {\n"},
		{"sync/hub/session.go", "if f.HeadSeq < p.Acked || f.HeadSeq == p.Acked && f.HeadHash != p.Hash {", "if f.HeadSeq > 1<<40 {"},
	}},
	{"a fork is lost once HQ takes it for the till (1.6)", 120, []edit{
		{"sync/uplink/open.go", "	if u.forked { // HQ", "	if u.forked && u.live { // HQ"},
	}},
	{"a fork's other session lives on (1.6)", 200, []edit{
		{"sync/hub/session.go", "a.Fenced != \"\" && live != nil && live != s", "a.Fenced == \"\\x00\" && live != nil && live != s"},
	}},
	{"a fork spends what the member has (1.6)", 60, []edit{
		{"server/store/fork.go", "			e = append(e, ledger.Posting{Account: ledger.House(kindBranch, o.asset), Amount: n})\n", "			e = append(e, ledger.Posting{Account: ledger.Available(o.who, o.asset), Amount: n})\n"},
	}},
	{"what a fork paid in is the house's (1.6)", 60, []edit{
		{"server/store/fork.go", "Account: ledger.Available(c.who, c.asset), Amount: c.left}", "Account: ledger.House(kindBranch, c.asset), Amount: c.left}"},
	}},
	{"a record of a fork is booked each time (1.6)", 200, []edit{
		{"server/store/fork.go", "		if s.Booked || s.Wrong", "		if s.Wrong"},
	}},
	{"what comes to a fork later is nobody's (1.6)", 200, []edit{
		{"server/store/accept.go", "	if len(fresh) == 0 {\n", "	if len(fresh) >= 0 {\n"},
	}},
	{"a till enrolled anew leaves its value frozen (1.6)", 60, []edit{
		{"server/store/epochs.go", "e.fenced, e.fencedAt, e.frozen, e.changed = cut(why, mostWhy), now.UnixMilli(), held, true", "e.fenced, e.fencedAt, e.changed = cut(why, mostWhy), now.UnixMilli(), true"},
	}},
	{"late debits hit the member (1.7)", 60, []edit{
		{"server/store/lost.go", "		from := ledger.Written(parts.Who, parts.Asset, e.place, e.number)\n		has,", "		from := ledger.Available(parts.Who, parts.Asset)\n		has,"},
	}},
	{"late debits aren't covered (1.7)", 60, []edit{
		{"server/store/lost.go", "		n := min(s.Amount, has.balance-used[from])\n", "		n := min(0, has.balance-used[from])\n"},
	}},
	{"what comes back late is had twice (1.7)", 120, []edit{
		{"server/store/lost.go", "		n := max(0, min(most, credits[from], kept[asset.Asset]))\n", "		n := max(0, min(0*most, credits[from], kept[asset.Asset]))\n"},
	}},
	{"escrow that is written off stands too (1.7)", 60, []edit{
		{"server/store/lost.go", "moves[p.Who].Move(name, ledger.Written(p.Who, p.Asset, e.place, e.number), n).\n			Move(", "moves[p.Who].Move("},
	}},
	{"a till that is being closed is granted what it asks for (1.7)", 120, []edit{
		{"server/store/closing.go", "	if err != nil || e == nil || e.closing == 0 {\n		return nil, err\n	}\n	return no(", "	if err != nil || e == nil || e.closing >= 0 {\n		return nil, err\n	}\n	return no("},
	}},
	{"a till that is being closed gets allowances (1.7)", 60, []edit{
		{"server/store/standing.go", "err != nil || e.closing != 0 {", "err != nil || e.closing < 0 {"},
	}},
	{"a till that is being closed never says that it is empty (1.7)", 60, []edit{
		{"sync/uplink/tick.go", "	if u.closingMS != 0 {\n", "	if u.closingMS < 0 {\n"},
	}},
	{"a restored head office grants at once (1.8)", 60, []edit{
		{"server/store/recover.go", "	if err != nil || !p.recovering {\n		return nil, err\n	}\n	waits, err := t.awaited()", "	if err != nil || p.recovering || !p.recovering {\n		return nil, err\n	}\n	waits, err := t.awaited()"},
	}},
	{"a restored head office lends again what tills hold (1.8)", 200, []edit{
		{"server/store/lent.go", "		t.repaying = p.recovering || e.missed\n", "		t.repaying = p.recovering && e.forked\n"},
		{"server/store/recover.go", "t.repay(\"asset <> ?\", ", "t.repay(\"asset <> ? AND amount < 0\", "},
	}},
	{"an old head office doesn't find out (1.8)", 120, []edit{
		{"server/store/recover.go", "	behind, err := t.behind(seen)\n", "	behind, err := t.behind(wire.Position{Generation: seen.Generation})\n"},
	}},
	{"a restored head office forgets what it had signed (1.8)", 60, []edit{
		{"server/store/accept.go", "		if signed, e := t.regrant(p, now); e != nil {", "		if signed, e := false, error(nil); e != nil {"},
	}},
	{"who members are isn't told again (1.8)", 200, []edit{
		{"pos/till/store/renew.go", "	if err := tx.tellAgain(); err != nil {\n		return err\n	}\n", ""},
	}},
	{"what a restored head office forgot is no news (1.15)", 200, []edit{
		{"pos/till/store/renew.go", "	for _, r := range records {\n", "	for _, r := range records[:0] {\n"},
	}},
	{"the id of a request serves another (1.3)", 60, []edit{
		{"server/store/requests.go", "	if withdrawnFirst || bytes.Equal(r.digest, sum) {\n", "	if !bytes.Equal(r.digest, sum) && r.state == \"granted\" {\n		return hub.Decision{Open: true}, nil\n	}\n	if withdrawnFirst || bytes.Equal(r.digest, sum) {\n"},
	}},
	{"frozen value is shown as held (1.17)", 60, []edit{
		{"server/store/member.go", "		case fenced:\n", "		case fenced && kind == \"\":\n"},
	}},
	{"what is on its way is shown nowhere (1.17)", 20, []edit{
		{"server/store/member.go", "AND a.kind IN ('transit', 'escrow') AND a.balance > 0\n		GROUP BY a.place, a.epoch, a.asset, a.kind ORDER", "AND a.kind IN ('escrow') AND a.balance > 0\n		GROUP BY a.place, a.epoch, a.asset, a.kind ORDER"},
	}},
}
