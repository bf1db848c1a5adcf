package tidy

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// TestChecksFail shows each check a small tree with one thing wrong, so that a check that sees nothing is seen itself;
// the cases without a want are right, and must pass.
func TestChecksFail(t *testing.T) {
	table := map[string]rule{
		"pos/money":   {pure: true, why: "why money"},
		"pos":         {pure: true, may: []string{"pos/money"}, why: "why pos"},
		"pos/till":    {may: []string{"pos"}, why: "why till"},
		"pos/till/ui": {may: []string{"pos/till"}, why: "why ui"},
		"server":      {may: []string{"pos"}, tests: []string{"pos/till"}, why: "why server"},
	}
	libs := map[string]library{
		"fyne.io/fyne":       {only: []string{"pos/till/ui"}, why: "why fyne"},
		"pgregory.net/rapid": {only: []string{}, tests: true, why: "why rapid"},
	}
	imports := func(_ fs.FS, sources []source) []string { return checkImports("m", sources, table, libs) }
	comments := func(_ fs.FS, sources []source) []string { return checkComments(sources) }
	files := func(_ fs.FS, sources []source) []string {
		return checkFiles(sources, map[string]string{"pos/long.go": "a table of every kind"})
	}
	readme := func(tree fs.FS, _ []source) []string {
		return checkReadme(tree, map[string]string{"bin/": "built", "and/or": "words"})
	}
	said := func(tree fs.FS, sources []source) []string {
		return checkTexts(tree, sources, map[string]string{"choice": "why"}, map[string][]string{"why": {"gold"}})
	}
	entries := func(lines string) string { return "-- pos/texts/zh/a.json\n{\n\"gold\": \"金\"" + lines + "\n}\n" }
	speaking := "-- pos/error.go\npackage pos\nfunc E(code, op, message string, args ...any) {}\nfunc T(message string, args ...any) {}\n"
	till := speaking + "-- pos/till/a.go\npackage till\nfunc f() { %s }\n"
	long := strings.Repeat("\n// x\n", 201)
	excusedFile := "-- pos/long.go\npackage pos\n" + long

	cases := []struct {
		name  string
		check func(fs.FS, []source) []string
		tree  string // files, each after a line "-- name"
		want  string // a part of the only problem; "" for none
	}{
		{"what an import may, its importer may", imports, "-- server/a.go\npackage server\nimport _ \"m/pos/money\"\n", ""},
		{"against the arrows", imports, "-- pos/money/a.go\npackage money\nimport _ \"m/pos\"\n",
			"pos/money/a.go:2: pos/money may not import pos (pos/money: why money); it may import: nothing of this module"},
		{"a till in head office", imports, "-- server/a.go\npackage server\nimport _ \"m/pos/till\"\n", "server may not import pos/till"},
		{"a test may import more", imports, "-- server/a_test.go\npackage server\nimport (\n_ \"m/pos/till\"\n_ \"m/server\"\n)\n", ""},
		{"a test may not import all", imports, "-- server/a_test.go\npackage server\nimport _ \"m/pos/till/ui\"\n", "server may not import pos/till/ui"},
		{"behind a build tag too", imports, "-- pos/a_windows.go\n//go:build windows\n\npackage pos\nimport _ \"m/pos/till\"\n", "pos may not import pos/till"},
		{"a package without a line", imports, "-- pos/new/a.go\npackage new\n-- pos/new/b.go\npackage new\n", "pos/new: not in the table: add a line"},
		{"the window's library elsewhere", imports, "-- pos/till/a.go\npackage till\nimport _ \"fyne.io/fyne/v2/widget\"\n",
			"pos/till may not import fyne.io/fyne/v2/widget (why fyne); only: pos/till/ui"},
		{"the window's library in its place", imports, "-- pos/till/ui/a.go\npackage ui\nimport _ \"fyne.io/fyne/v2\"\n", ""},
		{"a library without a line", imports, "-- pos/a.go\npackage pos\nimport _ \"example.com/x\"\n", "example.com/x is a library not in the table"},
		{"a name that begins like a library's", imports, "-- pos/till/ui/a.go\npackage ui\nimport _ \"fyne.io/fynesse\"\n", "fyne.io/fynesse is a library not in the table"},
		{"a test library in a test", imports, "-- pos/a_test.go\npackage pos\nimport _ \"pgregory.net/rapid\"\n", ""},
		{"a test library in the product", imports, "-- pos/a.go\npackage pos\nimport _ \"pgregory.net/rapid\"\n", "only: tests"},
		{"a clock where time is a value", imports, "-- pos/a.go\npackage pos\nimport clock \"time\"\nvar x = clock.Now()\n", "pos/a.go:3: pos is pure and may not use clock.Now"},
		{"a clock in a test, a duration", imports, "-- pos/a_test.go\npackage pos\nimport \"time\"\nvar x = time.Now()\n-- pos/a.go\npackage pos\nimport \"time\"\nvar x time.Duration\n", ""},
		{"a clock where it may be", imports, "-- pos/till/a.go\npackage till\nimport \"time\"\nvar x = time.Now()\n", ""},
		{"chance without a seed", imports, "-- pos/a.go\npackage pos\nimport \"math/rand/v2\"\nvar x = rand.IntN(6)\n", "may not use rand.IntN"},
		{"a socket", imports, "-- pos/a.go\npackage pos\nimport _ \"net\"\n", "may not use net"},
		{"a goroutine", imports, "-- pos/a.go\npackage pos\nfunc f() { go f() }\n", "may not use goroutines"},

		{"one comment", comments, "-- pos/a.go\n// Package pos is it.\npackage pos\n-- pos/b.go\npackage pos\n-- pos/b_test.go\n// Tests.\npackage pos_test\n", ""},
		{"no comment", comments, "-- pos/a.go\npackage pos\n", "package pos has no package comment"},
		{"a comment in a test only", comments, "-- pos/a_test.go\n// Package pos is it.\npackage pos\n", "package pos has no package comment"},
		{"two comments", comments, "-- pos/a.go\n// Package pos is it.\npackage pos\n-- pos/b.go\n// Package pos too.\npackage pos\n", "2 package comments, keep one: pos/a.go, pos/b.go"},
		{"a comment on something else", comments, "-- pos/a.go\n// Errors of all kinds.\npackage pos\n", `should begin with "Package pos "`},

		{"short and formatted", files, excusedFile, ""},
		{"a long file", files, excusedFile + "-- pos/b.go\npackage pos\n" + long, "pos/b.go: 403 lines, more than 400"},
		{"a long test, a long generated file", files, excusedFile + "-- pos/b_test.go\npackage pos\n" + long + "-- pos/c.go\n// Code generated by x. DO NOT EDIT.\n\npackage pos\n" + long, ""},
		{"an excuse nobody needs", files, "-- pos/long.go\npackage pos\n", "pos/long.go: no longer needs its place in longFiles"},
		{"not formatted", files, excusedFile + "-- pos/b_test.go\npackage pos\nvar  x int\n", "pos/b_test.go: not formatted"},

		{"goroutines with the race detector", checkRace, "-- Makefile\nRACE := server pos/till/ui\n-- pos/till/ui/a.go\npackage ui\nfunc f() { go f() }\n", ""},
		{"goroutines without it", checkRace, "-- Makefile\nRACE := server\n-- pos/till/a.go\npackage till\nfunc f() { go f() }\n", "pos/till/a.go:2: starts a goroutine: add pos/till to RACE"},
		{"goroutines of a wait group", checkRace, "-- Makefile\nRACE :=\n-- pos/till/a.go\npackage till\nfunc f(w *sync.WaitGroup) { w.Go(g) }\n", "pos/till/a.go:2: starts a goroutine"},
		{"no list of goroutines", checkRace, "-- Makefile\nall:\n", "no line sets RACE"},

		{"what is in the catalogue", said, entries(`,
"{} of {}": "{2}的{1}"`) + fmt.Sprintf(till, `pos.E("", "", "{} of {}", 1, 2)`), ""},
		{"what a function passes on", said, entries(",\n\"none\": \"无\"") + speaking + "-- pos/till/a.go\npackage till\nfunc no(message string) { pos.E(\"\", \"\", message) }\nfunc f() { no(\"none\") }\n", ""},
		{"what is put together", said, entries("") + fmt.Sprintf(till, `pos.E("", "", "none of "+x)`), "pos/till/a.go:2: the message \"none of \"+x is no literal"},
		{"what comes to words", said, entries("") + fmt.Sprintf(till, `pos.T(choice); pos.T(string(status))`), ""},
		{"what isn't in the catalogue", said, entries("") + fmt.Sprintf(till, `pos.E("", "", "none \"at\" all")`), "no Chinese in pos/texts/zh/till.json for:\n\"none \\\"at\\\" all\": \"\","},
		{"what is written out", said, entries("") + fmt.Sprintf(till, `_ = &pos.Error{Message: "none"}`), "\"none\": \"\","},
		{"what nothing says", said, entries(",\n\"none\": \"无\"") + speaking, "nothing says \"none\""},
		{"arguments too few", said, entries(",\n\"{} of {}\": \"{2}的{1}\"") + fmt.Sprintf(till, `pos.T("{} of {}", 1)`), "has 2 {}, and 1 arguments"},
		{"arguments that Chinese forgets", said, entries(",\n\"{} of {}\": \"的{1}\"") + fmt.Sprintf(till, `pos.T("{} of {}", 1, 2)`), "has 2 arguments, and in Chinese the [1]"},
		{"a key in two files", said, entries("") + "-- pos/texts/zh/b.json\n{\n\"gold\": \"黄金\"\n}\n", "b.json:2: \"gold\" is there twice"},
		{"entries out of order", said, entries(",\n\"a\": \"一\"") + fmt.Sprintf(till, `pos.T("a")`), "a.json:3: \"a\" belongs before \"gold\""},
		{"two entries a line", said, entries("") + "-- pos/texts/zh/b.json\n{\n\"a\": \"一\", \"b\": \"二\"\n}\n", "b.json:2: an entry is a line"},
		{"a refusal of head office's", said, entries("") + "-- server/store/a.go\npackage store\nfunc f() { no(\"none of \" + x) }\n", "no Chinese in pos/texts/zh/hq.json for:\n\"none of {}\""},
		{"a session that head office ends", said, entries("") + "-- sync/hub/a.go\npackage hub\nvar b = wire.Bye{Message: fmt.Sprintf(\"none of %s\", x)}\n", "\"none of {}\""},
		{"a word of ours", said, entries("") + "-- pos/a.go\npackage pos\nconst Lost CardStatus = \"lost\"\n", "\"lost\": \"\","},

		{"paths that are there", readme, "-- README.md\n`pos`, `pos/a.go:12`, `a.go`, `./pos/...`, `pos/*.go`, [it](pos/a.go#L1), [site](https://example.com/x)\n-- pos/a.go\npackage pos\n", ""},
		{"words that are no paths", readme, "-- README.md\n`make test`, `bin/hq`, `and/or`, `github.com/x/y`, `--data DIR/x`, `<=`, `http://x/y`\n\n```\npos/gone\n```\n", ""},
		{"a path that isn't there", readme, "-- README.md\nSee `pos/gone.go`.\n", "README.md names `pos/gone.go`"},
		{"a folder that isn't there", readme, "-- README.md\nSee `pos/gone/`.\n", "README.md names `pos/gone/`"},
		{"a file of no folder", readme, "-- README.md\nSee `gone.go`.\n", "README.md names `gone.go`"},
		{"a path in a command", readme, "-- README.md\nRun `go run ./cmd/gone --x`.\n", "README.md names `cmd/gone`"},
		{"a link to nothing", readme, "-- README.md\nSee [it](docs/gone.md).\n", "README.md names `docs/gone.md`"},
		{"no README", readme, "-- pos/a.go\npackage pos\n", "README.md"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tree := parse(c.tree)
			sources, problems := readSources(tree)
			problems = append(problems, c.check(tree, sources)...)
			switch {
			case c.want == "" && len(problems) > 0:
				t.Errorf("found %q, and nothing is wrong", problems)
			case c.want != "" && (len(problems) != 1 || !strings.Contains(problems[0], c.want)):
				t.Errorf("found %q, want one problem with %q", problems, c.want)
			}
		})
	}
}

