package ui

import (
	"fmt"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/tilltest"
)

// sellDay sells all day long, to members and others, in every way that needs no line.
func (a *at) sellDay() {
	a.Helper()
	goods := []string{"1000", "1002", "2001", "3001", "7001", "7002", "7003", "7004", "7005", "7006", "7007", "7008"}
	cards := []string{"8800000000000013", "", "8800000000000021", "", ""}
	for i := range 60 {
		for j := range 1 + i%3 {
			a.scan(goods[(i*i+j*5)%len(goods)])
		}
		if card := cards[i%len(cards)]; card != "" {
			a.scan(card)
		}
		if i%4 == 1 {
			a.press("pay")
			a.do(desk.Take{Index: 1 + i%2, Serial: a.serial()})
			a.fill("ref", fmt.Sprint("4200", i))
			a.submit()
		} else {
			a.press("exact")
		}
		a.world.Clock.Now = a.world.Clock.Now.Add(10*time.Minute - time.Duration(i%7)*time.Minute)
	}
}

// stocked feeds the till goods of several categories, with English names.
func (a *at) stocked() {
	for i, p := range []pos.Product{
		{Name: "可口可乐 330ml", NameEn: "Coca-Cola 330 ml", Category: "饮料", CategoryEn: "Drinks", Price: 350},
		{Name: "伊利纯牛奶 250ml×12", NameEn: "Yili milk 250 ml × 12", Category: "乳品", CategoryEn: "Dairy", Price: 4580},
		{Name: "乐事薯片 原味 104g", NameEn: "Lay's crisps, original 104 g", Category: "零食", CategoryEn: "Snacks", Price: 890},
		{Name: "维达抽纸 三层 130抽×10包 超值家庭装", NameEn: "Vinda tissues 3-ply, 130 × 10, the large family's pack", Category: "日用", CategoryEn: "Household", Price: 2690},
		{Name: "红富士苹果", NameEn: "Fuji apples", Category: "生鲜", CategoryEn: "Fresh food", Price: 1280},
		{Name: "农夫山泉 550ml", NameEn: "Nongfu water 550 ml", Category: "饮料", CategoryEn: "Drinks", Price: 200},
		{Name: "青岛啤酒 500ml", NameEn: "Tsingtao beer 500 ml", Category: "酒类", CategoryEn: "Beer and wine", Price: 600},
		{Name: "海天酱油 500ml", NameEn: "Haitian soy sauce 500 ml", Category: "调味", CategoryEn: "Seasoning", Price: 1150},
	} {
		p.Code, p.Unit = fmt.Sprint(7001+i), "个"
		a.world.Feed(tilltest.Item(pos.TopicProduct, p.Code, p))
	}
}

func TestDayPictures(t *testing.T) {
	a := manager(t)
	a.stocked()
	a.sellDay()
	a.press("more")
	a.press("day")
	a.pictures("day")
}

func TestDayEmptyPictures(t *testing.T) {
	a := manager(t)
	a.press("more")
	a.press("day")
	a.pictures("day-empty")
}

func TestDrillPictures(t *testing.T) {
	a := manager(t)
	a.press("more")
	a.press("drill")
	a.pictures("drill-nobody")
}
