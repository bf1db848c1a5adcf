// Command hq is head office: it makes the books, serves the tills, and takes an administrator's commands.
//
// It imports server and what that may; it wires and prints, and decides nothing about value. The one thing to know:
// every command is an object with a Run over the open books, and runs either here or, while `hq serve` works on the
// same folder, inside that server: [execute] is called in both.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"holdfast/cli"
	"holdfast/pos"
	"holdfast/server"
	"holdfast/server/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// commands is the command line.
type commands struct {
	Data string `required:"" placeholder:"DIR" help:"Folder that holds everything of head office."`

	Init   initCmd   `cmd:"" help:"Make a new head office."`
	Serve  serveCmd  `cmd:"" help:"Serve the tills, and head office's pages at the same address, until interrupted."`
	Enrol  enrolCmd  `cmd:"" help:"Print a code with which a till enrols, once."`
	Import importCmd `cmd:"" help:"Take in products, members, rules or people from a file, as a whole or not at all."`
	Cards  struct {
		Make  cardsMakeCmd  `cmd:"" help:"Make blank cards for a store's stock and print their numbers."`
		Stock cardsStockCmd `cmd:"" help:"List the blank cards that stores have."`
		Move  cardsMoveCmd  `cmd:"" help:"Move blank cards from one store's stock to another's."`
	} `cmd:"" help:"Member cards."`
	Coupons struct {
		List   couponsListCmd   `cmd:"" default:"withargs" help:"List the batches that coupons were made of: how many there are, and how many were used."`
		Make   couponsMakeCmd   `cmd:"" help:"Make coupons of a batch in the rules in force, and print their numbers and PINs. The PINs can't be printed again."`
		Unlock couponsUnlockCmd `cmd:"" help:"Let a coupon be tried again whose PIN was wrong too often."`
	} `cmd:"" help:"Coupons."`
	Store struct {
		Add storeAddCmd `cmd:"" help:"Add a store, or change its name."`
	} `cmd:"" help:"Stores."`
	Till struct {
		Show  tillCmd      `cmd:"" default:"withargs" help:"Show a till."`
		Add   tillAddCmd   `cmd:"" help:"Add a till to a store."`
		Close tillCloseCmd `cmd:"" help:"Have a till give back all that it holds and be closed then; --undo calls it off."`
		Lost  tillLostCmd  `cmd:"" help:"Close the epoch of a till that is lost. Its members are made whole when the time for late records is over."`
	} `cmd:"" help:"A till."`
	Tills      tillsCmd   `cmd:"" help:"List the tills: their state, what they hold, what is still to be closed."`
	Member     memberCmd  `cmd:"" help:"Show a member: what they own, and where it stands."`
	Adjust     adjustCmd  `cmd:"" help:"Correct what a member owns: +A gives it, -A takes it from what is at head office."`
	Merge      mergeCmd   `cmd:"" help:"Make one member another: the value and the cards of FROM become INTO's."`
	Block      blockCmd   `cmd:"" help:"Keep a member from earning points, or from redeeming value and points."`
	Unblock    unblockCmd `cmd:"" help:"Let a blocked member earn or redeem again."`
	Exceptions struct {
		List   exceptionsCmd `cmd:"" default:"withargs" help:"List what a person must look at."`
		Fork   forkCmd       `cmd:"" help:"List the records of the fork that an exception is about."`
		Settle settleCmd     `cmd:"" help:"End an exception, once."`
	} `cmd:"" help:"What a person must look at, and its settlement."`
	Rules struct {
		List   rulesListCmd   `cmd:"" default:"withargs" help:"List the versions of the rules."`
		Left   rulesLeftCmd   `cmd:"" help:"List promotions of limited quantity: how much was used, is at tills, is left."`
		Show   rulesShowCmd   `cmd:"" help:"Print a version of the rules as JSON."`
		Check  rulesCheckCmd  `cmd:"" help:"Say all that is wrong with a rules document; nothing is published."`
		Try    rulesTryCmd    `cmd:"" help:"Price a basket by a draft, and explain it; nothing is published."`
		Replay rulesReplayCmd `cmd:"" help:"Price recorded sales by a draft: what they would have cost; nothing is published."`
		Tills  rulesTillsCmd  `cmd:"" help:"List by which version of the rules each till sells, and which are behind since when."`
		Schema rulesSchemaCmd `cmd:"" help:"Print the JSON schema of rules documents, for editors."`
		Back   rulesBackCmd   `cmd:"" help:"Publish an old version again."`
	} `cmd:"" help:"Prices and promotions; 'hq import rules FILE' publishes."`
	Exposure exposureCmd `cmd:"" help:"Show what stands at tills, and what the house has let out of its hands."`
	WhatIf   whatIfCmd   `cmd:"" name:"what-if" help:"Play recorded payments again: what would tills that are cut off have approved, under these or other settings?"`
	Rights   rightsCmd   `cmd:"" help:"Show the rights of roles, or change a role's: +RIGHT gives it, -RIGHT takes it."`
	People   peopleCmd   `cmd:"" help:"List who may sign in."`
	Audit    auditCmd    `cmd:"" help:"List who changed what."`
	Verify   verifyCmd   `cmd:"" help:"Replay the books from zero and compare."`
	Set      setCmd      `cmd:"" help:"Change a setting."`
	Get      getCmd      `cmd:"" help:"Print a setting, or list them all with their meanings."`
	Backup   backupCmd   `cmd:"" help:"Copy the books, keys included, into a new file, and check the copy."`
	Restore  restoreCmd  `cmd:"" help:"Replace the books by a backup; the old ones stay beside. Grants nothing until all tills have been heard of."`
	Recover  recoverCmd  `cmd:"" help:"Put a restored head office to work although tills have not been heard of."`
}

