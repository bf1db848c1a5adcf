package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"holdfast/proof"
)

// story prints what happens. Once something has gone otherwise than told, err says what, and nothing more is printed
// or done.
type story struct {
	ctx      context.Context // ends when the demo is interrupted
	out      io.Writer
	err      error
	chapters int
}

func (s *story) chapter(title string) {
	s.chapters++
	s.print("\n%d. %s\n\n", s.chapters, title)
}

func (s *story) print(format string, args ...any) {
	if s.err == nil {
		fmt.Fprintf(s.out, format, args...)
	}
}

// say prints a line at a till; more lines are set under the first.
func (s *story) say(who, text string) {
	s.print("  %-3s %s\n", who, strings.ReplaceAll(text, "\n", "\n      "))
}

// amount prints a line with an amount at its end.
func (s *story) amount(who, what, yuan string) { s.print("  %-3s %-50s %9s\n", who, what, yuan) }

// block prints a text as it is, set in.
func (s *story) block(text string) {
	s.print("\n")
	for _, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		s.print("        | %s\n", line)
	}
}

func (s *story) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
}

// day is the chain and what has happened to it.
type day struct {
	story
	chain      *proof.Chain
	receipts   string // folder
	pictures   string // folder
	seen       int    // pictures so far
	blind      bool   // no picture can be made here
	mixed      string // the receipt of which goods are brought back
	t1, t2, t3 *counter
}

// counter is a till with its cashier.
type counter struct {
	*proof.Till
	*day
	who string // login
}

// do types a command that must succeed. fields are names and values that its answer must have.
func (c *counter) do(command string, fields ...string) proof.Answer {
	return c.outcome(command, "", fields)
}

// refused types a command that must be refused for want of value, and returns what the cashier is told.
func (c *counter) refused(command string) string {
	return c.outcome(command, "insufficient", nil).Text("error")
}

func (c *counter) outcome(command, code string, fields []string) proof.Answer {
	if c.err != nil {
		return nil
	}
	answer, err := c.Expect(command, code)
	if err != nil {
		c.fail("%w", err)
	}
	for i := 0; i < len(fields) && c.err == nil; i += 2 {
		if got := answer.Text(fields[i]); got != fields[i+1] {
			c.fail("%s: %q: %s is %s, and should be %s: %s", c.Code, command, fields[i], got, fields[i+1], answer)
		}
	}
	return answer
}

// scan rings up goods and tells it.
func (c *counter) scan(g goods, pieces int, amount string) {
	c.do(fmt.Sprintf("scan %s %d", g.barcode, pieces), "amount", amount)
	c.amount(c.Code, fmt.Sprintf("%d × %s", pieces, g.name), amount)
}

// pay takes a tender and tells it.
func (c *counter) pay(how, amount, due, change string) {
	c.do("pay "+how, "due", due, "change", change)
	tender, _, _ := strings.Cut(how, " ")
	c.amount(c.Code, map[string]string{"cash": "paid in cash", "stored": "paid with stored value", "wallet": "paid by QR wallet", "bank": "paid by bank card", "points": "paid with points"}[tender], amount)
	if change != "0.00" {
		c.amount(c.Code, "change", change)
	}
}

// finish books the sale and keeps its receipt as a file.
func (c *counter) finish(total, points string) (text string) {
	return c.keep(c.sold(total, points))
}

// sold books the sale and returns its receipt's number.
func (c *counter) sold(total, points string) string {
	receipt := c.do("finish", "total", total, "points", points).Text("receipt")
	c.say(c.Code, "sold: receipt "+receipt)
	return receipt
}

// keep leaves a receipt's text as a file.
func (c *counter) keep(receipt string) string {
	text := c.do("print " + receipt).Text("text")
	if c.err == nil {
		c.err = os.WriteFile(filepath.Join(c.receipts, receipt+".txt"), []byte(text+"\n"), 0o644)
	}
	return text
}

// online waits until the till has noticed how its line is.
func (c *counter) online(want bool) {
	if c.err != nil {
		return
	}
	is := fmt.Sprint(want)
	if err := proof.Until(20*time.Second, c.Code+" online: "+is, func() bool { return c.err != nil || c.do("status").Text("online") == is }); err != nil {
		c.fail("%w", err)
	}
}

// owns wants what HQ says of a member.
func (d *day) owns(phone string, stored int64, points string) (m proof.Member) {
	if d.err != nil {
		return m
	}
	if m, d.err = d.chain.HQ.Member(phone); d.err != nil {
		return m
	}
	if got := proof.Fen(m.Principal) + proof.Fen(m.Bonus); got != stored || m.Points != points {
		d.fail("head office: %s has %s and %s points, and should have %s and %s", phone, proof.Yuan(got), m.Points, proof.Yuan(stored), points)
	}
	return m
}

// goods is a product of the demo chain under its English name.
type goods struct{ barcode, name string }
