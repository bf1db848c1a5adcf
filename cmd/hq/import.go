package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/rules"
	"holdfast/server/importer"
	"holdfast/server/store"
)

type importCmd struct {
	Kind string `arg:"" enum:"products,members,rules,people" help:"What the file holds: products, members, rules or people."`
	File string `arg:"" help:"A .json, .csv or .xlsx file; rules are .json."`
	as
}

// Help is shown under the command's own line.
func (importCmd) Help() string {
	return "A file updates by code, phone or id. What it has no column or name for stays as it is, and an empty cell clears; " +
		"only PINs, passwords, staff cards, and what is known of members, stay with an empty cell too. " +
		"Several values in one cell, such as a person's stores or a product's barcodes, are separated by " + importer.ListSeparator + " (S01;S02); in JSON they are a list."
}

func (c importCmd) Run(e *env) error {
	right := pos.MayImport
	if c.Kind == "rules" || c.Kind == "people" { // whoever gives rights to people can give themselves all
		right = pos.MaySettings
	}
	books, err := c.books(e, right)
	if err != nil {
		return err
	}
	f, err := e.read(c.File)
	if err != nil {
		return err
	}
	defer f.Close() // only read
	what, err := take(books.From(filepath.Base(c.File)), c.Kind, c.File, f, e.now)
	name := filepath.Base(c.File)
	var bad *importer.BadRows
	switch {
	case errors.As(err, &bad):
		fmt.Fprintln(e.stderr, bad)
		return pos.E(pos.Usage, "", fmt.Sprintf("%s: %d bad rows, nothing was imported; correct them and import again", name, bad.Count()))
	case errors.As(err, new(rules.Errors)):
		return e.wrongRules(c.File, err, "nothing was published")
	case err != nil:
		return fmt.Errorf("%s: %s; nothing was imported", name, pos.MessageOf(err))
	}
	e.live.Sweep()
	fmt.Fprintln(e.stdout, what)
	return nil
}

// take reads a file into the books and says what it took.
func take(books *store.Store, kind, name string, file io.Reader, now time.Time) (what string, err error) {
	switch kind {
	case "products":
		rows, err := importer.Products(name, file)
		if err == nil {
			err = placed(rows, books.ImportProducts(rows.Items, now))
		}
		return fmt.Sprintf("%d products", len(rows.Items)), err
	case "people":
		rows, err := importer.People(name, file)
		if err == nil {
			err = placed(rows, books.ImportPeople(rows.Items, now))
		}
		return fmt.Sprintf("%d people", len(rows.Items)), err
	case "members":
		rows, err := importer.Members(name, file)
		if err == nil {
			_, err = books.PutMembers(rows.Items, now)
			err = placed(rows, err)
		}
		return fmt.Sprintf("%d members", len(rows.Items)), err
	case "rules":
		doc, err := importer.Rules(name, file)
		version := 0
		if err == nil {
			version, err = books.PutRules(doc, now)
		}
		if err != nil {
			return "", err
		}
		unknown, err := books.Unknown(doc)
		return strings.Join(append([]string{fmt.Sprintf("rules version %d", version)}, warnings(unknown)...), "\n"), err
	}
	return "", pos.E(pos.Usage, "", kind+" can't be imported")
}

// placed names the lines of rows that the books refused.
func placed[T any](rows importer.Rows[T], err error) error {
	var refused store.RowErrors
	if !errors.As(err, &refused) {
		return err
	}
	bad := &importer.BadRows{}
	for _, r := range refused {
		bad.Add(rows.Place(r.Row), r.Message)
	}
	return bad
}
