package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/server/store"
)

// printJSON prints one object on a line.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

type memberCmd struct {
	Who  string `arg:"" name:"card|phone" help:"A card's number or a phone."`
	JSON bool   `name:"json" help:"As one JSON object."`
}

func (c memberCmd) Run(e *env) error {
	if err := e.live.Books.CatchUp(e.ctx, e.now); err != nil {
		return err
	}
	m, err := e.live.Books.Member(c.Who, e.now)
	if err != nil {
		return err
	}
	// Lists are lists even when empty, for whoever reads this with a program.
	m.Cards, m.Granted = append([]store.CardView{}, m.Cards...), append([]store.Granted{}, m.Granted...)
	if c.JSON {
		return printJSON(e.stdout, m)
	}
	w := &strings.Builder{}
	fmt.Fprintf(w, "%s  %s  %s  %s\n", m.Name, m.Phone, m.Tier, m.ID)
	fmt.Fprintf(w, "owns       principal %s  bonus %s  points %s\n", m.Principal, m.Bonus, m.Points)
	fmt.Fprintf(w, "available  principal %s  bonus %s  points %s\n", m.Available.Principal, m.Available.Bonus, m.Available.Points)
	for _, g := range m.Granted {
		fmt.Fprintf(w, "%-9s  %s %s at %s (epoch %d) since %s\n", g.State, g.Asset, g.Amount, g.Till, g.Epoch, g.Since)
	}
	for _, card := range m.Cards {
		fmt.Fprintf(w, "card       %s  %s\n", card.Number, card.Status)
	}
	fmt.Fprintf(w, "entries    %d\n", m.Entries)
	_, err = io.WriteString(e.stdout, w.String())
	return err
}

type tillCmd struct {
	Code string `arg:"" name:"till" help:"The till's code."`
	JSON bool   `name:"json" help:"As one JSON object."`
}

func (c tillCmd) Run(e *env) error {
	t, err := e.till(c.Code)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, t)
	}
	_, err = fmt.Fprintf(e.stdout, "%s in %s  %s\nepoch %d, %d records booked, %d grants and recalls under way%s\n%s\n",
		t.Till, t.Store, tillState(t), t.Epoch, t.Acked, t.Unsettled, heldText(t.Held), rulesText(t.SellsBy))
	return err
}

// till is a till, with what only a running server knows of it.
func (e *env) till(code string) (t store.TillView, err error) {
	if t, err = e.live.Books.Till(code); err == nil {
		st := e.live.Status(code)
		t.Online, t.Unsettled = st.Online, t.Unsettled+st.Recalls
	}
	return t, err
}

// tills is all of them.
func (e *env) tills() ([]store.TillView, error) {
	codes, err := e.live.Books.Tills()
	if err != nil {
		return nil, err
	}
	list := []store.TillView{}
	for _, code := range codes {
		t, err := e.till(code)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// tillState is how a till stands, in words.
func tillState(t store.TillView) string {
	state := "not connected"
	switch {
	case t.Epoch == 0:
		return "not enrolled"
	case t.Fenced != "":
		return "closed: " + t.Fenced
	case t.Online:
		state = "online"
	case t.LastContact != "":
		state += ", last heard of " + t.LastContact
	}
	if t.Closing == "" {
		return state
	}
	state += "; being closed since " + t.Closing
	switch {
	case t.Held != (ledger.Held{}):
		return state + ", as soon as it has given back what it holds"
	case t.Online:
		return state + ", as soon as no shift or sale is open there and all is sent"
	}
	return state + ", as soon as it connects and nothing is open or unsent there; if it never will, declare it lost"
}

// heldText says what a till holds; "" for nothing.
func heldText(h ledger.Held) string {
	if h == (ledger.Held{}) {
		return ""
	}
	return fmt.Sprintf(" (held: %s yuan, %s points, %s yuan of house money, %d refund rights, %d uses of promotions and coupons)", h.Stored(), h.Points, h.Float, h.Rights, h.Uses)
}

type tillsCmd struct {
	JSON bool `name:"json" help:"As one JSON array."`
}

func (c tillsCmd) Run(e *env) error {
	list, err := e.tills()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, t := range list {
		if _, err := fmt.Fprintf(e.stdout, "%-6s %-6s %s%s\n", t.Till, t.Store, tillState(t), heldText(t.Held)); err != nil {
			return err
		}
	}
	return nil
}

func or(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

type verifyCmd struct{}

func (verifyCmd) Run(e *env) error {
	if err := e.live.Books.CatchUp(e.ctx, e.now); err != nil {
		return err
	}
	v, err := e.live.Books.Verify(e.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "ok: %d records, %d accounts\n", v.Records, v.Accounts)
	return nil
}

type setCmd struct {
	Key   string `arg:"" help:"One of those that hq get lists."`
	Value string `arg:""`
	as
}

func (c setCmd) Run(e *env) error {
	books, err := c.books(e, pos.MaySettings)
	if err != nil {
		return err
	}
	err = books.Set(c.Key, c.Value)
	e.live.Sweep()
	if err != nil {
		return err
	}
	return getCmd{Key: c.Key}.Run(e) // as it is stored
}

type getCmd struct {
	Key  string `arg:"" optional:""`
	JSON bool   `name:"json" help:"As one JSON array."`
}

func (c getCmd) Run(e *env) error {
	if c.Key != "" {
		value, err := e.live.Books.Get(c.Key)
		if err == nil {
			fmt.Fprintln(e.stdout, value)
		}
		return err
	}
	all, err := e.live.Books.Settings()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, append([]store.Setting{}, all...))
	}
	for _, s := range all {
		fmt.Fprintf(e.stdout, "%-24s %-10s %s (default %s)\n", s.Key, s.Value, s.Meaning, s.Default)
	}
	return nil
}
