package proof_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"holdfast/proof"
)

// The demo chain's fixed part, as far as the cases use it.
const (
	goods    = "6901234567892" // costs 10.00, for everybody
	rich     = "13800000001"   // principal 100.00
	richCard = "8800000000000013"
	poor     = "13800000002" // nothing
	poorCard = "8800000000000021"
)

// bin holds the programs: those that HOLDFAST_BIN names, else built once for all tests.
var bin = os.Getenv("HOLDFAST_BIN")

func TestMain(m *testing.M) { os.Exit(build(m)) }

func build(m *testing.M) int {
	if bin == "" {
		var err error
		if bin, err = os.MkdirTemp("", "holdfast-bin"); err == nil {
			defer os.RemoveAll(bin)
			err = proof.Build(context.Background(), bin)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

// chain is a chain whose failures are the test's.
type chain struct {
	*proof.Chain
	t *testing.T
}

func open(t *testing.T) chain {
	t.Helper()
	c, err := proof.Open(bin, t.TempDir())
	if c != nil {
		t.Cleanup(c.Close)
	}
	must(t, err)
	return chain{c, t}
}

// till enrols a till, signs a cashier in and opens a shift.
func (c chain) till(store, code string) cashier {
	c.t.Helper()
	till, err := c.Enrol(store, code)
	must(c.t, err)
	k := cashier{till, c.t}
	k.ok("login 1001 1111")
	k.ok("shift open 200.00")
	return k
}

// hq carries out an hq command.
func (c chain) hq(command string, args ...string) string {
	c.t.Helper()
	out, err := c.HQ.Run(command, args...)
	must(c.t, err)
	return out
}

func (c chain) member(key string) proof.Member {
	c.t.Helper()
	m, err := c.HQ.Member(key)
	must(c.t, err)
	return m
}

// owns wants a member's balance at HQ.
func (c chain) owns(key, principal, bonus, points string) {
	c.t.Helper()
	if m := c.member(key); m.Principal != principal || m.Bonus != bonus || m.Points != points {
		c.t.Errorf("HQ: %s has principal %s, bonus %s, points %s; expected %s, %s, %s", key, m.Principal, m.Bonus, m.Points, principal, bonus, points)
	}
}

// stands wants a member's stored value at a till to be so much, as HQ sees it, and none of it under way.
func (c chain) stands(key, till, amount string) {
	c.t.Helper()
	var sum int64
	m := c.member(key)
	for _, g := range m.Granted {
		if g.Till != till || g.Asset == "points" {
			continue
		}
		if g.State != "held" {
			c.t.Errorf("HQ: %s of %s is %s at %s", g.Amount, key, g.State, till)
		}
		sum += proof.Fen(g.Amount)
	}
	if proof.Yuan(sum) != amount {
		c.t.Errorf("HQ: of %s, %s stands at %s, expected %s (%+v)", key, proof.Yuan(sum), till, amount, m)
	}
}

// booked wants HQ to have booked the till's whole journal and to have nothing of it under way.
func (c chain) booked(k cashier) {
	c.t.Helper()
	st := k.ok("status")
	at, err := c.HQ.Till(k.Code)
	must(c.t, err)
	if st.Number("unsent") != 0 || at.Acked != st.Number("acked") || at.Unsettled != 0 {
		c.t.Errorf("%s says %s, HQ says %+v", k.Code, st, at)
	}
}

// noExceptions wants nothing for a person to look at.
func (c chain) noExceptions() {
	c.t.Helper()
	list, err := c.HQ.Exceptions()
	must(c.t, err)
	if len(list) > 0 {
		c.t.Errorf("exceptions: %+v", list)
	}
}

// verified wants every till's and HQ's books to be right.
func (c chain) verified() {
	c.t.Helper()
	_, err := c.Verify()
	must(c.t, err)
	must(c.t, c.HQ.Running())
}

// cashier types at a till. A till that doesn't answer ends the test, an answer other than expected fails it.
type cashier struct {
	*proof.Till
	t *testing.T
}

func (k cashier) do(command string) proof.Answer {
	k.t.Helper()
	a, err := k.Do(command)
	must(k.t, err)
	return a
}

// ok wants success. Where head office takes longer than a cashier waits, the cashier tries again, as they are told to: how fast
// a busy machine is isn't what these tests are about.
func (k cashier) ok(command string) proof.Answer {
	k.t.Helper()
	for end := time.Now().Add(waitLong); ; {
		a, err := k.Expect(command, "")
		if err != nil && strings.Contains(a.Text("error"), "head office does not answer; try again") && time.Now().Before(end) {
			continue
		}
		must(k.t, err)
		return a
	}
}

// refused wants a refusal with a code.
func (k cashier) refused(command, code string) proof.Answer {
	k.t.Helper()
	a, err := k.Expect(command, code)
	must(k.t, err)
	if a.Text("error") == "?" || a.Text("error") == "" {
		k.t.Errorf("%s: %q is refused without a reason: %s", k.Code, command, a)
	}
	return a
}

// says wants fields of an answer; want is field, value, field, value …
func (k cashier) says(a proof.Answer, want ...string) {
	k.t.Helper()
	for i := 0; i < len(want); i += 2 {
		if got := a.Text(want[i]); got != want[i+1] {
			k.t.Errorf("%s: %s is %s, expected %s: %s", k.Code, want[i], got, want[i+1], a)
		}
	}
}

// ring rings up goods for 10.00 each on a card.
func (k cashier) ring(pieces int, card string) {
	k.t.Helper()
	k.ok(fmt.Sprintf("scan %s %d", goods, pieces))
	k.ok("card " + card)
}

// restart starts the console again and signs in; shift and basket are still there.
func (k cashier) restart() {
	k.t.Helper()
	must(k.t, k.Start())
	k.ok("login 1001 1111")
}

// connected waits until the till says that it is online.
func (k cashier) connected() {
	k.t.Helper()
	must(k.t, proof.Until(waitLong, k.Code+" is online", func() bool { return k.ok("status").Text("online") == "true" }))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
