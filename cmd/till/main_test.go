package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"holdfast/cli"
	"holdfast/pos"
	"holdfast/pos/texts"
	"holdfast/sync/wire"
)

// runTill runs a command line.
func runTill(args ...string) (code int, stdout, stderr string) {
	var out, errs strings.Builder
	code = run(context.Background(), args, func(string) string { return "" }, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

func TestRefused(t *testing.T) {
	empty := t.TempDir()
	code := wire.Code{}.String()
	for name, c := range map[string]struct {
		args []string
		code int
		says string // on standard error
	}{
		"nothing at all":    {nil, cli.Usage, "missing flags: --data"},
		"no such command":   {[]string{"dance"}, cli.Usage, "dance"},
		"no such language":  {[]string{"console", "--data", empty, "--lang", "fr"}, cli.Usage, "--lang"},
		"no screen":         {[]string{"--data", empty}, cli.Refused, "use till console --data " + empty},
		"no folder":         {[]string{"console", "--data", filepath.Join(empty, "none")}, cli.Refused, "run till enrol"},
		"nothing to verify": {[]string{"verify", "--data", empty}, cli.Refused, "run till enrol"},
		"mistyped code":     {[]string{"enrol", "--data", empty, "--hq", "https://127.0.0.1:1", "--code", code[:len(code)-1] + "Z"}, cli.Refused, "mistyped"},
		"no head office":    {[]string{"enrol", "--data", empty, "--hq", "https://127.0.0.1:1", "--code", code}, cli.Refused, "enrol at https://127.0.0.1:1: head office can't be reached"},
		"not enrolled":      {[]string{"console", "--data", empty}, cli.Refused, "run till enrol"}, // whether or not enrol made a file there
	} {
		got, stdout, stderr := runTill(c.args...)
		if got != c.code || !strings.Contains(stderr, c.says) || strings.Count(stderr, "\n") != 1 || stdout != "" {
			t.Errorf("%s: exit %d, %q on standard output, %q on standard error; want exit %d and %q", name, got, stdout, stderr, c.code, c.says)
		}
	}
}

// TestEnrolInChinese: the form that makes a till says what is wrong in the language it is in, whosever words those are.
func TestEnrolInChinese(t *testing.T) {
	code := wire.Code{}.String()
	for want, c := range map[string]enrolCmd{
		"注册码输错了": {HQ: "https://127.0.0.1:1", Code: code[:len(code)-1] + "Z"},
		"在 https://127.0.0.1:1 注册失败：连不上总店：": {HQ: "https://127.0.0.1:1", Code: code},
		"不是总店地址；请写成 https://":               {HQ: "shop", Code: code},
	} {
		c.Data = t.TempDir()
		err := c.Run(&env{ctx: t.Context(), stdout: io.Discard, stderr: io.Discard})
		if err == nil {
			t.Errorf("%+v: enrolled", c)
		} else if got := texts.Say(pos.Chinese, pos.TextOf(err)); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOneProgramInAFolder: the second is refused, and the folder is free again when the first has ended.
func TestOneProgramInAFolder(t *testing.T) {
	dir := t.TempDir()
	first, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openFolder(dir); pos.CodeOf(err) != pos.State || !strings.Contains(err.Error(), "already in use") {
		t.Errorf("the second: %v", err)
	}
	if code, _, stderr := runTill("console", "--data", dir); code != cli.Refused || !strings.Contains(stderr, "already in use") {
		t.Errorf("a console: exit %d, %s", code, stderr)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

// TestBooksArePrivate: also in a folder that others may look into.
func TestBooksArePrivate(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // that is the point
		t.Fatal(err)
	}
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 3 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", file.Name(), info.Mode(), err)
		}
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestQuote(t *testing.T) {
	file := func(name, text string) string {
		name = filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	rules := file("rules.json", `{"version": 2, "topup": {"mode": "highest"}, "points": {"perYuan": "1"}}`)
	basket := `{"member": true, "at": "2026-11-22T10:00:00+08:00", "lines": [{"code": "1002", "name": "矿泉水", "qty": "2", "list": "3.50", "member": "3.20"}]}`
	code, stdout, stderr := runTill("quote", "--rules", rules, "--basket", file("basket.json", basket))
	if code != cli.Done || !strings.Contains(stdout, `"total": "6.40"`) || !strings.Contains(stdout, `"points": "6.4"`) {
		t.Errorf("exit %d, %s%s", code, stdout, stderr)
	}
	for name, c := range map[string]struct{ rules, basket, says string }{
		"misspelt rule":   {file("r.json", `{"version": 1, "topup": {"mode": "highest"}, "bonus": 1}`), file("b.json", basket), `bonus: there is no such field`},
		"rule of no mode": {file("r.json", `{"version": 1}`), file("b.json", basket), "topup.mode"},
		"no quantity":     {rules, file("b.json", `{"lines": [{"code": "1", "name": "a", "list": "1.00"}]}`), "lines[0].qty"},
		"negative price":  {rules, file("b.json", `{"lines": [{"code": "1", "name": "a", "qty": "1", "list": "-1.00"}]}`), "not an amount"},
		"no file":         {rules, "none.json", "none.json: no such file or directory; name a file that can be read"},
	} {
		if code, _, stderr := runTill("quote", "--rules", c.rules, "--basket", c.basket); code != cli.Refused || !strings.Contains(stderr, c.says) {
			t.Errorf("%s: exit %d, %s", name, code, stderr)
		}
	}
}
