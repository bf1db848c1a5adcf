package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"holdfast/pos"
	"holdfast/server/report"
	"holdfast/server/store"
)

type cardsMakeCmd struct {
	Store   string `required:"" placeholder:"S01" help:"The store whose stock they go to."`
	Prefix  string `required:"" placeholder:"DIGITS" help:"The digits that the numbers begin with."`
	Count   int    `required:"" placeholder:"N" help:"How many."`
	Length  int    `default:"16" placeholder:"N" help:"Digits of a number, the check digit included."`
	Start   int    `default:"1" placeholder:"N" help:"The first running number; numbers in use are skipped."`
	Kind    string `default:"value" enum:"value,points,count" help:"What the cards are for: value, points or count."`
	Expires string `placeholder:"2027-12-31" help:"The last day on which they can be used; without it they don't expire."`
	Out     string `placeholder:"FILE" help:"A new .csv or .xlsx file for whoever prints them; the numbers are printed here all the same."`
	as
}

func (c cardsMakeCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayCards)
	if err != nil {
		return err
	}
	rows, err := e.listed(c.Out, "cards", []string{"number", "kind", "store", "expires"}, func() (rows [][]string, err error) {
		numbers, err := books.MakeBatch(store.Batch{Store: c.Store, Prefix: c.Prefix, Count: c.Count, Length: c.Length, Start: c.Start,
			Kind: pos.CardKind(c.Kind), Expires: c.Expires}, e.now)
		for _, n := range numbers {
			rows = append(rows, []string{n, c.Kind, c.Store, c.Expires})
		}
		return rows, err
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		fmt.Fprintln(e.stdout, r[0])
	}
	return nil
}

// listed writes what is made into a new file too, for whoever prints it; without a name into none. The file comes first: what
// is made and not written down would have to be looked for.
func (e *env) listed(name, title string, header []string, made func() ([][]string, error)) ([][]string, error) {
	if name == "" {
		return made()
	}
	if err := (report.Table{Name: "x"}).Write(io.Discard, name); pos.CodeOf(err) == pos.Usage {
		return nil, err
	}
	out, err := os.OpenFile(e.path(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, pos.E(pos.Conflict, "", fmt.Sprintf("%v; name a new file that can be written", err))
	}
	rows, err := made()
	if err != nil {
		return nil, errors.Join(err, out.Close(), os.Remove(out.Name()))
	}
	list := report.Table{Name: title, Header: header, Rows: rows}
	if err := errors.Join(list.Write(out, name), out.Close()); err != nil {
		return nil, fmt.Errorf("the %s are made, but %s could not be written: %w", title, name, err)
	}
	return rows, nil
}

type cardsStockCmd struct {
	Store string `placeholder:"S01" help:"Only this store."`
	JSON  bool   `name:"json" help:"As one JSON array."`
}

func (c cardsStockCmd) Run(e *env) error {
	list, err := e.live.Books.Stock(c.Store)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, x := range list {
		fmt.Fprintf(e.stdout, "%s  %-6s  %6d  %s … %s\n", x.Store, x.Kind, x.Count, x.First, x.Last)
	}
	return nil
}

type cardsMoveCmd struct {
	From    string   `required:"" placeholder:"S01" help:"The store that has them."`
	To      string   `required:"" placeholder:"S02" help:"The store that gets them."`
	Numbers []string `arg:"" name:"number" help:"The cards' numbers."`
	as
}

func (c cardsMoveCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayCards)
	if err != nil {
		return err
	}
	if err := books.MoveCards(c.From, c.To, c.Numbers); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%d cards moved from %s to %s\n", len(c.Numbers), c.From, c.To)
	return nil
}
