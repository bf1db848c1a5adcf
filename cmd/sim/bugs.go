package main

import "slices"

// mutants is the deliberate bugs. Each undoes one protection; the number is DESIGN's line in "The one idea".
var mutants = slices.Concat(protocolBugs, bookBugs, counterBugs, placeBugs)

// protocolBugs are of records, grants and the feed.
var protocolBugs = []mutant{
	{"dedupe off (1.3)", 20, []edit{
		{"server/store/accept.go", "if seq > e.acked {", "if seq > 0 {"},
		{"server/store/accept.go", "func (t *Tx) bookOne(e *epoch, p *prepared, now time.Time) error {\n",
			"func (t *Tx) bookOne(e *epoch, p *prepared, now time.Time) error {\n\tif p.Seq <= e.acked {\n\t\treturn t.apply(&p.Record)\n\t}\n"},
		{"server/store/accept.go", "!p.Follows(e.acked, e.hash)", "p.Seq > e.acked+1"},
	}},
	{"ack before commit (2)", 20, []edit{
		{"sync/hub/hub.go", "	nudged   bool", "	held     []offered\n	nudged   bool"},
		{"sync/hub/hub.go", "|| len(h.queue) > 0\n", "|| len(h.queue)+len(h.held) > 0\n"},
		// What came is acknowledged at once, and booked by the next Flush.
		{"sync/hub/hub.go", "	err := h.store.Update(func(tx Tx) error {\n", `	var early []Out
	for _, o := range h.queue {
		if p, ok := o.checked.frame.(wire.Push); ok {
			early = append(early, Out{Session: o.session, Frame: wire.Ack{Seq: p.From + uint64(len(p.Records)) - 1}})
		}
	}
	h.held, h.queue = h.queue, h.held
	err := h.store.Update(func(tx Tx) error {
`},
		{"sync/hub/hub.go", "	h.queue = nil\n	return outs, nil", "	h.queue = nil\n	return append(early, outs...), nil"},
	}},
	{"expiry frees value (1.1)", 200, []edit{
		{"server/store/requests.go", "	r, ok, err := t.request(w.ID)\n	if err != nil {\n		return hub.Decision{}, err\n	}\n	sum := digest", `	if err := t.freeEnded(w.Holder, now); err != nil {
		return hub.Decision{}, err
	}
	r, ok, err := t.request(w.ID)
	if err != nil {
		return hub.Decision{}, err
	}
	sum := digest`},
		{"server/store/requests.go", "// digest tells", `// freeEnded gives back by HQ's own hand what places hold under grants that have ended.
func (t *Tx) freeEnded(holder string, now time.Time) error {
	var ended []escrow.Grant
	for scan, err := range t.tx.Query("SELECT blob FROM grants WHERE holder = ? AND state = 'accepted'", holder) {
		var b []byte
		if err == nil {
			err = scan(&b)
		}
		if err != nil {
			return err
		}
		if g, err := escrow.Read(b); err == nil && g.Ends <= now.UnixMilli() {
			ended = append(ended, g)
		}
	}
	for _, g := range ended {
		var e ledger.Entry
		for _, a := range g.Amounts {
			from := ledger.Escrow(holder, a.Asset, g.Place, g.Epoch)
			held, err := t.account(from)
			if err != nil {
				return err
			}
			e = e.Move(from, ledger.Available(holder, a.Asset), min(held.balance, a.Amount))
		}
		if err := t.own(record.Suspense{Place: g.Place, Epoch: g.Epoch, Seq: 1, Short: e}, now); err != nil {
			return err
		}
		if _, err := t.tx.Exec("UPDATE grants SET state = 'declined' WHERE id = ?", g.ID); err != nil {
			return err
		}
	}
	return nil
}

// digest tells`},
		{"server/store/requests.go", "	\"holdfast/pos/money\"\n", "	\"holdfast/pos/money\"\n	\"holdfast/pos/record\"\n"},
	}},
	{"a grant takes nothing (1)", 5, []edit{
		{"pos/escrow/grant.go", "e = e.Move(ledger.Available(g.Holder, a.Asset), g.Transit(a.Asset), a.Amount)",
			`e = e.Move(ledger.House("suspense", a.Asset), g.Transit(a.Asset), a.Amount)`},
	}},
	{"the feed undoes own news (1.15)", 20, []edit{
		{"pos/till/store/feed.go", `"DELETE FROM news WHERE holder = ? AND seq <= ?"`, `"DELETE FROM news WHERE holder = ?1 AND seq < ?2"`},
	}},
	{"a recall takes what is reserved (1)", 100, []edit{
		{"pos/escrow/lot.go", "if n := min(left, l.Amount-l.Reserved); n > 0 {", "if n := min(left, l.Amount); n > 0 {"},
		{"pos/till/store/migrations/0001_till.sql", "reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved BETWEEN 0 AND amount)", "reserved INTEGER NOT NULL DEFAULT 0"},
	}},
}
