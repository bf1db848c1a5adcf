// Package cli is what Holdfast's command lines have in common: how they are parsed, what they exit with, and the one
// line on standard error that says what is wrong and what to do. It imports pos.
//
// The one thing to know: nothing here ends the process, so tests call a command's run as main does.
package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"holdfast/pos"
)

// Exit codes.
const (
	Done    = 0
	Refused = 1 // or failed, with one line on standard error
	Usage   = 2
)

// Version is a flag that has a program say which version it is, and end.
type Version = kong.VersionFlag

// built is what the program was built from, set by the linker (see the Makefile).
var built string

// Built is what the program was built from; "unknown" where nobody told the linker.
func Built() string { return cmp.Or(built, "unknown") }

// Parse reads a command line into commands, a struct with kong's tags. The context is nil where that was all: help was
// printed, or what is wrong with the words; code is what to exit with then.
func Parse(program, about string, commands any, args []string, stdout, stderr io.Writer) (line *kong.Context, code int) {
	type exit int
	defer func() {
		switch e := recover().(type) {
		case nil:
		case exit: // kong would end the process here
			line, code = nil, int(e)
		default:
			panic(e)
		}
	}()
	k := kong.Must(commands, kong.Name(program), kong.Description(about), kong.WithHyphenPrefixedParameters(true),
		kong.Vars{"version": program + " " + Built()}, kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(exit(code)) }))
	line, err := k.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v; see %s --help\n", program, err, program)
		return nil, Usage
	}
	return line, Done
}

// Report turns a command's outcome into an exit code and at most one line.
func Report(program string, err error, stderr io.Writer) int {
	if err == nil {
		return Done
	}
	fmt.Fprintf(stderr, "%s: %s\n", program, strings.ReplaceAll(pos.MessageOf(err), "\n", "; "))
	return Refused
}
