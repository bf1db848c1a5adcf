package console_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
)

// uses has head office say what members have, and what they usually pay with stored value.
func (w *world) uses(principal, typical money.Fen, members ...string) {
	for _, m := range members {
		w.Feed(tilltest.Item(pos.TopicBalance, m, pos.Figures{Balance: pos.Balance{Principal: principal}, Typical: typical}))
	}
}

// TestDrill: who would be refused by a cut now, and what is held against it.
func TestDrill(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.do("login 2001 2222")
	w.do("shift open 0")
	w.do("card found 8800000000000039")
	buy := func(phones ...string) {
		for _, p := range phones {
			for _, line := range []string{"member " + p, "scan 1000", "pay cash rest", "finish"} {
				w.do(line)
			}
		}
	}
	w.Feed(tilltest.Item(pos.TopicMember, "M4", pos.Member{ID: "M4", Phone: "13800000004", Name: "钱多"}), tilltest.Item(pos.TopicMember, "M5", pos.Member{ID: "M5", Phone: "13800000005", Name: "无储"}))
	buy("13800000004")
	w.Clock.Now = w.Clock.Now.AddDate(0, 0, 46) // that was too long ago
	w.do("shift close 10")
	w.do("shift open 0")
	buy("13800000001", "13800000002", "13800000003", "13800000005")
	w.uses(100_00, 30_00, "M1", "M4")
	w.uses(20_00, 60_00, "M2")
	w.uses(100_00, 50_00, "M3")
	w.uses(100_00, 0, "M5")
	w.Must(w.Store.Contact(w.Clock.Now))
	w.Grant("", "M1", 30_00, 0, time.Hour)
	w.Grant("", "M2", 15_00, 0, time.Hour)
	w.Grant("", "M3", 10_00, 0, time.Hour)
	drill := func() till.Drill {
		t.Helper()
		d, err := w.Till.Drill(context.Background())
		w.Must(err)
		return d
	}
	lacks := []till.DrillRow{
		{Member: "M2", Name: "李敏", Phone: "138****0002", Usual: 20_00, Here: 15_00, Short: 5_00},
		{Member: "M3", Name: "赵磊", Phone: "138****0003", Usual: 50_00, Here: 10_00, Short: 40_00},
	}
	d := drill()
	if d.Members != 3 || d.Covered != 1 || d.Share != 33_33 || d.Held != 55_00 || d.Float != 0 || !d.Lease.Equal(w.Clock.Now.Add(72*time.Hour)) || len(d.Refused) != 4 || d.Unsent == 0 {
		t.Errorf("%+v", d)
	}
	if diff := cmp.Diff(lacks, d.Worst); diff != "" {
		t.Error(diff)
	}
	policy := pos.DefaultPolicy
	policy.FloatMember = 20_00
	w.Feed(tilltest.Item(pos.TopicPolicy, pos.CurrentKey, policy))
	w.Must(w.Office.GrantAll("", ledger.TheHouse, escrow.Amount{Asset: ledger.Principal, Amount: 200_00}))
	if d := drill(); d.Covered != 2 || d.Float != 200_00 || d.Held != 55_00 || len(d.Worst) != 1 || d.Worst[0].Here != 30_00 {
		t.Errorf("with house float: %+v", d)
	}
	w.do("card lost 8800000000000021 lost") // M2's value can't be spent, line or not
	if d := drill(); d.Members != 2 || d.Covered != 1 {
		t.Errorf("with one frozen: %+v", d)
	}
	w.Clock.Now = w.Clock.Now.Add(time.Hour)
	if d := drill(); d.Held != 0 || d.Covered != 0 {
		t.Errorf("after the grants' time: %+v", d)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Till.Drill(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	w.do("login 1001 1111")
	if _, err := w.Till.Drill(context.Background()); pos.CodeOf(err) != pos.Forbidden {
		t.Errorf("for a cashier: %v", err)
	}
}

// BenchmarkDrill is one with 5,000 members who bought among 90,000 sales of 45 days.
func BenchmarkDrill(b *testing.B) {
	const members = 5000
	w := newWorld(b, sqlite.Memory+b.Name())
	for i := range members {
		id := fmt.Sprint("M", i)
		w.Feed(tilltest.Item(pos.TopicMember, id, pos.Member{ID: id, Phone: fmt.Sprint(13900000000 + i), Name: "张三"}),
			tilltest.Item(pos.TopicCard, fmt.Sprint(7700000000+i), pos.Card{Number: fmt.Sprint(7700000000 + i), Member: id, Status: pos.Issued}))
	}
	for i := range members {
		w.uses(100_00, 30_00, fmt.Sprint("M", i))
	}
	w.busy(45, 2000, members)
	w.do("login 2001 2222")
	for b.Loop() {
		d, err := w.Till.Drill(context.Background())
		if err != nil || d.Members != members-1 { // one has lost their card
			b.Fatal(d, err)
		}
	}
}
