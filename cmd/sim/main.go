// Command sim is a chain in a box: head office and some tills, the shipped code of both, on virtual time and a bad
// network, driven by one seed. It shows that the books come out right whatever fails.
//
// It wires; the parts are a world (world.go) of HQ (hq.go) and tills (till.go), what cashiers do (work.go), what goes
// wrong (faults.go; with the places themselves placefaults.go, hqfaults.go), what the receipts come to (model.go; history.go
// where some of them turn out to be nothing), what must hold (check.go), and deliberate bugs that must be caught
// (mutants.go). The one thing to know: a world is its seed. The same seed is the same world, step by step, so a failure is
// replayed with --trace.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"holdfast/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

type flags struct {
	Seeds   int    `help:"Run so many worlds." default:"0"`
	From    uint64 `help:"The first one's seed." default:"1"`
	Tills   int    `help:"Tills in a world, at most 99." default:"3"`
	Steps   int    `help:"Steps of a world before it heals." default:"300"`
	First   bool   `help:"Stop at the first world that fails."`
	Seed    uint64 `help:"Run this one world."`
	Trace   bool   `help:"Print what happens in it."`
	Mutants bool   `help:"Build each deliberate bug into a simulator and count the worlds until it is caught."`
	Source  string `help:"The source folder, for --mutants." default:"." type:"existingdir"`
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var f flags
	line, code := cli.Parse("sim", "A chain in a box, from one seed.", &f, args, stdout, stderr)
	switch {
	case line == nil:
		return code
	case f.Tills < 1 || f.Tills > 99 || f.Steps < 1:
		fmt.Fprintln(stderr, "sim: --tills is 1 to 99 and --steps at least 1")
		return cli.Usage
	case f.Mutants:
		return printMutants(ctx, f.Source, stdout, stderr)
	case f.Seed != 0:
		return printWorld(f, stdout)
	case f.Seeds > 0:
		return printWorlds(ctx, f, stdout)
	}
	fmt.Fprintln(stderr, "sim: say --seeds N, --seed SEED or --mutants")
	return cli.Usage
}

// printWorld replays one world.
func printWorld(f flags, stdout io.Writer) int {
	var trace io.Writer
	if f.Trace {
		trace = stdout
	}
	r := runWorld(f.Seed, f.Tills, f.Steps, trace)
	if r.err != nil {
		fmt.Fprintf(stdout, "seed %d failed: %v\n0 passed, 1 failed\n", f.Seed, r.err)
		return 1
	}
	fmt.Fprintf(stdout, "seed %d: %s\n1 passed, 0 failed\n", f.Seed, r.counts)
	return 0
}

// printWorlds runs many worlds, a processor each.
func printWorlds(ctx context.Context, f flags, stdout io.Writer) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := newProgress(stdout, f.Seeds, time.Now())
	passed, failed, counts := runWorlds(ctx, f.From, f.Seeds, f.Tills, f.Steps, func(seed uint64, err error) {
		p.clear()
		fmt.Fprintf(stdout, "seed %d failed: %v\n  replay it with: sim --seed %d --tills %d --steps %d --trace\n", seed, err, seed, f.Tills, f.Steps)
		if f.First {
			stop()
		}
	}, func(passed, failed int, sum counts) { p.done(passed, failed, sum.Operations, time.Now()) })
	p.clear()
	fmt.Fprintln(stdout, counts)
	fmt.Fprintf(stdout, "%d passed, %d failed\n", passed, failed)
	if failed > 0 || ctx.Err() != nil {
		return 1
	}
	return 0
}

// garbage is how much may lie about before it is collected, in percent of what is in use: worlds are small and short, so that
// it stays below 200 MB, and collecting it often costs a tenth of the time.
const garbage = 1600

// seldom has garbage collected so seldom until what it returns is called.
func seldom() (end func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	was := debug.SetGCPercent(garbage)
	return func() { debug.SetGCPercent(was) }
}

// runWorlds runs n worlds from a seed on all processors; report is called for each that fails, in any order, and done after
// each.
func runWorlds(ctx context.Context, from uint64, n, tills, steps int, report func(seed uint64, err error),
	done func(passed, failed int, sum counts)) (passed, failed int, sum counts) {
	defer seldom()()
	sum = newCounts()
	seeds := make(chan uint64)
	go func() {
		defer close(seeds)
		for i := range uint64(n) {
			select {
			case seeds <- from + i:
			case <-ctx.Done():
				return
			}
		}
	}()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := range seeds {
				r := runWorld(seed, tills, steps, nil)
				mu.Lock()
				sum.add(r.counts)
				if r.err == nil {
					passed++
				} else {
					failed++
					report(seed, r.err)
				}
				done(passed, failed, sum)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return passed, failed, sum
}
