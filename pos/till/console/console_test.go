package console_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"holdfast/pos/sqlite"
	"holdfast/pos/till/console"
)

// run types all of input at once and returns what is printed and how it ended.
func (w *world) run(input string) (string, error) {
	var out strings.Builder
	err := w.console.Run(context.Background(), strings.NewReader(input), &out)
	return out.String(), err
}

// TestPrefixes: what is printed for each line, and at which the console ends. `logout` is refused here, `help x` too,
// and `net on` goes well.
func TestPrefixes(t *testing.T) {
	const ok, no, help = "ok\n", "refused (forbidden): nobody is signed in; sign in with your number and PIN\n", "refused (usage): usage: help\n"
	for input, want := range map[string]struct {
		out  string
		ends string // in the error; "" for the end of input
	}{
		"":                                 {"", ""},
		"\n \t\n\r\n":                      {"", ""},
		"# logout\n  # logout\n#":          {"", ""},
		"!\n?\n! \n!# logout\n? # logout":  {"", ""},
		"net on":                           {ok, ""},
		"net on\r\nnet on\n":               {ok + ok, ""},
		" net \t on ":                      {ok, ""},
		"!logout\nnet on":                  {no + ok, ""},
		"! logout\n  ?logout\n? net on":    {no + no + ok, ""},
		"logout\nnet on":                   {no, "line 1: logout: nobody is signed in"},
		"#\n\n!net on\nnet on":             {ok, "line 3: net: must be refused"},
		"!help x\n?help x\nhelp x\nnet on": {help + help + help, "line 3: help: usage"},
		"!!net on":                         {"refused (usage): unknown command \"!net\"; 'help' lists them\n", ""},
		"!?net on":                         {"refused (usage): unknown command \"?net\"; 'help' lists them\n", ""},
		`n"et" "on"`:                       {ok, ""},
		`!"net on"`:                        {"refused (usage): unknown command \"net on\"; 'help' lists them\n", ""},
		`!net ""`:                          {"refused (usage): usage: net off|on\n", ""},
		`!net "on`:                         {"refused (usage): a quote is open: write \" at both ends\n", ""},
	} {
		w := newWorld(t, sqlite.Memory+t.Name())
		out, err := w.run(input)
		if out != want.out {
			t.Errorf("%q prints %q, want %q", input, out, want.out)
		}
		if (err == nil) != (want.ends == "") || err != nil && !strings.HasPrefix(err.Error(), want.ends) {
			t.Errorf("%q ends with %v, want %q", input, err, want.ends)
		}
		w.console.GoOn = true
		if _, err := w.run(input); err != nil {
			t.Errorf("%q ends at a terminal: %v", input, err)
		}
		w.Must(w.Store.Close())
	}
}

func TestLongLines(t *testing.T) {
	w := newWorld(t, sqlite.Memory+t.Name())
	const tooLong = "refused (usage): the line is longer than 1 MiB and was not read\n"
	most := "net on" + strings.Repeat(" ", console.MaxLine-len("net on"))
	for input, want := range map[string]string{
		most:                                "ok\n",
		most + "\r\nnet on":                 "ok\nok\n",
		"!" + most + "\nnet on":             tooLong + "ok\n",
		"?" + most + most + most:            tooLong,
		"#" + most + most + "\nnet on":      "",
		"!" + strings.Repeat("x", 100<<10):  "refused (usage): unknown command \"" + strings.Repeat("x", 40) + "…\"; 'help' lists them\n",
		"!net " + strings.Repeat("x ", 1e5): "refused (usage): usage: net off|on\n",
	} {
		if want == "" {
			want = "ok\n" // a comment is passed over, however long
		}
		if out, err := w.run(input); err != nil || out != want {
			t.Errorf("%.20q… (%d bytes) prints %.200q, ends with %v; want %q", input, len(input), out, err, want)
		}
	}
	w.console.JSON = true
	if out, _ := w.run("!pay " + most); out != `{"ok":false,"cmd":"pay","code":"usage","error":"the line is longer than 1 MiB and was not read"}`+"\n" {
		t.Errorf("as JSON: %s", out)
	}
}

// TestWhatWasTyped: an answer repeats what was typed, but no more of it than fits a screen, and nothing that moves a
// terminal's cursor.
func TestWhatWasTyped(t *testing.T) {
	w := newWorld(t, sqlite.Memory+t.Name())
	w.do("login 1001 1111")
	w.do("shift open 0")
	for input, want := range map[string]string{
		"!scan \x1b[31m\x00x":                   "no product has the code or barcode \ufffd[31m\ufffdx",
		"!pay cash " + strings.Repeat("9", 1e6): "not an amount that can be right; the largest is 10000000000",
	} {
		out, err := w.run(input)
		if err != nil || !strings.Contains(out, want) || len(out) > 2*400 || strings.ContainsAny(strings.TrimSpace(out), "\x1b\x00\n") {
			t.Errorf("%.20q prints %.900q (%d bytes), ends with %v; want %q", input, out, len(out), err, want)
		}
		_, err = w.run(input[1:])
		if err == nil || len(err.Error()) > 2*400 || strings.ContainsAny(err.Error(), "\x1b\x00\n") {
			t.Errorf("%.20q ends with %.900q", input[1:], err)
		}
	}
}

// TestConversation: a program reads an answer before it types the next command.
func TestConversation(t *testing.T) {
	w := newWorld(t, sqlite.Memory+t.Name())
	in, typed := io.Pipe()
	answers, out := io.Pipe()
	ended := make(chan error)
	go func() { ended <- w.console.Run(context.Background(), in, out) }()
	read := bufio.NewReader(answers)
	for range 3 {
		if _, err := io.WriteString(typed, "net on\n"); err != nil {
			t.Fatal(err)
		}
		if answer, err := read.ReadString('\n'); err != nil || answer != "ok\n" {
			t.Fatalf("%q, %v", answer, err)
		}
	}
	w.Must(typed.Close())
	if err := <-ended; err != nil {
		t.Errorf("at the end of input: %v", err)
	}
}

// TestNobodyListens: where answers can't be written any more, no further command is carried out.
func TestNobodyListens(t *testing.T) {
	w := newWorld(t, sqlite.Memory+t.Name())
	answers, out := io.Pipe()
	w.Must(answers.Close())
	err := w.console.Run(context.Background(), strings.NewReader("login 1001 1111\nshift open 0\n"), out)
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("ended with %v", err)
	}
	if s, err := w.console.Till.Status(); err != nil || s.Shift != "" {
		t.Errorf("the second command was carried out: %+v, %v", s, err)
	}
}

// TestHelp: every command of the table is listed, and says what it is for.
func TestHelp(t *testing.T) {
	w := newWorld(t, sqlite.Memory+t.Name())
	out, err := w.run("help")
	w.Must(err)
	for line := range strings.Lines(out) {
		if len(strings.TrimSpace(line)) < 61 {
			t.Errorf("no help beside %q", line)
		}
	}
	if !strings.Contains(out, "pay cash|bank|wallet|stored|points|coupon AMOUNT|rest [REF]") || strings.Contains(out, "giftcard") {
		t.Errorf("help lists\n%s", out)
	}
}
