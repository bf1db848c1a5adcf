package report

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestBothKinds: what is written can be read again, long numbers whole.
func TestBothKinds(t *testing.T) {
	table := Table{Name: "卡", Header: []string{"number", "note"}, Rows: [][]string{{"8800000000000112", "一, \"two\""}, {"8800000000000120", ""}}}
	var b bytes.Buffer
	if err := table.Write(&b, "a.CSV"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("number,note\n8800000000000112,\"一, \"\"two\"\"\"\n8800000000000120,\n", b.String()); diff != "" {
		t.Error(diff)
	}
	b.Reset()
	if err := table.Write(&b, "a.xlsx"); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("卡")
	if diff := cmp.Diff([][]string{{"number", "note"}, {"8800000000000112", "一, \"two\""}, {"8800000000000120"}}, rows); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if err := table.Write(&b, "a.pdf"); err == nil {
		t.Error("a kind that nobody writes was written")
	}
}
