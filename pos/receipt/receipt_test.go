package receipt

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/record"
)

var update = flag.Bool("update", false, "write the receipts into testdata")

var shop = pos.Store{Code: "S01", Name: "和邻超市 梧桐路店", NameEn: "Helin Market, Wutong Road", Address: "江州市城东区梧桐路118号", Phone: "0000-66880101"}

// document is a record of a body, made in the first seconds of a Sunday in Shanghai while it is Saturday in London.
func document(t *testing.T, body record.Body) Document {
	t.Helper()
	return Document{Record: made(t, 37, "", body), Store: shop, Cashier: "陈晓梅"}
}

func made(t *testing.T, seq uint64, approved string, body record.Body) record.Record {
	t.Helper()
	r, err := record.New(record.Header{
		Place: "T1", Epoch: 2, Seq: seq, ID: "01JD", Time: time.Date(2026, 11, 21, 16, 0, 5, 0, time.UTC).UnixMilli(),
		Operator: "1001", Date: "2026-11-21", Store: "S01", Approved: approved,
	}, body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReceipts(t *testing.T) {
	for _, c := range cases() {
		d := document(t, c.body)
		d.Record = made(t, 37, c.approved, c.body)
		for i, since := range c.since {
			d.Refunds = append(d.Refunds, made(t, uint64(40+i), "", since))
		}
		for _, width := range c.widths {
			for _, lang := range []pos.Lang{pos.Chinese, pos.English} {
				t.Run(fmt.Sprintf("%s.%d.%s", c.name, width, lang), func(t *testing.T) {
					got, err := Text(d, width, lang)
					if err != nil {
						t.Fatal(err)
					}
					checkWidth(t, got, width)
					golden(t, filepath.Join("testdata", fmt.Sprintf("%s.%d.%s.golden", c.name, width, lang)), got)
				})
			}
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-update writes it):\n%s", file, diff)
	}
}

func checkWidth(t interface{ Errorf(string, ...any) }, text string, width int) {
	for line := range strings.Lines(text) {
		if n := Columns(strings.TrimSuffix(line, "\n")); n > width {
			t.Errorf("%d columns on paper of %d: %q", n, width, line)
		}
	}
}

func TestNoReceipt(t *testing.T) {
	_, err := Text(document(t, record.ShiftOpen{Float: 100}), Wide, pos.Chinese)
	if pos.CodeOf(err) != pos.NotFound {
		t.Errorf("a shift has no receipt: %v", err)
	}
}

// TestAnyName: whatever a product is called, the paper is wide enough and the printer is told nothing.
func TestAnyName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		p := &page{width: Narrow}
		p.centre(name)
		p.wrap(name)
		p.row(name, "12.30")
		checkWidth(t, p.String(), Narrow)
		if strings.ContainsFunc(p.String(), func(r rune) bool { return r != '\n' && r < ' ' || r == 0x7f }) {
			t.Errorf("control characters in %q", p.String())
		}
	})
}

func TestMask(t *testing.T) {
	for number, want := range map[string]string{"8800000000000013": "************0013", "12345": "*2345", "1234": "****", "": ""} {
		if got := Mask(number); got != want {
			t.Errorf("%s: %s", number, got)
		}
	}
}
