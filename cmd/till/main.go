// Command till is the cashier's program: it makes a folder a till, opens its window or its console, and checks its books.
//
// It imports pos/till, its console and its window, sync/link and what those may; it wires and decides nothing about value. The
// one thing to know: it takes no care of signals, as the books are right whenever it is ended, however it is ended.
package main

import (
	"context"
	"io"
	"os"

	"holdfast/cli"
	_ "holdfast/cli/locale"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// commands is the command line.
type commands struct {
	Version cli.Version `help:"Say which version this is."`

	Window  windowCmd  `cmd:"" default:"withargs" help:"Open the till's window; what is meant where no command is named."`
	Enrol   enrolCmd   `cmd:"" help:"Make a folder the till that head office has printed a code for."`
	Console consoleCmd `cmd:"" help:"Take a cashier's commands from standard input."`
	Verify  verifyCmd  `cmd:"" help:"Replay the books from zero and compare; may run beside the till."`
	Quote   quoteCmd   `cmd:"" help:"Price one basket and print the quote as JSON."`
}

// env is what a command works with.
type env struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
}

func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	line, code := cli.Parse("till", "Holdfast's till.", &commands{}, args, stdout, stderr)
	if line == nil {
		return code
	}
	return cli.Report("till", line.Run(&env{ctx, stdin, stdout, stderr, getenv}), stderr)
}
