package export_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till/export"
	"holdfast/pos/till/tilltest"
)

// sold is a till at which a manager has sold twice.
func sold(t *testing.T) *tilltest.World {
	w := tilltest.New(t, tilltest.OnDisk(t))
	do := func(_ any, err error) { w.Must(err) }
	do(w.Till.Login("2001", "2222"))
	do(w.Till.OpenShift(100_00))
	do(w.Till.Member("13800000001"))
	do(w.Till.TopUp(100_00, "cash", ""))
	do(w.Till.Scan("1000", 3*money.One))
	do(w.Till.Scan("2001", 355))
	do(w.Till.Pay(context.Background(), "cash", 0, ""))
	do(w.Till.Finish())
	return w
}

func TestDay(t *testing.T) {
	w := sold(t)
	var file bytes.Buffer
	told := 0
	w.Must(export.Day(context.Background(), w.Till, "", &file, pos.Chinese, func(done, total int) { told = total - done }))
	if told != 0 {
		t.Errorf("%d rows are left when it is done", told)
	}
	book, err := excelize.OpenReader(&file)
	w.Must(err)
	if diff := cmp.Diff([]string{"概览", "时段", "支付方式", "商品", "单据"}, book.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	for sheet, want := range map[string][]string{
		"概览":   {"项目|笔数|金额", "营业日||2026-11-22", "销售|1|33.54", "客单价||33.54", "退货|0|0.00"},
		"时段":   {"时间|笔数|金额", "0:00|0|0.00"},
		"支付方式": {"项目|销售|退货|充值|充值撤销", "现金|33.54|0.00|100.00|0.00"},
		"商品":   {"编码|名称|单位|数量|行数|金额", "1000|大米|袋|3|1|30.00", "2001|苹果|千克|0.355|1|3.54"},
		"单据":   {"单号|时间|类型|金额|积分|会员|收银员", "T1-1-000002|2026-11-22 10:00:00|储值充值|100.00|0|张伟|2001", "T1-1-000003|2026-11-22 10:00:00|销售|33.54|33.54|张伟|2001"},
	} {
		rows, err := book.GetRows(sheet)
		w.Must(err)
		var got []string
		for _, r := range rows[:min(len(rows), len(want))] {
			got = append(got, strings.Join(r, "|"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", sheet, diff)
		}
	}
	if kind, err := book.GetCellType("概览", "C3"); err != nil || kind != excelize.CellTypeUnset { // that is a number; a text is an inline string
		t.Errorf("an amount is no number: %v, %v", kind, err)
	}
}

// TestCancelled: an export ends when its context does, in the middle; and it takes the right to see figures.
func TestCancelled(t *testing.T) {
	w := sold(t)
	ctx, cancel := context.WithCancel(context.Background())
	var file bytes.Buffer
	left := 0
	err := export.Day(ctx, w.Till, "", &file, pos.English, func(done, total int) {
		left = total - done
		cancel()
	})
	if !errors.Is(err, context.Canceled) || file.Len() > 0 || left == 0 {
		t.Errorf("cancelled with %d rows to go: %v, and %d bytes", left, err, file.Len())
	}
	_, err = w.Till.Login("1001", "1111")
	w.Must(err)
	if err := export.Day(context.Background(), w.Till, "", io.Discard, pos.English, nil); pos.CodeOf(err) != pos.Forbidden {
		t.Errorf("for a cashier: %v", err)
	}
}