// TestTableFails does the same for tables.
func TestTableFails(t *testing.T) {
	for _, c := range []struct {
		name  string
		table map[string]rule
		want  string
	}{
		{"no reason", map[string]rule{"pos": {}}, "gives no reason"},
		{"an unknown name", map[string]rule{"pos": {may: []string{"pso"}, why: "x"}}, "names pso, which has none"},
		{"a program", map[string]rule{"pos": {may: []string{"cmd/hq"}, why: "x"}, "cmd/hq": {why: "x"}}, "nothing imports cmd"},
		{"a circle", map[string]rule{"a": {may: []string{"b"}, why: "x"}, "b": {may: []string{"c"}, why: "x"}, "c": {may: []string{"b"}, why: "x"}}, "round a circle"},
		{"pure over impure", map[string]rule{"a": {pure: true, may: []string{"b"}, why: "x"}, "b": {why: "x"}}, "a: pure, and the table lets it import b"},
		{"a till in head office", map[string]rule{"server/x": {may: []string{"b"}, why: "x"}, "b": {may: []string{"pos/till/store"}, why: "x"}, "pos/till/store": {why: "x"}}, "head office has no till"},
		{"head office in a till", map[string]rule{"pos/till": {may: []string{"server"}, why: "x"}, "server": {why: "x"}}, "a till has no head office"},
		{"a device that knows sales", map[string]rule{"devices/x": {may: []string{"pos"}, why: "x"}, "pos": {why: "x"}}, "know no sales"},
		{"a sync that knows sales", map[string]rule{"sync/x": {may: []string{"pos"}, why: "x"}, "pos": {why: "x"}}, "know no sales"},
	} {
		if problems := checkTable(c.table, nil); !strings.Contains(strings.Join(problems, "\n"), c.want) {
			t.Errorf("%s: found %q, want %q", c.name, problems, c.want)
		}
	}
}

func TestSyntaxErrorIsAProblem(t *testing.T) {
	if _, problems := readSources(parse("-- pos/a.go\npackage\n")); len(problems) != 1 {
		t.Errorf("found %q, want one problem", problems)
	}
}

// parse makes a tree of the files in text.
func parse(text string) fstest.MapFS {
	tree := fstest.MapFS{}
	for _, part := range strings.Split("\n"+text, "\n-- ")[1:] {
		name, data, _ := strings.Cut(part, "\n")
		tree[name] = &fstest.MapFile{Data: []byte(strings.TrimSuffix(data, "\n") + "\n")}
	}
	return tree
}
