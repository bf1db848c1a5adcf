package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/pricing"
	"holdfast/pos/rules"
	"holdfast/server/react"
	"holdfast/server/store"
)

type rulesListCmd struct {
	JSON bool `name:"json" help:"As one JSON array."`
}

func (c rulesListCmd) Run(e *env) error {
	list, err := e.live.Books.Published()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, p := range list {
		current := ""
		switch {
		case p.Current:
			current = fmt.Sprintf("  in force, at %d of %d tills", p.Tills, p.OfTills)
		case p.Tills > 0:
			current = fmt.Sprintf("  still at %d of %d tills", p.Tills, p.OfTills)
		}
		fmt.Fprintf(e.stdout, "%4d  %s  %d promotions  %d coupons  %s%s\n", p.Version, p.At, p.Promotions, p.Coupons, p.Note, current)
	}
	return nil
}

type rulesTillsCmd struct {
	Behind bool `help:"Only those that don't have the newest rules."`
	JSON   bool `name:"json" help:"As one JSON array."`
}

func (c rulesTillsCmd) Run(e *env) error {
	all, err := e.tills()
	if err != nil {
		return err
	}
	list := slices.DeleteFunc(all, func(t store.TillView) bool {
		return t.Epoch == 0 || t.Fenced != "" || c.Behind && t.Behind == ""
	})
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, t := range list {
		if _, err := fmt.Fprintf(e.stdout, "%-6s %-6s %s  %s\n", t.Till, t.Store, rulesText(t.SellsBy), tillState(t)); err != nil {
			return err
		}
	}
	return nil
}

// rulesText is by which rules a till sells, in words.
func rulesText(s store.SellsBy) string {
	text := fmt.Sprintf("rules version %d", s.Rules)
	switch {
	case s.Rules == 0:
		text = "rules not known"
	case s.Other:
		text += ", which these books don't have"
	}
	if s.Behind != "" {
		text += ", behind since " + s.Behind
	}
	return text
}

type rulesLeftCmd struct {
	JSON bool `name:"json" help:"As one JSON array."`
}

func (c rulesLeftCmd) Run(e *env) error {
	list, err := e.live.Books.Left(e.now)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, l := range list {
		fmt.Fprintf(e.stdout, "%-20s  of %6d:  %6d used  %6d left, of these %d at tills\n", l.Promotion, l.Quantity, l.Used, l.Left, l.Out)
	}
	return nil
}

type rulesShowCmd struct {
	Version int `arg:"" optional:"" help:"Without it the newest."`
}

func (c rulesShowCmd) Run(e *env) error {
	doc, err := e.live.Books.Rules(c.Version)
	if err != nil {
		return err
	}
	out := json.NewEncoder(e.stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(doc)
}

type rulesBackCmd struct {
	Version int `arg:"" help:"The version to go back to. It is published again, under a new number."`
	as
}

func (c rulesBackCmd) Run(e *env) error {
	books, err := c.books(e, pos.MaySettings)
	if err != nil {
		return err
	}
	version, err := books.Republish(c.Version, e.now)
	if err != nil {
		return err
	}
	e.live.Sweep()
	_, err = fmt.Fprintf(e.stdout, "rules version %d, as version %d was\n", version, c.Version)
	return err
}

type rulesSchemaCmd struct{}

func (rulesSchemaCmd) Run(e *env) error {
	_, err := e.stdout.Write(rules.Schema)
	return err
}

// warn tells of products that rules name and nobody has.
func (e *env) warn(doc rules.Document) error {
	list, err := e.live.Books.Unknown(doc)
	for _, said := range warnings(list) {
		fmt.Fprintln(e.stderr, said)
	}
	return err
}

func warnings(list []string) []string {
	for i, said := range list {
		list[i] = "warning: " + said
	}
	return list
}

type rulesCheckCmd struct {
	File string `arg:"" help:"A rules document."`
}

func (c rulesCheckCmd) Run(e *env) error {
	doc, err := draft(e, c.File)
	if err != nil {
		return err
	}
	if err := e.warn(doc); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "ok: %d promotions, %d coupons\n", len(doc.Promotions), len(doc.Coupons))
	return err
}

type rulesTryCmd struct {
	File   string `arg:"" help:"A rules document; - for the one in force."`
	Basket string `required:"" placeholder:"FILE" help:"The basket, as 'till quote' takes it."`
}

