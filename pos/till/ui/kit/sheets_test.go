package kit

import (
	"fmt"

	"fyne.io/fyne/v2"

	"holdfast/pos/money"
)

// The sheets are made-up screens that show every widget in the surroundings it is made for.
var sheets = map[string]func() fyne.CanvasObject{
	"sell":     sellSheet,
	"pay":      paySheet,
	"keys":     keysSheet,
	"steps":    stepsSheet,
	"journal":  journalSheet,
	"keyboard": keyboardSheet,
}

func screen(bar *StatusBar, body fyne.CanvasObject) fyne.CanvasObject {
	return Column(0, bar, Grow(Inset(Gap, body)))
}

func statusBar(cutOff bool) *StatusBar {
	b := NewStatusBar()
	line := BarItem{Text: "在线", Dot: BarGreen}
	if cutOff {
		line = BarItem{Text: "离线 12 分钟", Dot: BarAmber, Alarm: true}
	}
	b.Set([]BarItem{{Text: "人民路店 · 1号机", Strong: true}, {Text: "王晓丽"}, {Text: "早班 08:02 起"}},
		[]BarItem{line, {Text: "待传 0"}, {Text: "打印机", Icon: IconPrinter}, {Text: "读卡器", Icon: IconCard}, {Text: "14:36", Strong: true}})
	return b
}

func memberCard() fyne.CanvasObject {
	return NewCard(Row(Gap,
		Grow(Column(2, Row(8, NewLabel(AsTitle, "李慧敏"), NewPill(GoldTone, "金卡"), Room()),
			NewLabel(AsMuted, "138****5521 · 积分 12,480 · 3 天后生日"))),
		Column(0, NewRight(AsMuted.In(Green), "本机可用"), NewNumber(AsTitle.At(22), "¥386.00")))).SetPadding(12).SetStripe(GoldStripe)
}

var basket = [][]Cell{
	{{Text: "2"}, {Text: "苏打水 400ml", By: "@ 4.50 · 会员价 4.20"}, {Text: "8.40"}},
	{{Text: "1"}, {Text: "薯片 原味 104g", Tag: "限时 6.90", Tone: AmberTone, Old: "8.90"}, {Text: "6.90"}},
	{{Text: "3"}, {Text: "纯牛奶 250ml×12", Tag: "买二送一", Tone: GreenTone, By: "@ 45.80"}, {Text: "91.60"}},
	{{Text: "0.85"}, {Text: "红富士苹果", Unit: "千克", By: "@ 12.80"}, {Text: "10.88"}},
	{{Text: "1"}, {Text: "抽纸 3层130抽×10包 家庭装加量不加价 婴儿可用", By: "@ 26.90"}, {Text: "26.90"}},
}

func basketRows() *Rows {
	rows := NewRows([]Col{{Width: 44, Look: AsName.Strong()}, {}, {Width: 90, Right: true, Look: AsName.At(19)}},
		func(row int, cells []Cell) { copy(cells, basket[row%len(basket)]) })
	rows.SetLength(5)
	rows.Select(3)
	return rows
}

func sellSheet() fyne.CanvasObject {
	goods := []Tile{
		{Name: "矿泉水 550ml", Price: "2.00"}, {Name: "可乐 330ml", Price: "2.80", Old: "3.00"}, {Name: "冰红茶 500ml", Price: "3.50"},
		{Name: "薯片 原味", Price: "6.90", Tag: "限时", Tone: AmberTone}, {Name: "纯牛奶×12", Price: "45.80", Tag: "买二送一", Tone: GreenTone},
		{Name: "混合坚果 每日装 30 小包礼盒", Price: "126.90", Old: "129.90", Tag: "限时", Tone: AmberTone}, {Name: "Imported sparkling water with lime, 6 x 330 ml", Price: "39.90"},
		{Name: "快递寄存 次", Price: "2.00", Off: true},
	}
	tiles := NewTiles(func(i int) Tile { return goods[i%len(goods)] })
	tiles.SetLength(40)
	tabs := NewTabs(nil, "常用", "饮料", "零食", "乳品", "果蔬", "日用", "服务", "冷冻", "文具")
	total := NewCard(Column(0,
		Row(0, NewLabel(AsMuted.At(15), "8 件 · 已省 48.40"), Room(), NewLabel(AsMuted.At(15), "可得积分 144.68")),
		Row(0, NewLabel(AsName, "应收"), Grow(NewNumber(AsTotal, "¥144.68")))))
	left := Column(Gap, memberCard(), Grow(NewFrame(basketRows())), total, NewButton(Act, "收款", nil).Tall(76))
	entry := NewEntry("扫码、刷卡，或输入 编码 / 拼音首字母 / 手机号").WithIcon(IconSearch)
	commands := Grid(8, Near)
	for _, c := range []struct {
		icon Icon
		text string
	}{{IconPlus, "数量"}, {IconEdit, "改价"}, {IconPercent, "折扣"}, {IconTrash, "删除"}, {IconHold, "挂单 2"}, {IconPerson, "会员"}, {IconWallet, "充值"}, {IconMore, "更多"}} {
		commands.Add(NewButton(Plain, c.text, nil).Tall(Wide).WithSize(15))
	}
	right := Column(Near, Sized(0, 56, entry), tabs, Grow(tiles), commands)
	return screen(statusBar(false), Row(Gap, Share(38, left), Share(62, right)))
}

func paySheet() fyne.CanvasObject {
	tenders := NewRows([]Col{{}, {Width: 100, Right: true}, {Width: 36}}, func(row int, cells []Cell) {
		copy(cells, [][]Cell{
			{{Text: "应收", Colour: Muted}, {Text: "144.68", Colour: Muted}, {}},
			{{Text: "储值", Unit: "李慧敏 · 金卡"}, {Text: "−90.00", Strong: true}, {Icon: IconClose, Colour: Red}},
			{{Text: "积分 1,000 分"}, {Text: "−10.00", Strong: true}, {Icon: IconClose, Colour: Red}},
		}[row])
	}).Tall(50)
	tenders.SetLength(3)
	due := NewCard(Column(0, NewLabel(AsName.In(Muted), "还需收"), NewNumber(AsTotal.At(60), "¥44.68")))
	left := Column(Gap, due, Grow(NewFrame(tenders)), NewButton(Plain, "返回", nil).Tall(72).WithIcon(IconBack))
	kinds := Grid(2, Near, NewButton(Act, "现金", nil).Tall(70), NewButton(Plain, "银行卡", nil).Tall(70).WithSize(20),
		NewButton(Plain, "扫码付", nil).Tall(70).WithSize(20), by(NewButton(Plain, "储值", nil).Tall(70), "本机余 296.00"),
		by(NewButton(Plain, "积分", nil).Tall(70), "100 分 = 1 元"), NewButton(Plain, "券 / 礼品卡", nil).Tall(70).WithSize(20))
	given := NewCard(Row(0, NewLabel(AsName.In(Muted), "现金收"), Grow(NewAmount(AsTyped.At(40), 5000))))
	middle := Column(Gap, kinds, given, Grow(NewKeypad(func(string) {}, "¥50", "¥100", "¥200", "清除")), NewButton(Act, "收现金 50.00 · 找零 5.32", nil).Tall(84))
	member := NewCard(Column(6, Row(8, NewLabel(AsTitle, "李慧敏"), NewPill(GoldTone, "金卡"), Room()), NewFacts(
		Fact{Name: "储值余额", Value: "1,286.00", Strong: true},
		Fact{Name: "本机可用", Value: "386.00", Strong: true, Colour: Green},
		Fact{Name: "解放路店留用", Value: "200.00"},
		Fact{Name: "总店（联网后可用）", Value: "700.00"},
		Fact{Name: "积分 · 本机可用", Value: "12,480 · 4,000", Apart: true},
	))).SetStripe(GoldStripe)
	right := Column(Gap, member,
		NewNotice(AmberTone, "可以对顾客说：", "网络断开，卡里 1,286 元中本机现在可用 386 元，其余联网后即可使用。"),
		NewNotice(PlainTone, "", "离线仍可：销售、现金充值、挂失、补卡、退本机小票。\n联网后：其他机小票退货、礼品卡。"))
	return screen(statusBar(true), Row(Gap, Share(34, left), Share(36, middle), Share(29, right)))
}

func by(b *Button, text string) *Button { b.SetBy(text); return b }

func keysSheet() fyne.CanvasObject {
	lines := [][]Cell{
		{{Text: "1"}, {Text: "Soda water 400 ml", Tag: "member", Tone: GreenTone, Beside: true}, {Text: "2"}, {Text: "4.50"}, {Text: "−0.60"}, {Text: "8.40"}},
		{{Text: "2"}, {Text: "Crisps, original 104 g", Tag: "till 20:00", Tone: AmberTone, Beside: true}, {Text: "1"}, {Text: "8.90"}, {Text: "−2.00"}, {Text: "6.90"}},
		{{Text: "3"}, {Text: "Milk 250 ml × 12, semi-skimmed, from the pastures of the far north of Inner Mongolia", Tag: "buy 2 get 1", Tone: GreenTone, Beside: true}, {Text: "3"}, {Text: "45.80"}, {Text: "−45.80"}, {Text: "91.60"}},
		{{Text: "4"}, {Text: "Fuji apples", Unit: "kg"}, {Text: "0.850"}, {Text: "12.80"}, {}, {Text: "10.88"}},
		{{Text: "5"}, {Text: "Tissues 3-ply, 130 × 10"}, {Text: "1"}, {Text: "26.90"}, {}, {Text: "26.90"}},
	}
	rows := NewRows([]Col{{Head: "#", Width: 36, Look: AsName.In(Muted)}, {Head: "Item"}, {Head: "Qty", Width: 70, Right: true}, {Head: "Price", Width: 80, Right: true},
		{Head: "Discount", Width: 90, Right: true}, {Head: "Amount", Width: 100, Right: true}},
		func(row int, cells []Cell) { copy(cells, lines[row]) }).Tall(40)
	rows.SetLength(5)
	rows.Select(3)
	entry := NewEntry("").Big().WithLabel("Scan or type")
	entry.SetText("kqs")
	entry.FocusGained()
	member := NewCard(Column(4, Row(8, NewLabel(AsTitle, "Li Huimin"), NewPill(GoldTone, "Gold"), Room()), NewLabel(AsMuted, "138****5521 · birthday in 3 days"), NewFacts(
		Fact{Name: "Balance", Value: "1,286.00"}, Fact{Name: "Spendable here", Value: "1,286.00", Strong: true, Colour: Green},
		Fact{Name: "Points", Value: "12,480"}, Fact{Name: "Coupons", Value: "2"}))).SetStripe(GoldStripe)
	sums := NewCard(NewFacts(Fact{Name: "List", Value: "193.08"}, Fact{Name: "Saved", Value: "−48.40", Colour: Green}, Fact{Name: "Points to earn", Value: "144.68"}))
	due := NewCard(Column(0, NewLabel(AsName.In(OnGreenBy), "To pay · 8 items"), NewNumber(AsTotal.At(60).In(OnGreen), "¥144.68"))).SetFill(Green, Green)
	last := NewCard(Row(8, NewLabel(AsMuted, "Last: 0102-1187 · ¥32.50 cash"), Room(), NewLabel(AsMuted, "change"), NewLabel(AsMuted.In(Ink).Strong(), "17.50"))).SetPadding(10)
	legend := NewLegend(nil, LegendKey{Key: "F1", Text: "Help"}, LegendKey{Key: "F2", Text: "Member"}, LegendKey{Key: "F3", Text: "Quantity"}, LegendKey{Key: "F4", Text: "Price"},
		LegendKey{Key: "F5", Text: "Discount"}, LegendKey{Key: "F6", Text: "Hold"}, LegendKey{Key: "F7", Text: "Recall 2"}, LegendKey{Key: "F8", Text: "Top-up", Off: true},
		LegendKey{Key: "F9", Text: "Refund"}, LegendKey{Key: "F10", Text: "More"}, LegendKey{Key: "F11", Text: "Lock"}, LegendKey{Key: "Space", Text: "Pay"})
	bar := NewStatusBar()
	bar.Set([]BarItem{{Text: "Renmin Road · Till 2", Strong: true}, {Text: "Grace Chen"}, {Text: "Manager: Zhou Qiang", Told: BlueTone}, {Text: "Morning shift, from 08:02"}},
		[]BarItem{{Text: "Online", Dot: BarGreen}, {Text: "0 unsent"}, {Text: "Printer"}, {Text: "Reader"}, {Text: "14:36", Strong: true}})
	left := Column(Gap, Grow(NewFrame(rows)), Sized(0, 70, entry), Row(16, NewKeyCap("↓", "choose"), NewKeyCap("Enter", "add"), Room()))
	right := Column(Gap, member, sums, Room(), due, last)
	return Column(0, bar, Grow(Inset(Gap, Row(Gap, Share(69, left), Share(31, right)))), legend)
}

func stepsSheet() fyne.CanvasObject {
	card := NewCard(Column(6, Row(8, NewLabel(AsTitle, "李慧敏"), NewPill(GoldTone, "金卡"), Room()), NewLabel(AsMuted.At(15), "138****5521 · 人民路店入会"), NewFacts(
		Fact{Name: "旧卡", Value: "8800 0000 0000 0013"}, Fact{Name: "状态", Value: "已挂失 14:37", Tone: RedTone},
		Fact{Name: "储值", Value: "1,286.00"}, Fact{Name: "积分", Value: "12,480"}))).SetStripe(Red)
	one := NewStep(1, "挂失旧卡", "", nil)
	one.Set(StepDone, "原因：遗失 · 经手 王晓丽 · 授权 周强")
	reasons := Flow(Near, NewButton(Plain, "遗失", nil), NewButton(Plain, "被盗", nil), NewButton(Plain, "损坏", nil), NewButton(Plain, "其他…", nil))
	reasons.Objects[0].(*Button).SetChosen(true)
	two := NewStep(2, "补卡原因", "", reasons)
	two.Set(StepNow, "")
	number := NewEntry("").Big()
	number.SetText("8800 0000 0000 0112")
	three := NewStep(3, "刷新卡（本店空白卡）", "", Column(4, number, NewLabel(AsBody.In(Muted), "空白卡 · 人民路店库存 · 可用")))
	three.Set(StepNow, "")
	pin := NewEntry("").Masked()
	pin.SetText("123456")
	four := NewStep(4, "设密码（可跳过）", "由会员在键盘上输入 6 位数字", pin)
	left := Column(Gap, card, NewNotice(AmberTone, "离线补卡", "新卡立即可用，本机可用 386.00。其余 900.00 联网后自动到新卡；联网前其他门店可能还不知道旧卡已挂失。"),
		NewNotice(RedTone, "", "The old card was used after it was reported lost: 2 sales, 58.00 in all."), NewNotice(GreenTone, "", "Done: receipt T1-1-000225."),
		Room(), NewButton(Plain, "取消", nil).Tall(72))
	right := Column(Gap, one, two, three, four, Room(), NewButton(Act, "确认补卡并打印凭条", nil).Tall(84).WithKey("F12"))
	return screen(statusBar(true), Row(Gap, Share(31, left), Share(69, right)))
}

func journalSheet() fyne.CanvasObject {
	rows := NewRows([]Col{{Head: "时间", Width: 76, Look: AsName.In(Muted)}, {Head: "单号", Width: 130}, {Head: "内容"}, {Head: "金额", Width: 110, Right: true}}, func(row int, cells []Cell) {
		tag, tone := "现金", PlainTone
		if row%3 == 1 {
			tag, tone = "储值", GreenTone
		}
		copy(cells, []Cell{{Text: fmt.Sprintf("%02d:%02d", 8+row/60%12, row%60)}, {Text: fmt.Sprintf("T1-1-%06d", row+1)},
			{Text: "销售 · 8 件", Tag: tag, Tone: tone, By: "王晓丽"}, {Text: Money(money.Fen(1234567 + row*4567)), By: "找零 5.32"}})
	})
	rows.SetLength(1_000_000)
	rows.Select(4)
	paper := NewPaper(32)
	paper.SetLines([]PaperLine{{Text: "    人民路店", Wide: true}, {Text: "小票 T1-1-000223"}, {Text: "2026-11-22 14:36  王晓丽"}, {Text: "--------------------------------"},
		{Text: "红枣核桃糕 200克"}, {Text: "   7 x 10.00              70.00"}, {Text: "苏打水ABC 400ml            8.40"}, {Text: "--------------------------------"},
		{Text: "合计 Total                 78.40", Bold: true}, {Text: "储值 Stored value          50.00"}, {Text: "现金 Cash                  50.00"}, {Text: "找零 Change                21.60"}})
	sections := NewSections(nil, "小票", "未上传 3", "报表")
	sections.Choose(1)
	left := Column(Gap, sections, Grow(NewFrame(rows)), NewCard(stopped(NewProgress("正在导出 1,204 / 2,000 张小票", "停止", func() {}))))
	icons := Flow(14)
	for _, i := range []Icon{IconSearch, IconPrinter, IconCard, IconReader, IconScanner, IconPerson, IconPeople, IconCash, IconDrawer, IconWallet, IconLock, IconHelp, IconInfo,
		IconWarning, IconCheck, IconClose, IconBack, IconForward, IconUp, IconDown, IconMore, IconPlus, IconMinus, IconErase, IconShift, IconSpace, IconEnter, IconLine, IconOffline,
		IconClock, IconReceipt, IconRefund, IconHold, IconPercent, IconGift, IconStar, IconTrash, IconEdit, IconChart, IconSettings, IconSync, IconKeyboard, IconStop, IconSave, IconTag} {
		p := newPicture()
		p.set(i, Ink)
		p.SetMinSize(fyne.NewSize(28, 28))
		icons.Add(p.Image)
	}
	pills := Flow(8, NewPill(GoldTone, "金卡"), NewPill(SilverTone, "银卡"), NewPill(PlatinumTone, "铂金卡"), NewPill(PlainTone, "普通"), NewPill(RedTone, "已挂失"), NewPill(AmberTone, "3 天后到期"), NewPill(GreenTone, "会员价"), NewPill(BlueTone, "店长授权：周强"))
	right := Column(Gap, Grow(NewScroll(paper)), NewCard(icons), pills, Row(Near, Grow(NewButton(Plain, "重印", nil).WithIcon(IconPrinter).WithKey("F6")), Grow(NewButton(Danger, "退货", nil).WithIcon(IconRefund)), Grow(off(NewButton(Plain, "作废", nil)))))
	return screen(statusBar(false), Row(Gap, Share(56, left), Share(44, right)))
}

func off(b *Button) *Button { b.SetOff(true); return b }
func stopped(p *Progress) fyne.CanvasObject {
	p.Set(0.6, "正在导出 1,204 / 2,000 张小票")
	return p
}

func keyboardSheet() fyne.CanvasObject {
	name := NewEntry("姓名").WithLabel("姓名")
	name.SetText("李")
	name.FocusGained()
	board := NewKeyboard(func(string) []string {
		return []string{"慧敏", "会民", "惠民", "回民", "汇", "会", "回", "惠"}
	}, name.Insert, name.Erase)
	for _, r := range "huimin" {
		board.press(r)
	}
	form := NewCard(Column(Near, NewLabel(AsTitle, "新会员"), name, NewEntry("手机号").WithIcon(IconPerson),
		NewFacts(Fact{Name: "卡号", Value: "8800 0000 0000 0112"}, Fact{Name: "等级", Value: "普通", Tone: PlainTone})))
	return screen(statusBar(false), Column(Gap, form, Grow(board)))
}
