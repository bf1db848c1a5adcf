package main

import (
	"fmt"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/server/store"
)

type exceptionsCmd struct {
	All  bool `help:"Those that were settled too."`
	JSON bool `name:"json" help:"As one JSON array."`
}

func (c exceptionsCmd) Run(e *env) error {
	if err := e.live.Books.CatchUp(e.ctx, e.now); err != nil {
		return err
	}
	all, err := e.live.Books.Exceptions(c.All)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, append([]store.Exception{}, all...))
	}
	if len(all) == 0 {
		none := "no open exceptions"
		if c.All {
			none = "no exceptions"
		}
		_, err := fmt.Fprintln(e.stdout, none)
		return err
	}
	for _, x := range all {
		if _, err := fmt.Fprintln(e.stdout, told(x)); err != nil {
			return err
		}
	}
	return nil
}

// told is an exception as a line.
func told(x store.Exception) string {
	line := fmt.Sprintf("%s  %s  %s  till %s  receipt %s  member %s  %s  cost %s%s  %s", x.ID, x.At, x.Kind, or(x.Till), or(x.Receipt), or(x.Member), x.Amount,
		x.Cost, borne(x.Bearer), x.Note)
	if x.Settled != "" {
		line += fmt.Sprintf("  settled %s by %s", x.Settled, x.By)
		if x.Given > 0 {
			line += fmt.Sprintf(", %s given to the member", x.Given)
		}
		if x.Result != "" {
			line += ": " + x.Result
		}
	}
	return line
}

func borne(by string) string {
	switch by {
	case "house":
		return " borne by the chain"
	case "member":
		return " borne by the member"
	}
	return ""
}

type settleCmd struct {
	ID     string `arg:"" help:"The exception's, as hq exceptions lists it."`
	Note   string `placeholder:"TEXT" help:"What was found out and done."`
	Member string `placeholder:"AMOUNT" help:"Principal in yuan that the chain gives the member, at most what the exception is about."`
	Fork   bool   `help:"Book the records of the fork that it is about: what they spent the chain bears, what they paid in is the members'."`
	Waive  bool   `help:"Give up what the member owes the chain."`
	CardOf string `placeholder:"WHO" help:"Whose card it is that was issued twice: phone, id or another card of one of the two."`
	as
}

func (c settleCmd) Run(e *env) error {
	how := store.Settlement{Exception: c.ID, Waive: c.Waive, Fork: c.Fork, CardOf: c.CardOf, Note: c.Note}
	if c.Member != "" {
		var err error
		if how.Member, err = money.ParseFen(c.Member); err != nil || how.Member == 0 {
			return pos.E(pos.Usage, "", fmt.Sprintf("--member %q is no amount above 0; write it as 12.30", c.Member))
		}
	}
	books, err := c.books(e, pos.MaySettle)
	if err != nil {
		return err
	}
	done, err := books.Settle(how)
	if err != nil {
		return err
	}
	e.live.Moved(done.Members...)
	fmt.Fprintln(e.stdout, told(done.Exception))
	return nil
}

type forkCmd struct {
	ID   string `arg:"" help:"The exception's, as hq exceptions lists it."`
	JSON bool   `name:"json" help:"As one JSON array."`
}

func (c forkCmd) Run(e *env) error {
	list, err := e.live.Books.Branch(c.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, s := range list {
		state := "not booked"
		switch {
		case s.Wrong != "":
			state = "can't be booked: " + s.Wrong
		case s.Booked:
			state = "booked"
		}
		if _, err := fmt.Fprintf(e.stdout, "%s  %s  %s  member %s  gives principal %s bonus %s points %s  costs %s  %s\n", s.Receipt, s.At, s.Kind, or(s.Member),
			s.Gives.Principal, s.Gives.Bonus, s.Gives.Points, s.Costs, state); err != nil {
			return err
		}
	}
	return nil
}
