package main

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
	"holdfast/server/react"
)

type whatIfCmd struct {
	Cut        time.Duration `default:"24h" help:"How long all tills are cut off at a time, such as 8h."`
	From       string        `placeholder:"DATE" help:"Count from this day on; what came before teaches what members usually pay. Default: the whole journal."`
	Default    *money.Fen    `placeholder:"YUAN" help:"Instead of the setting allowance.default."`
	Cap        *money.Fen    `placeholder:"YUAN" help:"Instead of allowance.cap."`
	PlaceCap   *money.Fen    `placeholder:"YUAN" help:"Instead of allowance.place_cap."`
	Share      *int          `placeholder:"PERCENT" help:"Instead of allowance.share."`
	ActiveDays *int          `placeholder:"DAYS" help:"Instead of allowance.active_days."`
	Float      *money.Fen    `placeholder:"YUAN" help:"Instead of float.place."`
	FloatMost  *money.Fen    `placeholder:"YUAN" help:"Instead of float.member."`
	JSON       bool          `name:"json" help:"As one JSON array."`
}

// variant is one line of the answer.
type variant struct {
	Name string `json:"name"`
	escrow.Outcome
}

func (c whatIfCmd) Run(e *env) error {
	ask, joined, err := e.live.Books.WhatIf(e.ctx)
	if err != nil {
		return err
	}
	if err := c.change(&ask); err != nil {
		return err
	}
	moves, err := react.Moves(e.ctx, e.live.Books, joined, e.progress())
	if err != nil {
		return err
	}
	var all []variant
	for _, v := range []struct {
		name string
		pool bool
		part money.Fen
	}{{"single tills", false, 0}, {"single tills and float", false, 1}, {"store pool", true, 0}, {"store pool and float", true, 1}} {
		ask := ask
		ask.Pool, ask.Float = v.pool, ask.Float*v.part
		if v.part == 1 && ask.Float == 0 {
			continue
		}
		replay := escrow.NewReplay(ask)
		for _, m := range moves {
			replay.Play(m)
		}
		all = append(all, variant{v.name, replay.Outcome()})
	}
	if c.JSON {
		return printJSON(e.stdout, all)
	}
	return c.print(e, ask, all)
}

// change puts what was given in the place of the settings.
func (c whatIfCmd) change(ask *escrow.WhatIf) error {
	ask.Cut = c.Cut
	if c.Cut < time.Minute {
		return pos.E(pos.Usage, "", "a cut lasts a minute at least; write it as 24h or 90m")
	}
	if c.From != "" {
		from, err := time.ParseInLocation(time.DateOnly, c.From, pos.Zone)
		if err != nil {
			return pos.E(pos.Usage, "", fmt.Sprintf("%q is no date; write it as 2026-11-22", c.From))
		}
		ask.From = from
	}
	for _, x := range []struct{ from, to *money.Fen }{{c.Default, &ask.Default}, {c.Cap, &ask.Cap}, {c.PlaceCap, &ask.PlaceCap}, {c.Float, &ask.Float}, {c.FloatMost, &ask.FloatMember}} {
		if x.from != nil {
			*x.to = *x.from
		}
	}
	for _, x := range []struct{ from, to *int }{{c.Share, &ask.Share}, {c.ActiveDays, &ask.ActiveDays}} {
		if x.from != nil {
			*x.to = *x.from
		}
	}
	return nil
}

func (c whatIfCmd) print(e *env, ask escrow.WhatIf, all []variant) error {
	first := all[0]
	if first.Payments.N == 0 {
		fmt.Fprintln(e.stdout, "no payment with stored value to try; with --from an earlier day there may be")
		return nil
	}
	fmt.Fprintf(e.stdout, "%d payments with stored value, %s in all, tried in %d cuts of %s\n", first.Payments.N, first.Payments.Amount, first.Cuts, c.Cut)
	fmt.Fprintf(e.stdout, "standing at tills  %.1f %% of all balances as a cut begins, %s at most\n", first.Share, first.Stood)
	fmt.Fprintf(e.stdout, "%-24s %9s %9s %14s %14s\n", "", "approved", "of yuan", "house money in", "most in a cut")
	for _, v := range all {
		fmt.Fprintf(e.stdout, "%-24s %7.1f %% %7.1f %% %12.1f %% %14s\n", v.Name, percent(v.Own.N+v.Advanced.N, v.Payments.N),
			percent(int(v.Own.Amount+v.Advanced.Amount), int(v.Payments.Amount)), percent(v.Advanced.N, v.Payments.N), v.Drawn)
	}
	if ask.Float == 0 {
		fmt.Fprintln(e.stdout, "there is no house float; --float 2000 shows what that much at each till would add")
	}
	return nil
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }
