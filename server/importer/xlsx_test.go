package importer

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"holdfast/pos"
)

// workbook is an Excel file whose first sheet has these rows.
func workbook(t testing.TB, rows ...[]any) *bytes.Buffer {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestExcel: numbers, dates and texts as people type them into cells.
func TestExcel(t *testing.T) {
	file := workbook(t, []any{"phone", "name", "birthday", "joined", "cards", "principal"},
		[]any{13800000009, "赵敏", time.Date(1990, 5, 6, 0, 0, 0, 0, time.UTC), "2026-01-31", "8801;8802", 19.9},
		[]any{},
		[]any{"13800000010", "钱多多", 32964, "", "", 0.1 + 0.2})
	rows, err := Members("会员.xlsx", file)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows.Items) != 2 || rows.Place(1) != "line 4" {
		t.Fatalf("%d rows, the second at %s", len(rows.Items), rows.Place(1))
	}
	a, b := rows.Items[0], rows.Items[1]
	want := pos.Member{Phone: "13800000009", Name: "赵敏", Birthday: "1990-05-06", Joined: "2026-01-31",
		Cards: []pos.Card{{Number: "8801", Status: pos.Issued}, {Number: "8802", Status: pos.Issued}}}
	if diff := cmp.Diff(want, a.Member); diff != "" || a.Principal != 1990 {
		t.Errorf("%s%s", a.Principal, diff)
	}
	if b.Birthday != "1990-04-01" || b.Principal != 30 {
		t.Errorf("born %s, brings %s", b.Birthday, b.Principal)
	}
}

func TestBadExcel(t *testing.T) {
	for want, file := range map[string]*bytes.Buffer{
		"the sheet is empty":                                 workbook(t),
		`line 1: "nmae" is no field here`:                    workbook(t, []any{"code", "nmae"}),
		"line 3: price: ":                                    workbook(t, []any{"code", "name", "price"}, []any{1, "a", 1}, []any{2, "b", "much"}),
		"line 2: 4 cells, the first line names 3 columns":    workbook(t, []any{"code", "name", "price"}, []any{1, "a", 1, "x"}),
		"line 2: price is missing":                           workbook(t, []any{"code", "name", "price"}, []any{1, "a"}),
		"this is no Excel file (.xlsx)":                      bytes.NewBufferString("code,name\n"),
		"line 2: birthday: \"99999999\" is no date; write i": nil,
	} {
		var err error
		if file == nil {
			_, err = Members("a.xlsx", workbook(t, []any{"phone", "name", "birthday"}, []any{13800000001, "a", 99999999}))
		} else {
			_, err = Products("a.xlsx", file)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}
