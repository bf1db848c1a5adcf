// Command demo plays one day of a chain of two shops with the built programs: a throw-away head office, three tills,
// a card issued, every tender, goods brought back, and with the line cut: stored value spent, a card lost and replaced;
// books compared at the end.
//
//	demo --bin DIR --out DIR
//
// It imports proof only, and so knows no more than what the programs print. The one thing to know: the story is also
// a test. Every amount it tells was compared with what it should be, and the first that differs ends it with exit 1.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"holdfast/proof"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(stderr)
	bin := flags.String("bin", "bin", "folder of the programs hq and till")
	out := flags.String("out", "", "folder for the receipts")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *out == "" {
		fmt.Fprintln(stderr, "usage: demo --bin DIR --out DIR")
		return 2
	}
	begun := time.Now()
	receipts := filepath.Join(*out, "receipts")
	if err := play(stdout, *bin, receipts); err != nil {
		fmt.Fprintln(stderr, "demo:", err)
		return 1
	}
	fmt.Fprintf(stdout, "\nThat took %.1f s. The receipts are in %s\n", time.Since(begun).Seconds(), receipts)
	return 0
}

// play tells the day. The chain's books are in a throw-away folder.
func play(stdout io.Writer, bin, receipts string) (err error) {
	if err := os.MkdirAll(receipts, 0o755); err != nil {
		return err
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

	d := &day{story: story{out: stdout}, receipts: receipts}
	d.chain, d.err = proof.Open(bin, dir)
	if d.chain != nil {
		defer d.chain.Close()
	}
	for _, scene := range []func(*day){
		(*day).opening, (*day).cashSale, (*day).mixedSale, (*day).newMember, (*day).topUp, (*day).onDemand,
		(*day).points, (*day).parked, (*day).broughtBack,
		(*day).lineCut, (*day).asFarAsItGoes, (*day).lineUpElsewhere, (*day).topUpCutOff, (*day).powerCut, (*day).lostCard,
		(*day).lineMended, (*day).closing, (*day).verified,
	} {
		if d.err == nil {
			scene(d)
		}
	}
	return d.err
}
