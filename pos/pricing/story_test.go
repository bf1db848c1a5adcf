package pricing

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"holdfast/pos"
	"holdfast/pos/rules"
)

var update = flag.Bool("update", false, "write the quotes into testdata")

// TestStories plays testdata's stories, one a file: what it is about in words, with the numbers worked out by hand; the rules as
// head office writes them; a basket; and the quote. A story may have several baskets, each with its quote behind it.
//
// A basket is a line for each thing said of it:
//
//	at 2026-10-01 12:00          in the chain's time zone; needed
//	store S01                    tier gold            (a member of that tier; "member" is one of tier normal)
//	birthday 1990-10-03          coupon C10           quota RULE 3      used RULE 1      off 10       explain
//	line CODE QTY LIST [member 9.00] [in 饮料/水] [brand X] [price 5.00] [off 10]
//
// and a quote one for each line, then what it comes to:
//
//	CODE QTY x PRICE [WHY] = AMOUNT [RULE -TAKEN]…
//	total 12.00, saved 3.00
//	near RULE 10.00 | near RULE 2 pieces | due RULE CODE,CODE
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { play(t, file) })
	}
}

// common is what stories needn't say.
const common = `{"topup": {"mode": "highest"}, "points": {"perYuan": "1"}}`

func play(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var engine *Engine
	var basket Basket
	for i := range a.Files {
		part := &a.Files[i]
		switch part.Name {
		case "rules.json":
			engine = New(document(t, part.Data))
		case "basket":
			basket = basketOf(t, string(part.Data))
		case "quote":
			q, err := engine.Price(basket)
			if err != nil {
				t.Fatal(err)
			}
			got := told(basket, q)
			if *update {
				part.Data = []byte(got)
			}
			if diff := cmp.Diff(string(part.Data), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		default:
			t.Fatalf("a story has no %q", part.Name)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// document is common with a story's rules over it. They are as head office takes them.
func document(t testing.TB, text []byte) rules.Document {
	t.Helper()
	whole := map[string]any{}
	for _, b := range [][]byte{[]byte(common), text} {
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&whole); err != nil {
			t.Fatalf("rules.json: %v", err)
		}
	}
	all, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := rules.Read(all)
	if err != nil {
		t.Fatalf("rules.json: %v", err)
	}
	return doc
}

func basketOf(t testing.TB, text string) (b Basket) {
	t.Helper()
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		bad := func(err error) {
			if err != nil {
				t.Fatalf("basket: %s: %v", line, err)
			}
		}
		switch word := f[0]; word {
		case "at":
			at, err := time.ParseInLocation("2006-01-02 15:04", strings.Join(f[1:], " "), pos.Zone)
			bad(err)
			b.At = at
		case "instant": // with its own offset, for zones
			at, err := time.Parse(time.RFC3339, f[1])
			bad(err)
			b.At = at
		case "store":
			b.Store = f[1]
		case "member":
			b.Member, b.Tier = true, "normal"
		case "tier":
			b.Member, b.Tier = true, f[1]
		case "birthday":
			b.Birthday = f[1]
		case "held":
			b.Held = f[1:]
		case "coupon":
			b.Coupons = append(b.Coupons, f[1])
		case "quota", "used":
			n, err := strconv.Atoi(f[2])
			bad(err)
			m := &b.Quota
			if word == "used" {
				m = &b.Used
			}
			if *m == nil {
				*m = map[string]int{}
			}
			(*m)[f[1]] = n
		case "off":
			bad(b.Off.UnmarshalText([]byte(f[1])))
		case "noearning":
			b.NoEarning = true
		case "explain":
			b.Explain = true
		case "line":
			l := Line{Code: f[1]}
			bad(l.Qty.UnmarshalText([]byte(f[2])))
			bad(l.List.UnmarshalText([]byte(f[3])))
			for i := 4; i+1 < len(f); i += 2 {
				switch value := f[i+1]; f[i] {
				case "member":
					bad(l.Member.UnmarshalText([]byte(value)))
				case "in":
					l.Categories = append(l.Categories, value)
				case "brand":
					l.Brand = value
				case "label":
					l.Label = value == "yes"
				case "price":
					bad(l.Manual.UnmarshalText([]byte(value)))
				case "off":
					bad(l.Off.UnmarshalText([]byte(value)))
				default:
					t.Fatalf("basket: %s: what is %q?", line, f[i])
				}
			}
			b.Lines = append(b.Lines, l)
		default:
			t.Fatalf("basket: %s", line)
		}
	}
	if b.At.IsZero() {
		t.Fatal("basket: at is needed")
	}
	return b
}

func told(b Basket, q Quote) string {
	var s strings.Builder
	for i, l := range q.Lines {
		fmt.Fprintf(&s, "%s %s x %s", b.Lines[i].Code, b.Lines[i].Qty, l.Price)
		if l.Why != List {
			fmt.Fprintf(&s, " %s", l.Why)
		}
		if l.Rule != "" {
			fmt.Fprintf(&s, " %s", l.Rule)
		}
		fmt.Fprintf(&s, " = %s", l.Amount)
		for _, off := range l.Off {
			name := off.Rule
			if name == "" {
				name = string(off.Why)
			}
			fmt.Fprintf(&s, " %s -%s", name, off.Amount)
		}
		s.WriteString("\n")
	}
	fmt.Fprintf(&s, "total %s, saved %s", q.Total, q.Discount)
	if b.Member {
		fmt.Fprintf(&s, ", points %s", q.Points)
	}
	s.WriteString("\n")
	for _, o := range q.Offers {
		switch {
		case o.Spend > 0:
			fmt.Fprintf(&s, "near %s %s\n", o.Rule, o.Spend)
		case o.Qty > 0:
			fmt.Fprintf(&s, "near %s %d pieces\n", o.Rule, o.Qty)
		default:
			fmt.Fprintf(&s, "due %s %s\n", o.Rule, strings.Join(o.Gifts, ","))
		}
	}
	for _, id := range q.Held {
		fmt.Fprintf(&s, "held %s\n", id)
	}
	for _, x := range q.Said {
		fmt.Fprintf(&s, "not %s: %s\n", x.Rule, x.Why)
	}
	return s.String()
}
