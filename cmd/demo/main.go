// Command demo plays one day of a chain of two shops with the built programs: a throw-away head office, three tills,
// a card issued, every tender, goods brought back, and with the line cut: stored value spent, a card lost and replaced;
// books compared at the end. It leaves receipts, and pictures of the tills' windows where a screen in memory can be had; where
// there is a real one and somebody at a terminal, T1's window is theirs afterwards.
//
//	demo --bin DIR --out DIR
//
// It imports proof only, and so knows no more than what the programs print. The one thing to know: the story is also
// a test. Every amount it tells was compared with what it should be, and the first that differs ends it with exit 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"holdfast/proof"
)

func main() {
	// Who interrupts it interrupts the programs too; the demo still removes the books.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(stderr)
	bin := flags.String("bin", "bin", "folder of the programs hq and till")
	out := flags.String("out", "", "folder for the receipts and pictures")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *out == "" {
		fmt.Fprintln(stderr, "usage: demo --bin DIR --out DIR")
		return 2
	}
	d := &day{story: story{ctx: ctx, out: stdout}, receipts: filepath.Join(*out, "receipts"), pictures: filepath.Join(*out, "pictures")}
	somebody := (getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != "") && isTerminal(stdout)
	if err := d.run(*bin, somebody); err != nil {
		fmt.Fprintln(stderr, "demo:", err)
		return 1
	}
	return 0
}

// isTerminal reports whether a person reads there. Where nobody does, nobody would close a window either.
func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	null, nullErr := os.Stat(os.DevNull)
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && (nullErr != nil || !os.SameFile(info, null))
}

// run plays the day, and leaves a till's window to somebody who wants to go on. The chain's books are in a throw-away
// folder.
func (d *day) run(bin string, somebody bool) (err error) {
	begun := time.Now()
	for _, dir := range []string{d.receipts, d.pictures} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	bin, err = filepath.Abs(bin)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "holdfast-demo-books")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	d.chain, d.err = proof.Open(bin, dir)
	if d.chain != nil {
		defer d.chain.Close()
	}
	d.play()
	d.print("\nThat took %.1f s. The receipts are in %s\n", time.Since(begun).Seconds(), d.receipts)
	if !d.blind {
		d.print("The pictures are in %s\n", d.pictures)
	}
	if somebody {
		d.leave()
	}
	return d.err
}

// play tells the day.
func (d *day) play() {
	for _, scene := range []func(*day){
		(*day).opening, (*day).cashSale, (*day).mixedSale, (*day).newMember, (*day).topUp, (*day).onDemand,
		(*day).points, (*day).parked, (*day).broughtBack,
		(*day).lineCut, (*day).asFarAsItGoes, (*day).lineUpElsewhere, (*day).topUpCutOff, (*day).seenCutOff, (*day).powerCut,
		(*day).lostCard, (*day).lineMended, (*day).closing, (*day).seenClosed, (*day).verified,
	} {
		if d.err == nil && d.ctx.Err() != nil {
			d.fail("interrupted")
		}
		if d.err == nil {
			scene(d)
		}
	}
}

// leave opens T1's window on the real screen, with head office behind it, until it is closed.
func (d *day) leave() {
	if d.err != nil {
		return
	}
	d.print("\nT1 is yours: sign in as 1001 with PIN 1111 (cashier) or 2001 with 2222 (manager). Its head office is\n"+
		"https://%s (9001, holdfast-demo). Closing the window ends both.\n", d.chain.HQ.Address())
	if err := d.t1.Stop(); err != nil {
		d.fail("%w", err)
		return
	}
	if err := d.t1.Show(d.ctx); err != nil {
		d.fail("%w", err)
	}
}
