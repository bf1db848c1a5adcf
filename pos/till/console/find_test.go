package console_test

import (
	"fmt"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/till/tilltest"
)

// TestFind: products and members side by side, whatever of them is typed, and whose card it is.
func TestFind(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	if _, err := w.Till.Find("kqs", 9); pos.CodeOf(err) != pos.Forbidden {
		t.Errorf("with nobody signed in: %v", err)
	}
	w.do("login 1001 1111")
	w.do("shift open 0")
	w.do("member new 13900000009 赵小云")
	for text, want := range map[string]string{
		"kqs":              "矿泉水",
		"dm":               "大米",
		"100":              "大米 矿泉水",
		"0001":             "| 张伟",
		"zw":               "| 张伟",
		"zl":               "| 赵磊",
		"赵":                "| 赵磊 赵小云",
		"0009":             "| 赵小云", // not yet at head office
		"6990137200654":    "矿泉水",
		"0654":             "矿泉水",
		"5001":             "旧货", // off the shelf: by its whole code only
		"jh":               "",
		"500":              "",
		"8800000000000013": "| 张伟 issued",
		"8800000000000039": "| 赵磊 lost",
		"8800000000000112": "",
		" ":                "",
	} {
		found, err := w.Till.Find(text, 9)
		w.Must(err)
		var words []string
		for _, p := range found.Products {
			words = append(words, p.Name)
		}
		for i, m := range found.Members {
			if i == 0 {
				words = append(words, "|")
			}
			words = append(words, m.Name)
			if m.Card != "" {
				words = append(words, string(m.Status))
			}
		}
		if got := strings.Join(words, " "); got != want || found.More {
			t.Errorf("%s: %q, want %q; more %v", text, got, want, found.More)
		}
	}
	if found, err := w.Till.Find("赵", 1); err != nil || len(found.Members) != 1 || !found.More {
		t.Errorf("one of two: %+v, %v", found, err)
	}
}

// TestResolve: what a whole input is. A product goes before a card, a card before a phone, a phone before a receipt.
func TestResolve(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.Feed(
		tilltest.Item(pos.TopicPerson, "2001", pos.Person{ID: "2001", Name: "王建平", Role: pos.StoreManager, Stores: []string{"S01"}, PINHash: tilltest.Hash("2222"), CardHash: pos.HashCard("77000001")}),
		tilltest.Item(pos.TopicMember, "M8", pos.Member{ID: "M8", Phone: "13800000002", Name: "李大敏"}), // a phone that two have
		tilltest.Item(pos.TopicCard, "13800000003", pos.Card{Number: "13800000003", Status: pos.Issued, Member: "M1"}),
		tilltest.Item(pos.TopicCard, "2001", pos.Card{Number: "2001", Status: pos.Issued, Member: "M1"}),
	)
	if _, err := w.Till.Resolve("1000"); pos.CodeOf(err) != pos.Forbidden {
		t.Errorf("with nobody signed in: %v", err)
	}
	w.do("login 1001 1111")
	for text, want := range map[string]string{
		"1000":                        "product 1000",
		"6990137200661":               "product 1002",
		" 6990137200661 ":             "product 1002",
		"5001":                        "product 5001",
		"2001":                        "product 2001",
		"8800000000000013":            "card 8800000000000013 issued",
		";8800000000000039=9912?":     "card 8800000000000039 lost",
		"%B8800000000000013^ZHANG^9?": "card 8800000000000013 issued",
		"13800000003":                 "card 13800000003 issued",
		"13800000001":                 "phone 13800000001",
		"13800000002":                 "phone 13800000002",
		";77000001=?":                 "staff 77000001",
		"77000001":                    "",
		"T1-1-000223":                 "receipt T1-1-000223",
		"t2-3-7":                      "receipt T2-3-000007",
		"0001":                        "",
		"kqs":                         "",
		"":                            "",
	} {
		hit, err := w.Till.Resolve(text)
		w.Must(err)
		got := strings.Join(strings.Fields(fmt.Sprint(string(hit.Kind), " ", hit.Product.Code, " ", hit.Card, " ", string(hit.Status), " ", hit.Phone, " ", hit.Receipt)), " ")
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestShelf: categories and what is usual, as they are after sales.
func TestShelf(t *testing.T) {
	w := newWorld(t, tilltest.OnDisk(t))
	w.Feed(
		tilltest.Item(pos.TopicProduct, "1002", pos.Product{Code: "1002", Name: "矿泉水", Price: 350, Category: "饮料", CategoryEn: "Drinks"}),
		tilltest.Item(pos.TopicProduct, "2001", pos.Product{Code: "2001", Name: "苹果", Price: 998, Category: "水果", CategoryEn: "Fruit"}),
	)
	for _, line := range []string{"login 1001 1111", "shift open 0", "scan 1002", "pay cash rest", "finish"} {
		w.do(line)
	}
	w.crash()
	w.do("login 1001 1111")
	categories, err := w.Till.Categories()
	w.Must(err)
	if got := fmt.Sprint(categories); got != "[{饮料 Drinks 1} {水果 Fruit 1}]" {
		t.Error(got)
	}
	for category, want := range map[string]string{"": "矿泉水 大米 苹果 true", "水果": "苹果 false"} {
		list, more, err := w.Till.Shelf(category, 0, 3)
		w.Must(err)
		var words []string
		for _, p := range list {
			words = append(words, p.Name)
		}
		if got := fmt.Sprint(strings.Join(words, " "), " ", more); got != want {
			t.Errorf("%q: %s, want %s", category, got, want)
		}
	}
	w.Verify()
}