// env is what a command works with.
type env struct {
	ctx            context.Context
	dir            string
	live           server.Live
	open           func(name string) (io.ReadCloser, error)
	now            time.Time
	stdout, stderr io.Writer
}

// alone are the commands that don't work on open books.
var alone = map[string]bool{"init": true, "serve": true, "restore": true}

func run(ctx context.Context, args []string, _ func(string) string, _ io.Reader, stdout, stderr io.Writer) int {
	line, dir, code := parse(args, stdout, stderr)
	if line == nil {
		return code
	}
	open := func(name string) (io.ReadCloser, error) { return os.Open(name) }
	if alone[strings.Fields(line.Command())[0]] {
		return ended(line.Run(&env{ctx: ctx, dir: dir, open: open, now: time.Now(), stdout: stdout, stderr: stderr}), stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, server.BooksFile)); err != nil {
		return ended(noBooks(dir, err), stderr)
	}
	for {
		lock, served, err := server.Enter(dir)
		if err != nil {
			return ended(err, stderr)
		}
		if !served {
			code, err := direct(ctx, dir, args, open, stdout, stderr)
			if err := errors.Join(err, lock.Release()); err != nil {
				return ended(err, stderr)
			}
			return code
		}
		// Where the server has ended meanwhile, the books are free to be opened here.
		if code, served, err := server.Remote(ctx, dir, args, open, stdout, stderr); err != nil {
			return ended(err, stderr)
		} else if served {
			return code
		}
	}
}

// read opens a file that the command was given.
func (e *env) read(name string) (io.ReadCloser, error) {
	f, err := e.open(name)
	if err != nil {
		return nil, pos.E(pos.NotFound, "", err.Error()+"; name a file that can be read")
	}
	return f, nil
}

// progress says each second how far a long reading of the journal has come.
func (e *env) progress() func(done, total uint64) {
	told := time.Now()
	return func(done, total uint64) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintf(e.stderr, "read %d of %d records\n", done, total)
		}
	}
}

// path is a file's name as it was meant where the command was typed, which need not be where it runs.
func (e *env) path(name string) string {
	if e.live.Dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(e.live.Dir, name)
}

// as names who does what a command does.
type as struct {
	By string `placeholder:"WHO" help:"The person who does this, whose right is checked; without it the operator of this machine."`
}

// books is the books to be changed in that person's name, if they have the right.
func (a as) books(e *env, right pos.Right) (*store.Store, error) {
	if a.By == "" {
		return e.live.Books.As(store.Actor{At: e.now}), nil
	}
	who, err := e.live.Books.Person(a.By)
	if err != nil {
		return nil, err
	}
	policy, err := e.live.Books.Policy()
	if err != nil {
		return nil, err
	}
	if !policy.May(who, right) {
		return nil, pos.E(pos.Forbidden, "", fmt.Sprintf("%s (%s) has no right %q; 'hq rights' shows who has it", who.Name, who.ID, right))
	}
	return e.live.Books.As(store.Actor{Who: who.ID, At: e.now}), nil
}

// direct runs a command on books that this process opens.
func direct(ctx context.Context, dir string, args []string, open func(string) (io.ReadCloser, error), stdout, stderr io.Writer) (int, error) {
	books, err := server.OpenBooks(dir, entropy, logTo(stderr))
	if err != nil {
		return cli.Refused, err
	}
	code := execute(ctx, server.Offline(books), args, open, stdout, stderr)
	return code, books.Close()
}

// execute runs a command line on open books. It is a [server.Command].
func execute(ctx context.Context, live server.Live, args []string, open func(string) (io.ReadCloser, error), stdout, stderr io.Writer) int {
	line, _, code := parse(args, stdout, stderr)
	if line == nil {
		return code
	}
	if alone[strings.Fields(line.Command())[0]] {
		return ended(pos.E(pos.Usage, "", line.Command()+" is not for a running server"), stderr)
	}
	return ended(line.Run(&env{ctx: ctx, live: live, open: open, now: time.Now(), stdout: stdout, stderr: stderr}), stderr)
}

// parse reads a command line, and which folder it is for.
func parse(args []string, stdout, stderr io.Writer) (line *kong.Context, dir string, code int) {
	var c commands
	line, code = cli.Parse("hq", "Holdfast's head office.", &c, rightsTaken(args), stdout, stderr)
	return line, c.Data, code
}

// ended turns a command's outcome into an exit code and at most one line.
func ended(err error, stderr io.Writer) int { return cli.Report("hq", err, stderr) }

func noBooks(dir string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return pos.E(pos.NotFound, "", fmt.Sprintf("there is no head office in %s; run hq init --data %s first", dir, dir))
	}
	return err
}
