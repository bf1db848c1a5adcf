package main

import (
	"crypto/rand"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/shopspring/decimal"

	"holdfast/assets"
	"holdfast/pos"
	"holdfast/pos/rules"
	"holdfast/server"
	"holdfast/server/store"
	"holdfast/sync/wire"
)

// entropy makes keys, ids and codes.
var entropy io.Reader = rand.Reader

type initCmd struct {
	Demo bool `help:"Load the demo chain."`
}

// Run makes the books aside and moves them into place when they are complete: a folder has a whole head office or none.
func (c initCmd) Run(e *env) error {
	if err := os.MkdirAll(e.dir, 0o700); err != nil {
		return err
	}
	lock, served, err := server.Enter(e.dir)
	if err != nil {
		return err
	}
	if served {
		return pos.E(pos.Conflict, "", "hq serve runs on "+e.dir+"; choose another folder")
	}
	defer lock.Release() //nolint:errcheck // this process ends with it
	file := filepath.Join(e.dir, server.BooksFile)
	if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
		return pos.E(pos.Conflict, "", e.dir+" holds a head office already; choose another folder")
	}
	aside := filepath.Join(e.dir, "init")
	if err := os.RemoveAll(aside); err != nil { // an init that was killed
		return err
	}
	if err := os.Mkdir(aside, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(aside) //nolint:errcheck // the next init tries again
	made := filepath.Join(aside, server.BooksFile)
	if err := c.fill(made, e.now); err != nil {
		return err
	}
	if err := place(made, file); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "head office made in %s\n", e.dir)
	return nil
}

// fill makes the books.
func (c initCmd) fill(file string, now time.Time) error {
	if err := store.Create(file, entropy, now); err != nil {
		return err
	}
	books, err := store.Open(file, entropy)
	if err != nil {
		return err
	}
	books = books.As(store.Actor{At: now})
	if c.Demo {
		err = demo(books, assets.Demo(), now)
	} else {
		_, err = books.PutRules(plainRules, now)
	}
	return errors.Join(err, books.Close())
}

// place moves finished books to where they are looked for; only their owner may read them, as the keys are inside.
func place(made, file string) error {
	if left, err := os.Stat(made + "-wal"); err == nil && left.Size() > 0 {
		return pos.E(pos.Internal, "", "the new books could not be closed; is the disk full?")
	}
	if err := os.Chmod(made, 0o600); err != nil {
		return err
	}
	if err := os.Rename(made, file); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// plainRules is what a new chain begins with: no bonus on top-ups, one point a yuan.
var plainRules = rules.Document{
	TopUp:  rules.TopUp{Mode: rules.Highest},
	Points: rules.Points{PerYuan: decimal.NewFromInt(1), PayPerYuan: decimal.NewFromInt(100), ConvertPerYuan: decimal.NewFromInt(10)},
	Stored: rules.Stored{Order: "principal"},
}

// chain is the demo's stores, tills and blank cards.
type chain struct {
	Stores []pos.Store
	Tills  []struct{ Code, Store string }
	Cards  []struct {
		Store   string
		Numbers []string
	}
}

// demo loads the demo chain the way a customer's own files are imported.
func demo(books *store.Store, files fs.FS, now time.Time) error {
	var c chain
	text, err := fs.ReadFile(files, "chain.json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return fmt.Errorf("chain.json: %w", err)
	}
	if err := books.PutStores(c.Stores); err != nil {
		return err
	}
	for _, t := range c.Tills {
		if err := books.PutTill(t.Code, t.Store); err != nil {
			return err
		}
	}
	for _, kind := range []string{"people", "rules", "products", "members"} {
		name := kind + ".json"
		f, err := files.Open(name)
		if err != nil {
			return err
		}
		_, err = take(books.From(name), kind, name, f, now)
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, b := range c.Cards {
		if err := books.PutBlankCards(b.Store, b.Numbers, now); err != nil {
			return err
		}
	}
	return nil
}

type storeAddCmd struct {
	Code string `arg:"" help:"Letters and digits, such as S03."`
	Name string `arg:""`
	as
}

func (c storeAddCmd) Run(e *env) error {
	books, err := c.books(e, pos.MaySettings)
	if err != nil {
		return err
	}
	err = books.PutStores([]pos.Store{{Code: c.Code, Name: c.Name}})
	if bad := (store.RowErrors)(nil); errors.As(err, &bad) {
		return pos.E(pos.Usage, "", bad[0].Message) // of the only row
	}
	return err
}

type tillAddCmd struct {
	Code  string `arg:"" help:"Letters and digits, such as T4."`
	Store string `arg:"" help:"The store's code."`
	as
}

func (c tillAddCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayEnrol)
	if err != nil {
		return err
	}
	return books.PutTill(c.Code, c.Store)
}

type tillLostCmd struct {
	Code string `arg:"" name:"till" help:"The till's code."`
	Note string `placeholder:"TEXT" help:"What has become of it."`
	as
}

func (c tillLostCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayEnrol)
	if err != nil {
		return err
	}
	v, err := books.LoseTill(c.Code, c.Note)
	if err != nil {
		return err
	}
	e.live.Sweep()
	days, err := e.live.Books.Get("lost.days")
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "epoch %d of %s is closed; what it holds goes back to the members in %s days, or once it has brought its last record\n", v.Epoch, v.Till, days)
	return nil
}

type tillCloseCmd struct {
	Code string `arg:"" name:"till" help:"The till's code."`
	Undo bool   `help:"Call it off, while the till isn't closed."`
	Note string `placeholder:"TEXT" help:"Why."`
	as
}

func (c tillCloseCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayEnrol)
	if err != nil {
		return err
	}
	do := books.CloseTill
	if c.Undo {
		do = books.KeepTill
	}
	v, err := do(c.Code, c.Note)
	if err != nil {
		return err
	}
	e.live.Sweep()
	if c.Undo {
		fmt.Fprintf(e.stdout, "%s is kept; it gets its allowances again\n", v.Till)
		return nil
	}
	fmt.Fprintf(e.stdout, "%s gets nothing any more and gives back what it holds%s; it sells on for cash, and is closed by itself when no shift or sale is open there and nothing is held or unsent. 'hq till %[1]s' shows how far that is\n", v.Till, heldText(v.Held))
	return nil
}

type enrolCmd struct {
	Store string `required:"" help:"The store's code."`
	Till  string `required:"" help:"The till's code."`
	as
}

func (c enrolCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayEnrol)
	if err != nil {
		return err
	}
	secret, err := books.EnrolmentCode(c.Store, c.Till, e.now)
	if err != nil {
		return err
	}
	certificate, _ := e.live.Books.TLS()
	block, _ := pem.Decode(certificate)
	if block == nil {
		return pos.E(pos.Internal, "", "the books hold no certificate; restore them from a backup")
	}
	fmt.Fprintln(e.stdout, wire.Code{Secret: secret, Fingerprint: wire.Fingerprint(block.Bytes)})
	return nil
}
