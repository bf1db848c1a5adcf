package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"holdfast/pos"
	"holdfast/pos/figures"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// sellDay sells all day long, to members and others, in every way that needs no line.
func (a *at) sellDay() {
	a.Helper()
	codes := []string{"1000", "1002", "2001", "3001", "7001", "7002", "7003", "7004", "7005", "7006", "7007", "7008"}
	cards := []string{"8800000000000013", "", "8800000000000021", "", ""}
	for i := range 60 {
		for j := range 1 + i%3 {
			a.Scan(codes[(i*7+j*5)%len(codes)])
		}
		if card := cards[i%len(cards)]; card != "" {
			a.Scan(card)
		}
		if i%4 == 1 {
			a.Press("pay")
			a.Do(desk.Take{Index: 1 + i%2, Serial: a.Serial()})
			a.Fill("ref", fmt.Sprint("4200", i))
			a.Submit()
		} else {
			a.Press("exact")
		}
		a.World.Clock.Now = a.World.Clock.Now.Add(10*time.Minute - time.Duration(i%7)*time.Minute)
	}
}

// goods are of several categories, with English names.
func goods() []pos.Product {
	list := []pos.Product{
		{Name: "可口可乐 330ml", NameEn: "Coca-Cola 330 ml", Category: "饮料", CategoryEn: "Drinks", Price: 350},
		{Name: "伊利纯牛奶 250ml×12", NameEn: "Yili milk 250 ml × 12", Category: "乳品", CategoryEn: "Dairy", Price: 4580},
		{Name: "乐事薯片 原味 104g", NameEn: "Lay's crisps, original 104 g", Category: "零食", CategoryEn: "Snacks", Price: 890},
		{Name: "维达抽纸 三层 130抽×10包 超值家庭装", NameEn: "Vinda tissues 3-ply, 130 × 10, the large family's pack", Category: "日用", CategoryEn: "Household", Price: 2690},
		{Name: "红富士苹果", NameEn: "Fuji apples", Category: "生鲜", CategoryEn: "Fresh food", Price: 1280},
		{Name: "农夫山泉 550ml", NameEn: "Nongfu water 550 ml", Category: "饮料", CategoryEn: "Drinks", Price: 200},
		{Name: "青岛啤酒 500ml", NameEn: "Tsingtao beer 500 ml", Category: "酒类", CategoryEn: "Beer and wine", Price: 600},
		{Name: "海天酱油 500ml", NameEn: "Haitian soy sauce 500 ml", Category: "调味", CategoryEn: "Seasoning", Price: 1150},
	}
	for i := range list {
		list[i].Code, list[i].Unit = fmt.Sprint(7001+i), "个"
	}
	return list
}

func TestDayPictures(t *testing.T) {
	inBoth(t, func(a *at) {
		for _, p := range goods() {
			a.World.Feed(tilltest.Item(pos.TopicProduct, p.Code, p))
		}
		a.sellDay()
		a.Press("more")
		a.Press("day")
		a.pictures("day")
	})
}

func TestDayEmptyPictures(t *testing.T) {
	inBoth(t, func(a *at) {
		a.Press("more")
		a.Press("day")
		a.pictures("day-empty")
	})
}

func TestDrillPictures(t *testing.T) {
	inBoth(t, func(a *at) {
		a.Press("more")
		a.Press("drill")
		a.pictures("drill-nobody")
		a.Back()
		a.Back()
		for _, card := range []string{"8800000000000013", "8800000000000021"} {
			a.Scan("1000")
			a.Scan(card)
			a.Press("exact")
		}
		for _, m := range []string{"M1", "M2"} {
			a.World.Feed(tilltest.Item(pos.TopicBalance, m, pos.Figures{Balance: pos.Balance{Principal: 10000}, Typical: 3000}))
		}
		a.World.Must(a.World.Store.Contact(a.World.Clock.Now))
		a.World.Grant("", "M1", 3000, 0, time.Hour)
		a.Press("more")
		a.Press("drill")
		if v := a.Desk.State().Screen.(*desk.Figures); v.Drill.Members != 2 || v.Drill.Covered != 1 {
			a.Fatalf("%+v", v.Drill)
		}
		a.pictures("drill")
	})
}

// dayState is a day of many sales, one of many days.
func dayState() *desk.State {
	v := &desk.Figures{Filled: true, Date: "2026-11-27"}
	for i := range 14 {
		v.Dates = append(v.Dates, fmt.Sprintf("2026-11-%02d", 27-i))
	}
	d := &v.Day
	d.Sales, d.Average = figures.Sum{N: 812, Amount: 4286350}, 5278
	d.MemberSales, d.Buyers, d.NewMembers = figures.Sum{N: 430, Amount: 2571800}, 398, 12
	d.TopUps, d.TopUpBonus = figures.Sum{N: 31, Amount: 1240000}, 124000
	d.Refunds, d.Points = figures.Sum{N: 6, Amount: 31290}, figures.Points{Earned: 25718 * 10000, Spent: 8300 * 10000}
	d.Discounts, d.Drawer, d.Lent = figures.Sum{N: 9, Amount: 4120}, 3, 14
	d.Cash = figures.Cash{Closed: 2, Difference: -250}
	for hour, amount := range map[int]money.Fen{7: 98000, 8: 214000, 9: 302000, 10: 355000, 11: 410000, 12: 388000, 13: 240000, 14: 221000, 15: 268000, 16: 330000, 17: 512000, 18: 486000, 19: 312000, 20: 150350} {
		d.Hours[hour] = figures.Sum{N: int(amount / 5278), Amount: amount}
	}
	d.Tenders = figures.Tenders{record.Stored: {N: 301, Amount: 1702000}, record.Wallet: {N: 322, Amount: 1504350}, record.Cash: {N: 150, Amount: 730000}, record.Bank: {N: 30, Amount: 267000}, record.PointsT: {N: 20, Amount: 83000}}
	for i, p := range goods() {
		amount := money.Fen(612000 - i*71000)
		d.Products = append(d.Products, figures.Product{Code: p.Code, Name: p.Name, NameEn: p.NameEn, Qty: money.Qty(amount / p.Price * 1000), Amount: amount})
		d.Categories = append(d.Categories, till.DayCategory{Name: p.Category, NameEn: p.CategoryEn, Amount: amount})
	}
	d.People = []figures.Person{{ID: "1001", Sales: figures.Sum{N: 488, Amount: 2610400}}, {ID: "1002", Sales: figures.Sum{N: 324, Amount: 1675950}}, {ID: "3001"}}
	d.Who = map[string]till.Colleague{"1001": {Name: "陈晓梅", NameEn: "Chen Xiaomei"}, "1002": {Name: "周杰明"}}
	s := state(v)
	s.Menu = menuAt(desk.AtFigures)
	return s
}

func drillState() *desk.State {
	now := time.Date(2026, 11, 27, 14, 36, 0, 0, time.Local)
	d := &till.Drill{At: now, Members: 412, Covered: 371, Share: 9004, Held: 6318000, Float: 200000, Lease: now.Add(71 * time.Hour), Unsent: 7,
		Refused: []till.Service{till.RefundElsewhere, till.PayGiftCard, till.CashOutPoints, till.MergeMembers}}
	for i, name := range []string{"古丽娜尔·买买提江·阿不都热依木", "李慧敏", "王建国", "赵磊", "欧阳静怡"} {
		usual := money.Fen(68000 - i*9100)
		d.Worst = append(d.Worst, till.DrillRow{Member: name, Name: name, Phone: "138****0002", Usual: usual, Here: 20000, Short: usual - 20000})
	}
	s := state(&desk.Figures{Drill: d})
	s.Menu = menuAt(desk.AtFigures)
	return s
}

func TestFiguresPictures(t *testing.T) {
	variants(t, "figures", dayState)
	variants(t, "cut", drillState)
}

// TestChart: a chart is drawn once for what it shows, again for another day, and not again on the way back.
func TestChart(t *testing.T) {
	var work []func() func()
	s := dayState()
	b := open(t, emptyState(), 1024, 768)
	b.beside = func(f func() func()) { work = append(work, f) }
	b.Show(s)
	finish := func() (n int) {
		n = len(work)
		for _, f := range work {
			f()()
		}
		work = nil
		return n
	}
	p := b.screen.(*day)
	if p.hours.image.Image != nil {
		t.Error("drawn on Fyne's own goroutine")
	}
	if n := finish(); n != 2 || p.hours.image.Image == nil || p.ways.ring.image.Image == nil {
		t.Errorf("%d charts are drawn", n)
	}
	first := p.hours.image.Image
	again := *s
	again.Serial++
	b.Show(&again)
	if n := finish(); n != 0 {
		t.Errorf("%d are drawn again for the same day", n)
	}
	other := *s
	v := *s.Screen.(*desk.Figures)
	v.Date = v.Dates[1]
	v.Day.Hours[23] = figures.Sum{N: 1, Amount: 100}
	other.Screen = &v
	b.Show(&other)
	b.Show(s) // and back, before it is drawn
	if n := finish(); n != 1 || p.hours.image.Image != first {
		t.Errorf("%d are drawn for another day, and that one is shown", n)
	}
	b.Show(&other)
	if n := finish(); n != 0 || p.hours.image.Image == first {
		t.Errorf("%d are drawn of a day that was drawn before, or it isn't shown", n)
	}
	b.win.Resize(fyne.NewSize(1280, 900))
	if n := finish(); n != 2 || p.hours.image.Image.Bounds().Dx() != int(p.hours.image.Size().Width) {
		t.Errorf("%d are drawn in another size", n)
	}
}

// TestDates: the tabs say the newest date at the right, and each asks for its own.
func TestDates(t *testing.T) {
	s := dayState()
	v := s.Screen.(*desk.Figures)
	v.Date = v.Dates[12]
	b := open(t, s, 1024, 768)
	d := b.screen.(*day).dates
	if d.tabs.Chosen() != 0 || d.first != 3 {
		t.Errorf("tab %d of those from %d", d.tabs.Chosen(), d.first)
	}
	for _, c := range []struct {
		tap  func()
		want int
	}{{func() { d.tabs.OnChoose(9) }, 3}, {func() { d.older.Tapped(nil) }, 13}, {func() { d.newer.Tapped(nil) }, 11}} {
		b.done = nil
		c.tap()
		if want := desk.Action(desk.Turn{Tab: c.want, Serial: 1}); len(b.done) != 1 || b.done[0] != want {
			t.Errorf("%v, not %v", b.done, want)
		}
	}
}

// TestNoDates: a till that has never had a shift has a day too.
func TestNoDates(t *testing.T) {
	b := open(t, state(&desk.Figures{Filled: true, Date: "2026-11-27"}), 1024, 768)
	d := b.screen.(*day).dates
	if !d.older.Off() || !d.newer.Off() {
		t.Error("there are other days")
	}
}

// TestAdvice: what a manager is told follows from what a cut would refuse.
func TestAdvice(t *testing.T) {
	now := time.Date(2026, 11, 27, 14, 36, 0, 0, time.Local)
	for _, c := range []struct {
		drill till.Drill
		tone  desk.Tone
	}{
		{till.Drill{At: now, Lease: now}, desk.Bad},
		{till.Drill{At: now, Lease: now.Add(time.Hour)}, desk.Good},
		{till.Drill{At: now, Lease: now.Add(time.Hour), Members: 2, Covered: 2}, desk.Good},
		{till.Drill{At: now, Lease: now.Add(time.Hour), Members: 2, Covered: 1}, desk.Warn},
	} {
		if tone, text := advice(&c.drill); tone != c.tone || text.IsZero() {
			t.Errorf("%+v: %v %v", c.drill, tone, text)
		}
	}
	for _, service := range drillState().Screen.(*desk.Figures).Drill.Refused {
		if services[service].IsZero() {
			t.Errorf("no words for %s", service)
		}
	}
}
