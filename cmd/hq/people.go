package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/server/importer"
	"holdfast/server/store"
)

type rightsCmd struct {
	Role    string   `arg:"" optional:"" help:"cashier, store_manager, finance, marketing or director."`
	Changes []string `arg:"" optional:"" name:"±right" help:"+RIGHT or -RIGHT."`
	JSON    bool     `name:"json" help:"As one JSON object: role to rights."`
	as
}

// taken stands before a right that is to be taken away, where the command line would see a flag in the minus.
const taken = "~"

// rightsTaken writes -RIGHT so that it is no flag.
func rightsTaken(args []string) []string {
	args = slices.Clone(args)
	for i, a := range args {
		if right, minus := strings.CutPrefix(a, "-"); minus && slices.Contains(pos.AllRights, pos.Right(right)) {
			args[i] = taken + right
		}
	}
	return args
}

func (c rightsCmd) Run(e *env) error {
	if c.Role != "" && !slices.Contains(pos.Roles, pos.Role(c.Role)) {
		return pos.E(pos.NotFound, "", fmt.Sprintf("there is no role %q; the roles are %s", c.Role, pos.Listed(pos.Roles)))
	}
	if len(c.Changes) > 0 {
		if err := c.change(e); err != nil {
			return err
		}
	}
	policy, err := e.live.Books.Policy()
	if err != nil {
		return err
	}
	all := map[pos.Role][]pos.Right{}
	for _, role := range pos.Roles {
		if c.Role != "" && role != pos.Role(c.Role) {
			continue
		}
		all[role] = []pos.Right{}
		for _, r := range pos.AllRights {
			if policy.May(pos.Person{Role: role}, r) {
				all[role] = append(all[role], r)
			}
		}
	}
	if c.JSON {
		return printJSON(e.stdout, all)
	}
	for _, role := range pos.Roles {
		if rights, ok := all[role]; ok {
			fmt.Fprintf(e.stdout, "%-14s %s\n", role, list(rights))
		}
	}
	return nil
}

func (c rightsCmd) change(e *env) error {
	for _, change := range c.Changes {
		if right := pos.Right(strings.TrimLeft(change, "+"+taken)); len(right)+1 != len(change) || !slices.Contains(pos.AllRights, right) {
			return pos.E(pos.Usage, "", fmt.Sprintf("%q is neither +RIGHT nor -RIGHT; the rights are %s", change, list(pos.AllRights)))
		}
	}
	books, err := c.books(e, pos.MaySettings)
	if err != nil {
		return err
	}
	for _, change := range c.Changes {
		if err := books.SetRight(pos.Role(c.Role), pos.Right(change[1:]), change[0] == '+'); err != nil {
			return err
		}
	}
	return nil
}

func list[S ~string](items []S) string {
	texts := make([]string, len(items))
	for i, x := range items {
		texts[i] = string(x)
	}
	return strings.Join(texts, " ")
}

type peopleCmd struct {
	JSON bool `name:"json" help:"As one JSON array."`
}

// person is somebody as the list shows them: without what opens anything.
type person struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Role     pos.Role    `json:"role"`
	Stores   []string    `json:"stores"`
	More     []pos.Right `json:"more"`
	Less     []pos.Right `json:"less"`
	PIN      bool        `json:"pin"`
	Password bool        `json:"password"`
	Card     bool        `json:"card"`
}

func (c peopleCmd) Run(e *env) error {
	people, err := e.live.Books.People()
	if err != nil {
		return err
	}
	shown := make([]person, len(people))
	for i, p := range people {
		shown[i] = person{p.ID, p.Name, p.Role, append([]string{}, p.Stores...), append([]pos.Right{}, p.More...), append([]pos.Right{}, p.Less...),
			p.PINHash != "", p.PassHash != "", p.CardHash != ""}
	}
	if c.JSON {
		return printJSON(e.stdout, shown)
	}
	for _, p := range shown {
		fmt.Fprintf(e.stdout, "%s  %s  %s  %s", p.ID, p.Name, p.Role, strings.Join(p.Stores, importer.ListSeparator))
		for _, r := range p.More {
			fmt.Fprintf(e.stdout, "  +%s", r)
		}
		for _, r := range p.Less {
			fmt.Fprintf(e.stdout, "  -%s", r)
		}
		if !p.PIN && !p.Password {
			fmt.Fprint(e.stdout, "  can't sign in: neither PIN nor password")
		}
		fmt.Fprintln(e.stdout)
	}
	return nil
}

type auditCmd struct {
	Since string `placeholder:"2026-11-22" help:"From this day on."`
	JSON  bool   `name:"json" help:"As one JSON array."`
}

func (c auditCmd) Run(e *env) error {
	var since time.Time
	if c.Since != "" {
		var err error
		if since, err = time.ParseInLocation(time.DateOnly, c.Since, pos.Zone); err != nil {
			return pos.E(pos.Usage, "", fmt.Sprintf("%q is no date; write it as 2026-11-22", c.Since))
		}
	}
	all, err := e.live.Books.Audit(since)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, append([]store.Audited{}, all...))
	}
	for _, a := range all {
		fmt.Fprintf(e.stdout, "%s  %s  %s  %s  %s → %s\n", a.At, a.Who, a.What, or(a.Key), or(a.Before), or(a.After))
	}
	return nil
}

type exposureCmd struct {
	Till string `placeholder:"CODE" help:"Show whose value stands at this till instead, the most first."`
	JSON bool   `name:"json" help:"As JSON: one object, or an array with --till."`
}

func (c exposureCmd) Run(e *env) error {
	if c.Till != "" {
		return c.heldAt(e)
	}
	x, err := e.live.Books.Exposure()
	if err != nil {
		return err
	}
	for i := range x.Places {
		x.Places[i].Online = e.live.Status(x.Places[i].Till).Online
	}
	if c.JSON {
		return printJSON(e.stdout, x)
	}
	fmt.Fprintf(e.stdout, "members' value at tills  %s\nof it at closed tills    %s\ngiven back, may be spent %s\nhouse float at tills     %s\nhouse float to get back  %s\nthe house loses at most  %s\n",
		x.Value, x.Frozen, x.Written, x.Float, x.Claims, x.Loss)
	for _, p := range x.Places {
		state := "not connected, last heard of " + p.LastContact
		switch {
		case p.Fenced != "":
			state = "closed: " + p.Fenced
		case p.Online:
			state = "online"
		}
		fmt.Fprintf(e.stdout, "%s in %s (epoch %d)  value %s of %d members since %s  given back %s  float %s  %s\n",
			p.Till, p.Store, p.Epoch, p.Value, p.Members, or(p.Since), p.Written, p.Float, state)
	}
	return nil
}

func (c exposureCmd) heldAt(e *env) error {
	all, err := e.live.Books.HeldAt(c.Till)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, append([]store.HeldFor{}, all...))
	}
	for _, h := range all {
		fmt.Fprintf(e.stdout, "%s  %s  principal %s, bonus %s  since %s  (epoch %d)\n", or(h.Name), or(h.Phone), h.Principal, h.Bonus, h.Since, h.Epoch)
	}
	if len(all) == 0 {
		fmt.Fprintf(e.stdout, "no member's value stands at %s\n", c.Till)
	}
	return nil
}
