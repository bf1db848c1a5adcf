package cli

import (
	"errors"
	"strings"
	"testing"

	"holdfast/pos"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		args          []string
		parsed        bool
		code          int
		stdout, error string
	}{
		{[]string{"--count", "3"}, true, Done, "", ""},
		{[]string{"--help"}, false, Done, "So many.", ""},
		{[]string{"--version"}, false, Done, "shop unknown", ""},
		{[]string{"--count", "x"}, false, Usage, "", "see shop --help"},
		{[]string{"--nonsense"}, false, Usage, "", "unknown flag"},
	} {
		var flags struct {
			Count   int     `help:"So many."`
			Version Version `help:"Which one."`
		}
		var out, errs strings.Builder
		line, code := Parse("shop", "A shop.", &flags, c.args, &out, &errs)
		if (line != nil) != c.parsed || code != c.code || !strings.Contains(out.String(), c.stdout) || !strings.Contains(errs.String(), c.error) {
			t.Errorf("shop %v: parsed %v, code %d, %q and %q", c.args, line != nil, code, out.String(), errs.String())
		}
	}
}

func TestReport(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
		says string
	}{
		{nil, Done, ""},
		{pos.E(pos.State, "pay", "not now;\ntry later"), Refused, "shop: not now;; try later\n"},
		{errors.New("disk full"), Refused, "shop: disk full\n"},
	} {
		var errs strings.Builder
		if code := Report("shop", c.err, &errs); code != c.code || errs.String() != c.says {
			t.Errorf("%v: code %d, %q", c.err, code, errs.String())
		}
	}
}
