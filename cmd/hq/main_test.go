package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"holdfast/cli"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"hq": main}) }

// TestScripts runs the stories under testdata. Besides testscript's own commands there is `exits CODE hq …`.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				want, err := strconv.Atoi(args[0])
				ts.Check(err)
				got := 0
				if err := ts.Exec(args[1], args[2:]...); err != nil {
					var e *exec.ExitError
					if !errors.As(err, &e) {
						ts.Fatalf("%v", err)
					}
					got = e.ExitCode()
				}
				if got != want {
					ts.Fatalf("exit code %d, want %d", got, want)
				}
			},
		},
	})
}

// hq runs a command line in this process.
func hq(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, os.Getenv, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// must runs a command line that has to succeed.
func must(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := hq(t, args...)
	if code != cli.Done {
		t.Fatalf("hq %s: exit %d: %s", strings.Join(args, " "), code, errs)
	}
	return strings.TrimSpace(out)
}

// serve runs `hq serve` until stop; it returns what was printed.
func serve(t *testing.T, dir string) (listening string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var ended sync.WaitGroup
	ended.Go(func() {
		if code := run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, os.Getenv, nil, w, t.Output()); code != cli.Done {
			t.Errorf("hq serve: exit %d", code)
		}
		w.Close() //nolint:errcheck // a pipe's end
	})
	stop = func() { cancel(); ended.Wait() }
	t.Cleanup(stop)
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, r) //nolint:errcheck // nothing more is said
	return strings.TrimSpace(line), stop
}

// TestBesideServe: every command works while the server runs on the same folder, with files of the caller's, and says
// the same as without it.
func TestBesideServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("a very long folder name ", 6), "总店")
	must(t, "init", "--data", dir, "--demo")
	alone := must(t, "member", "--data", dir, "13800000001", "--json")
	line, stop := serve(t, dir)
	if !strings.HasPrefix(line, "listening https://127.0.0.1:") || strings.HasSuffix(line, ":0") {
		t.Errorf("serve said %q", line)
	}
	if got := must(t, "member", "--data", dir, "13800000001", "--json"); got != alone {
		t.Errorf("beside the server:\n%s\nalone:\n%s", got, alone)
	}
	file := filepath.Join(t.TempDir(), "p.csv")
	if err := os.WriteFile(file, []byte("code,name,price\n9001,新品,1.50\n9002,新品二,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
		want string // in what is printed
	}{
		{"import products " + file, 0, "2 products"},
		{"import products " + file + ".not", 1, "no such file"},
		{"import products " + file[:len(file)-3] + "xlsx", 1, "no such file"},
		{"enrol --store S01 --till T1", 0, "-"},
		{"enrol --store S02 --till T1", 1, "hq: "},
		{"till T1 --json", 0, `"online":false`},
		{"till T1", 0, "not enrolled"},
		{"till T9", 1, "hq: "},
		{"store add S09 新店", 0, ""},
		{"till add T9 S09", 0, ""},
		{"till T9", 0, "T9 in S09"},
		{"cards make --store S09 --prefix 7700 --count 2", 0, "7700"},
		{"exceptions --json", 0, "[]"},
		{"set allowance.cap 700.00", 0, ""},
		{"get allowance.cap", 0, "700.00"},
		{"set no.such.setting 1", 1, "hq: "},
		{"get", 0, "allowance.cap"},
		{"verify", 0, "ok: "},
		{"backup " + file + ".backup", 0, "ok: "},
		{"backup " + file + ".backup", 1, "overwrites nothing"},
		{"restore " + file + ".backup", 1, "hq serve runs"},
		{"init", 1, "hq serve runs"},
		{"serve", 1, "another hq serve runs"},
		{"member", 2, "see hq --help"},
		{"member 13800000001 --colour", 2, "see hq --help"},
	} {
		args := append(strings.Fields(c.args), "--data", dir)
		code, out, errs := hq(t, args...)
		if code != c.code || !strings.Contains(out+errs, c.want) || (code == 0) != (errs == "") || strings.Count(errs, "\n") > 1 {
			t.Errorf("hq %s: exit %d\n%s%s", c.args, code, out, errs)
		}
	}
	stop()
	if got := must(t, "get", "--data", dir, "allowance.cap"); got != "700.00" {
		t.Errorf("after the server: %s", got)
	}
	if got := must(t, "verify", "--data", dir); !strings.HasPrefix(got, "ok: ") {
		t.Errorf("verify: %s", got)
	}
}

// TestManyAtOnce: commands of many processes take turns, whether a server comes and goes or not.
func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	must(t, "init", "--data", dir)
	must(t, "store", "add", "--data", dir, "S01", "one")
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 5 {
				if code, _, errs := hq(t, "till", "add", "--data", dir, fmt.Sprintf("T%d%d", i, j), "S01"); code != cli.Done {
					t.Errorf("exit %d: %s", code, errs)
				}
			}
		})
	}
	for range 2 {
		_, stop := serve(t, dir)
		stop()
	}
	all.Wait()
	for i := range 20 {
		must(t, "till", "--data", dir, fmt.Sprintf("T%d%d", i/5, i%5))
	}
}
