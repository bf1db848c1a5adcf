package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"holdfast/pos"
	"holdfast/pos/pricing"
	"holdfast/pos/rules"
	"holdfast/pos/till/store"
)

type verifyCmd struct {
	Data string `required:"" placeholder:"DIR" help:"Folder that holds everything of the till."`
}

// Run replays the books. It only reads, and takes no lock.
func (c *verifyCmd) Run(e *env) error {
	if err := hasBooks(c.Data); err != nil {
		return err
	}
	v, err := store.Verify(e.ctx, filepath.Join(c.Data, booksFile))
	if pos.CodeOf(err) == pos.State {
		return notEnrolled(c.Data) // somebody began, and head office was not there
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "ok: %d records, %d accounts\n", v.Records, v.Accounts)
	return err
}

type quoteCmd struct {
	Rules  string `required:"" placeholder:"FILE" help:"Rules, as hq import takes them."`
	Basket string `required:"" placeholder:"FILE" help:"The basket: {\"at\":TIME,\"store\",\"member\":true,\"tier\",\"birthday\",\"coupons\":[],\"explain\":true,\"lines\":[{\"code\",\"qty\",\"list\",\"member\",\"categories\":[],\"brand\"}]}; amounts and quantities are texts."`
}

// Run prices a basket with the till's own pricing.
func (c *quoteCmd) Run(e *env) error {
	text, err := os.ReadFile(c.Rules)
	if err != nil {
		return pos.E(pos.NotFound, "", "{}; name a file that can be read", err.Error())
	}
	doc, err := rules.Read(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Rules, err)
	}
	f, err := os.Open(c.Basket)
	if err != nil {
		return pos.E(pos.NotFound, "", "{}; name a file that can be read", err.Error())
	}
	defer f.Close() // only read
	basket, err := pricing.ReadBasket(f)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Basket, err)
	}
	quote, err := pricing.New(doc).Price(basket)
	if err != nil {
		return err
	}
	out := json.NewEncoder(e.stdout)
	out.SetIndent("", "  ")
	return out.Encode(quote)
}