func (c rulesTryCmd) Run(e *env) error {
	doc, err := draft(e, c.File)
	if err != nil {
		return err
	}
	f, err := e.read(c.Basket)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	basket, err := pricing.ReadBasket(f)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(c.Basket), err)
	}
	basket.Explain = true
	q, err := pricing.New(doc).Price(basket)
	if err != nil {
		return err
	}
	out := json.NewEncoder(e.stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(q)
}

type rulesReplayCmd struct {
	File string `arg:"" help:"A rules document; - for the one in force."`
	From string `placeholder:"DATE" help:"First day. Default: 31 days ago."`
	To   string `placeholder:"DATE" help:"Last day. Default: today."`
	JSON bool   `name:"json" help:"As one JSON object."`
}

// Help is shown under the command's own line.
func (rulesReplayCmd) Help() string {
	return "Prices recorded sales by a draft: what they would have cost. A birthday rule acts only where a rule of the same id did then, " +
		"as records have no birthdays; limited quantities are as many as the draft says."
}

func (c rulesReplayCmd) Run(e *env) error {
	doc, err := draft(e, c.File)
	if err != nil {
		return err
	}
	from, err := day(c.From, e.now.AddDate(0, 0, -31))
	if err != nil {
		return err
	}
	to, err := day(c.To, e.now)
	if err != nil {
		return err
	}
	r, err := react.Reprice(e.ctx, e.live.Books, pricing.New(doc), from, to.AddDate(0, 0, 1), e.progress())
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, r)
	}
	if r.Sales == 0 {
		_, err := fmt.Fprintf(e.stdout, "no sale from %s to %s; name other days with --from and --to\n", pos.Date(from), pos.Date(to))
		return err
	}
	fmt.Fprintf(e.stdout, "%d sales from %s to %s came to %s; by the draft they would have come to %s\n", r.Sales, pos.Date(from), pos.Date(to), r.Was, r.Would)
	switch less := r.Was - r.Would; {
	case less > 0:
		fmt.Fprintf(e.stdout, "would have cost %s; %.1f %% of baskets change\n", less, percent(r.Changed, r.Sales))
	default:
		fmt.Fprintf(e.stdout, "would have brought %s more; %.1f %% of baskets change\n", -less, percent(r.Changed, r.Sales))
	}
	fmt.Fprintf(e.stdout, "points earned  %s, by the draft %s\n", r.WasPoints, r.Points)
	for _, a := range r.Acted {
		fmt.Fprintf(e.stdout, "%-24s in %d sales, %d times, %s off  %s\n", a.Rule, a.Sales, a.Times, a.Amount, a.Name)
	}
	for _, s := range r.Most {
		fmt.Fprintf(e.stdout, "%-16s %12s → %12s\n", s.Receipt, s.Was, s.Would)
	}
	return nil
}

// day reads a day of the chain's, from its beginning.
func day(text string, otherwise time.Time) (time.Time, error) {
	if text == "" {
		text = pos.Date(otherwise)
	}
	t, err := time.ParseInLocation(time.DateOnly, text, pos.Zone)
	if err != nil {
		return t, pos.E(pos.Usage, "", fmt.Sprintf("%q is no date; write it as 2026-11-22", text))
	}
	return t, nil
}

// draft reads a document that isn't published, and names all that is wrong with it; - is the one in force.
func draft(e *env, file string) (doc rules.Document, err error) {
	if file == "-" {
		return e.live.Books.Rules(0)
	}
	f, err := e.read(file)
	if err != nil {
		return doc, err
	}
	defer f.Close() // only read
	text, err := io.ReadAll(f)
	if err != nil {
		return doc, err
	}
	doc, err = rules.Read(text)
	return doc, e.wrongRules(file, err, "nothing is published")
}

// wrongRules prints all that is wrong with a document, and leaves one line to say.
func (e *env) wrongRules(file string, err error, nothing string) error {
	var all rules.Errors
	if !errors.As(err, &all) {
		return err
	}
	fmt.Fprintln(e.stderr, all.Error())
	return pos.E(pos.Usage, "", fmt.Sprintf("%s: %d errors, %s; correct them and try again", filepath.Base(file), len(all), nothing))
}
