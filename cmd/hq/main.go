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
	Serve  serveCmd  `cmd:"" help:"Serve the tills until interrupted."`
	Enrol  enrolCmd  `cmd:"" help:"Print a code with which a till enrols, once."`
	Import importCmd `cmd:"" help:"Take in products, members, rules or people from a file, as a whole or not at all."`
	Cards  struct {
		Make cardsMakeCmd `cmd:"" help:"Make blank cards for a store's stock and print their numbers."`
	} `cmd:"" help:"Member cards."`
	Store struct {
		Add storeAddCmd `cmd:"" help:"Add a store, or change its name."`
	} `cmd:"" help:"Stores."`
	Till struct {
		Show tillCmd    `cmd:"" default:"withargs" help:"Show a till."`
		Add  tillAddCmd `cmd:"" help:"Add a till to a store."`
	} `cmd:"" help:"Tills."`
	Member     memberCmd     `cmd:"" help:"Show a member: what they own, and where it stands."`
	Exceptions exceptionsCmd `cmd:"" help:"List what a person must look at."`
	Verify     verifyCmd     `cmd:"" help:"Replay the books from zero and compare."`
	Set        setCmd        `cmd:"" help:"Change a setting."`
	Get        getCmd        `cmd:"" help:"Print a setting, or list them all with their meanings."`
	Backup     unbuiltCmd    `cmd:"" help:"(not built yet) Copy the books, keys included."`
	Restore    unbuiltCmd    `cmd:"" help:"(not built yet) Replace the books by a backup."`
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
		return report(line.Run(&env{ctx: ctx, dir: dir, open: open, now: time.Now(), stdout: stdout, stderr: stderr}), stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, server.BooksFile)); err != nil {
		return report(noBooks(dir, err), stderr)
	}
	for {
		lock, served, err := server.Enter(dir)
		if err != nil {
			return report(err, stderr)
		}
		if !served {
			code, err := direct(ctx, dir, args, open, stdout, stderr)
			if err := errors.Join(err, lock.Release()); err != nil {
				return report(err, stderr)
			}
			return code
		}
		// Where the server has ended meanwhile, the books are free to be opened here.
		if code, served, err := server.Remote(ctx, dir, args, open, stdout, stderr); err != nil {
			return report(err, stderr)
		} else if served {
			return code
		}
	}
}

// direct runs a command on books that this process opens.
func direct(ctx context.Context, dir string, args []string, open func(string) (io.ReadCloser, error), stdout, stderr io.Writer) (int, error) {
	books, err := store.Open(filepath.Join(dir, server.BooksFile), entropy)
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
		return report(pos.E(pos.Usage, "", line.Command()+" is not for a running server"), stderr)
	}
	return report(line.Run(&env{ctx: ctx, live: live, open: open, now: time.Now(), stdout: stdout, stderr: stderr}), stderr)
}

// parse reads a command line, and which folder it is for.
func parse(args []string, stdout, stderr io.Writer) (line *kong.Context, dir string, code int) {
	var c commands
	line, code = cli.Parse("hq", "Holdfast's head office.", &c, args, stdout, stderr)
	return line, c.Data, code
}

// report turns a command's outcome into an exit code and at most one line.
func report(err error, stderr io.Writer) int { return cli.Report("hq", err, stderr) }

func noBooks(dir string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return pos.E(pos.NotFound, "", fmt.Sprintf("there is no head office in %s; run hq init --data %s first", dir, dir))
	}
	return err
}
