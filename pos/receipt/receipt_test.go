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
	"holdfast/pos/money"
	"holdfast/pos/record"
)

var update = flag.Bool("update", false, "write the receipts into testdata")

var shop = pos.Store{Code: "S01", Name: "和邻超市 梧桐路店", NameEn: "Helin Market, Wutong Road", Address: "江州市城东区梧桐路118号", Phone: "0000-66880101"}

// document is a record of a body, made in the first seconds of a Sunday in Shanghai while it is Saturday in London.
func document(t *testing.T, body record.Body) Document {
	t.Helper()
	r, err := record.New(record.Header{
		Place: "T1", Epoch: 2, Seq: 37, ID: "01JD", Time: time.Date(2026, 11, 21, 16, 0, 5, 0, time.UTC).UnixMilli(),
		Operator: "1001", Date: "2026-11-21", Store: "S01",
	}, body)
	if err != nil {
		t.Fatal(err)
	}
	return Document{Record: r, Store: shop, Cashier: "陈晓梅"}
}

func TestReceipts(t *testing.T) {
	for name, body := range map[string]record.Body{
		"cash-with-change": record.Sale{
			Lines: []record.Line{{Name: "矿泉水", Unit: "瓶", Qty: 2 * money.One, List: 200, Price: 200, Amount: 400}},
			Total: 400, Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}, Change: 600,
		},
		"member-pays-three-ways": record.Sale{
			Member: "01JM", Card: "8800000000000013",
			Lines: []record.Line{
				{Name: "矿泉水 1.5升", Unit: "瓶", Qty: 3 * money.One, List: 350, Price: 320, Amount: 960},
				{Name: "新疆库尔勒香梨 特级 礼盒装 约5千克 顺丰包邮 坏果包赔", Unit: "盒", Qty: money.One, List: 12800, Price: 12800, Amount: 12800},
				{Name: "Extra virgin olive oil, first cold pressing, 750 ml", Unit: "bottle", Qty: 355, List: 99_999_99, Price: 99_999_99, Amount: 3550000},
			},
			Total: 3563760, Points: 35_637_6000,
			Paid: []record.Tender{
				{Kind: record.Stored, Amount: 6000}, {Kind: record.Bank, Amount: 3550000, Ref: "POS-20261122-000000000000123456789"},
				{Kind: record.Cash, Amount: 10000},
			},
			Change: 2240,
		},
		"top-up-with-bonus": record.TopUp{Member: "01JM", Card: "8800000000000013", Principal: 10000, Bonus: 1000, Tender: record.Cash},
	} {
		for _, width := range []int{Narrow, Medium, Wide} {
			for _, lang := range []Lang{Chinese, English} {
				t.Run(fmt.Sprintf("%s.%d.%s", name, width, lang), func(t *testing.T) {
					got, err := Text(document(t, body), width, lang)
					if err != nil {
						t.Fatal(err)
					}
					checkWidth(t, got, width)
					golden(t, filepath.Join("testdata", fmt.Sprintf("%s.%d.%s.golden", name, width, lang)), got)
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
		if n := columnsOf(strings.TrimSuffix(line, "\n")); n > width {
			t.Errorf("%d columns on paper of %d: %q", n, width, line)
		}
	}
}

func TestNoReceipt(t *testing.T) {
	_, err := Text(document(t, record.ShiftOpen{Float: 100}), Wide, Chinese)
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
