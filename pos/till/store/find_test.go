package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/wire"
)

// findProducts is the codes of what is found, findMembers the names; with a + where others would fit.
func (w *till) findProducts(text string, limit int) string {
	w.t.Helper()
	var found []string
	w.view(func(tx *Tx) error {
		list, more, err := tx.FindProducts(text, limit)
		for _, p := range list {
			found = append(found, p.Code)
		}
		if more {
			found = append(found, "+")
		}
		return err
	})
	return strings.Join(found, " ")
}

func (w *till) findMembers(text string) string {
	w.t.Helper()
	var found []string
	w.view(func(tx *Tx) error {
		list, _, err := tx.FindMembers(text, 20)
		for _, m := range list {
			found = append(found, m.Name)
		}
		return err
	})
	return strings.Join(found, " ")
}

func goods(list ...pos.Product) (items []wire.Item) {
	for _, p := range list {
		items = append(items, item(pos.TopicProduct, p.Code, p))
	}
	return items
}

func TestFindProducts(t *testing.T) {
	w := newTill(t)
	w.must(w.ApplyFeed(batch(1, 0, 1, goods(
		pos.Product{Code: "1001", Name: "矿泉水", NameEn: "Mineral water", Barcodes: []string{"6901234567892"}},
		pos.Product{Code: "1002", Name: "矿泉水 1.5升", NameEn: "Mineral water 1.5 l"},
		pos.Product{Code: "1003", Name: "泉石涧矿泉水 550毫升", Brand: "泉石涧", Barcodes: []string{"6990137200548"}},
		pos.Product{Code: "1004", Name: "青柠渡 无糖苏打水", NameEn: "Qingningdu soda water, sugar-free"},
		pos.Product{Code: "1005", Name: "重庆小面"},
		pos.Product{Code: "1006", Name: "Coca-Cola 330ml 罐装"},
		pos.Product{Code: "1007", Name: "薄荷糖", NameEn: "Mint drops"},
		pos.Product{Code: "1008", Name: "矿泉水喷雾", Off: true},
		pos.Product{Code: "K-99", Name: "阿胶糕"},
		pos.Product{Code: "555", Name: "555 香烟"},
	)...)))
	for text, want := range map[string]string{
		"kqs":           "1001 1002 1003", // the whole name, its beginning, behind the brand
		"KQS ":          "1001 1002 1003",
		"kq":            "1001 1002 1003",
		"kqs15":         "1002",
		"qsjkqs":        "1003",
		"kqs 550":       "1003",
		"矿泉水":           "1001 1002 1003",
		"矿泉":            "1001 1002 1003",
		"泉水":            "1001 1002 1003",
		"矿泉水1.5":        "1002",
		"矿泉 550":        "1003",
		"矿":             "1001 1002",
		"苏打":            "1004",
		"wtsds":         "1004", // from a later word on
		"糖苏":            "1004",
		"水 矿":           "",
		"zqxm":          "1005", // both readings
		"cqxm":          "1005",
		"ajg":           "K-99",
		"ejg":           "K-99",
		"mineral":       "1001 1002",
		"Mineral Wat":   "1001 1002",
		"water":         "1001 1002 1004",
		"min":           "1001 1007 1002",
		"mint":          "1007",
		"minty":         "",
		"sugar-free":    "1004",
		"coca-cola":     "1006",
		"cocacola":      "1006",
		"cola":          "1006",
		"cola 330":      "1006",
		"1001":          "1001",
		"100":           "1001 1002 1003 1004 1005 1006 1007",
		"K-":            "K-99",
		"555":           "555",
		"6901234567892": "1001",
		"7892":          "1001",
		"892":           "", // too few digits
		"0548":          "1003",
		"66666":         "",
		"":              "",
		"。 ！":           "",
		`"*^#' OR`:      "",
		"xyz":           "",
	} {
		if got := w.findProducts(text, 20); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := w.findProducts("kqs", 2); got != "1001 1002 +" {
		t.Errorf("two of three: %q", got)
	}

	// What was sold of late goes first among those that fit as well; what is renamed, taken off or gone isn't found.
	w.sellGoods("1003", "1003", "1004")
	if got := w.findProducts("water", 20); got != "1004 1001 1002" {
		t.Errorf("with what was sold: %q", got)
	}
	w.must(w.ApplyFeed(batch(1, 1, 2, append(goods(
		pos.Product{Code: "1001", Name: "蒸馏水"},
		pos.Product{Code: "1003", Name: "泉石涧矿泉水 550毫升", Off: true},
		pos.Product{Code: "1008", Name: "矿泉水喷雾"},
	), item(pos.TopicProduct, "1002", nil), item(pos.TopicProduct, "1009", pos.Product{Code: "1009", Name: "矿泉壶"}), item(pos.TopicProduct, "1009", nil))...)))
	for text, want := range map[string]string{"kqs": "1008", "矿泉": "1008", "zls": "1001", "mineral": "", "7892": "", "0548": "", "100": "1004 1001 1005 1006 1007 1008"} {
		if got := w.findProducts(text, 20); got != want {
			t.Errorf("after the changes, %s: %q, want %q", text, got, want)
		}
	}
	w.words()
}

// words finds whether the indexes hold what the bodies say, and nothing else.
func (w *till) words() {
	w.t.Helper()
	held, says := map[string]bool{}, map[string]bool{}
	w.update(func(tx *Tx) error {
		for table, rows := range map[string]string{
			"product_words": "SELECT rowid, body FROM products",
			"member_words":  "SELECT rowid, body FROM members UNION ALL SELECT -n, body FROM changes WHERE topic = 'member'",
		} {
			vocabulary := "vocabulary_of_" + table
			if _, err := tx.tx.Exec("CREATE VIRTUAL TABLE " + vocabulary + " USING fts5vocab (" + table + ", instance)"); err != nil {
				return err
			}
			for scan, err := range tx.tx.Query("SELECT doc, term FROM " + vocabulary) {
				var row int64
				var word string
				w.must(err)
				w.must(scan(&row, &word))
				held[fmt.Sprint(table, row, " ", word)] = true
			}
			for scan, err := range tx.tx.Query(rows) {
				var row int64
				var body []byte
				w.must(err)
				w.must(scan(&row, &body))
				for word := range strings.FieldsSeq(wordsOf(table, body)) {
					says[fmt.Sprint(table, row, " ", word)] = true
				}
			}
			if _, err := tx.tx.Exec("DROP TABLE " + vocabulary); err != nil {
				return err
			}
		}
		return nil
	})
	if diff := cmp.Diff(says, held); diff != "" {
		w.t.Fatalf("what the indexes have and should have: %s", diff)
	}
}

func wordsOf(table string, body []byte) string {
	var p pos.Product
	var m pos.Member
	if table == "product_words" {
		_ = pos.DecodeFeed(body, &p)
		return wordsOfProduct(p)
	}
	_ = pos.DecodeFeed(body, &m)
	return wordsOfMember(m)
}

// sellGoods is a sale of products that cost nothing.
func (w *till) sellGoods(codes ...string) {
	w.t.Helper()
	sale := record.Sale{Basket: "B"}
	for _, c := range codes {
		sale.Lines = append(sale.Lines, record.Line{Code: c, Name: c})
	}
	w.append(sale)
}

func TestFindMembers(t *testing.T) {
	w := newTill(t)
	person := func(id, phone, name string) wire.Item {
		return item(pos.TopicMember, id, pos.Member{ID: id, Phone: phone, Name: name})
	}
	w.hears(0,
		person("M1", "13800000001", "张伟"), person("M2", "13800000002", "王小明"), person("M3", "13900010001", "单雄信"),
		person("M4", "13800000004", "欧阳娜娜"), person("M5", "13800000005", "张伟"), person("M6", "13800000006", "John Smith"), person("M7", "13700000007", ""),
	)
	check := func(when string, want map[string]string) {
		t.Helper()
		for text, want := range want {
			if got := w.findMembers(text); got != want {
				t.Errorf("%s, %s: %q, want %q", when, text, got, want)
			}
		}
		w.words()
	}
	check("as the feed brought them", map[string]string{
		"zw": "张伟 张伟", "张伟": "张伟 张伟", "张": "张伟 张伟", "wxm": "王小明", "wx": "王小明", "小明": "王小明", "sxx": "单雄信", "dxx": "单雄信",
		"oynn": "欧阳娜娜", "娜娜": "欧阳娜娜", "smith": "John Smith", "jo": "John Smith", "joh": "John Smith", "john sm": "John Smith",
		"13800000002": "王小明", "0001": "张伟 单雄信", "00001": "张伟", "10001": "单雄信", "001": "", "1390001": "单雄信", "139000100": "单雄信", "1380000000": "张伟 张伟 王小明 欧阳娜娜 John Smith", "139000": "", "1390002": "", "13800000009": "", "q": "",
	})
	// Who is registered here or has another name is found at once, and not by what was.
	born := w.change(pos.TopicMember, "M8", pos.Member{ID: "M8", Phone: "13800000008", Name: "赵云"})
	married := w.change(pos.TopicMember, "M2", pos.Member{Phone: "13800000012", Name: "王大明"})
	now := map[string]string{
		"zy": "赵云", "赵云": "赵云", "0008": "赵云", "wdm": "王大明", "wxm": "", "小明": "", "13800000002": "", "13800000012": "王大明", "0012": "王大明",
	}
	check("not yet at head office", now)
	w.reopen()
	check("after a restart", now)
	w.must(w.Changed(wire.Changed{ID: born}))
	w.must(w.Changed(wire.Changed{ID: married}))
	check("taken by head office", now)
	refused := w.change(pos.TopicMember, "M1", pos.Member{Phone: "13800000001", Name: "李逵"})
	w.must(w.Changed(wire.Changed{ID: refused, Code: "conflict"}))
	check("refused", map[string]string{"lk": "", "zw": "张伟 张伟"})
	// Merged, and erased.
	w.hears(w.cursor(), item(pos.TopicMember, "M5", pos.Member{ID: "M5", Phone: "13800000005", Name: "张伟", Into: "M4"}), item(pos.TopicMember, "M1", nil))
	check("merged into another", map[string]string{"zw": "欧阳娜娜", "13800000005": "欧阳娜娜", "0001": "单雄信"})
}

// TestFoundAfterRenewal: what another generation of HQ knows nothing of isn't found, and what it has still is; so are
// changes that it is told again.
func TestFoundAfterRenewal(t *testing.T) {
	w := newTill(t)
	w.must(w.Acked(0, w.position(1, 1)))
	w.must(w.ApplyFeed(batch(1, 0, 10, append(goods(pos.Product{Code: "1", Name: "矿泉水", Category: "饮料"}, pos.Product{Code: "2", Name: "矿泉壶", Category: "厨具"}),
		item(pos.TopicMember, "M1", pos.Member{ID: "M1", Phone: "13800000001", Name: "张伟"}), item(pos.TopicMember, "M2", pos.Member{ID: "M2", Phone: "13800000002", Name: "赵武"}))...)))
	id := w.change(pos.TopicMember, "M3", pos.Member{ID: "M3", Phone: "13800000003", Name: "周文"})
	w.must(w.Changed(wire.Changed{ID: id}))
	w.change(pos.TopicMember, "M2", pos.Member{Phone: "13800000022", Name: "郑旺"})
	w.words()
	renewed := batch(2, 0, 5, append(goods(pos.Product{Code: "2", Name: "矿泉壶", Category: "厨房"}), item(pos.TopicMember, "M1", pos.Member{ID: "M1", Phone: "13800000001", Name: "张伟"}))...)
	renewed.End = true
	w.must(w.Acked(0, w.position(2, 1)))
	w.must(w.ApplyFeed(renewed))
	if got := w.findProducts("kq", 9) + "; " + w.findMembers("zw"); got != "2; 张伟 郑旺 周文" {
		t.Error(got)
	}
	w.words()
	if got := w.categories(); got != "厨房 1" {
		t.Error(got)
	}
}

func (w *till) cursor() uint64 {
	st, err := w.State()
	w.must(err)
	return st.Feed.At
}

// categories is them and how many products they have.
func (w *till) categories() string {
	w.t.Helper()
	var texts []string
	w.view(func(tx *Tx) error {
		list, err := tx.Categories()
		for _, c := range list {
			texts = append(texts, fmt.Sprint(c.Name, c.NameEn, " ", c.Count))
		}
		return err
	})
	return strings.Join(texts, ", ")
}

func TestShelf(t *testing.T) {
	w := newTill(t)
	var list []pos.Product
	for i := range 6 {
		list = append(list, pos.Product{Code: fmt.Sprint("D", i), Name: "饮料", Category: "饮料", CategoryEn: "Drinks"}, pos.Product{Code: fmt.Sprint("F", i), Name: "水果", Category: "水果"})
	}
	w.must(w.ApplyFeed(batch(1, 0, 1, goods(append(list, pos.Product{Code: "N", Name: "无类"}, pos.Product{Code: "X", Category: "水果", Off: true})...)...)))
	page := func(category string, offset, limit int) string {
		t.Helper()
		var codes []string
		w.view(func(tx *Tx) error {
			shelf := func() ([]pos.Product, bool, error) { return tx.Shelf(category, offset, limit) }
			if category == "" {
				shelf = func() ([]pos.Product, bool, error) { return tx.Usual(offset, limit) }
			}
			list, more, err := shelf()
			for _, p := range list {
				codes = append(codes, p.Code)
			}
			if more {
				codes = append(codes, "+")
			}
			return err
		})
		return strings.Join(codes, " ")
	}
	type call struct {
		category      string
		offset, limit int
	}
	check := func(when, categories string, pages map[call]string) {
		t.Helper()
		if got := w.categories(); got != categories {
			t.Errorf("%s: %s, want %s", when, got, categories)
		}
		for c, want := range pages {
			if got := page(c.category, c.offset, c.limit); got != want {
				t.Errorf("%s, %v: %s, want %s", when, c, got, want)
			}
		}
	}
	check("before a sale", "水果 6, 饮料Drinks 6", map[call]string{
		{"饮料", 0, 4}: "D0 D1 D2 D3 +", {"饮料", 4, 4}: "D4 D5", {"饮料", 2, 4}: "D2 D3 D4 D5", {"饮料", 9, 4}: "", {"none", 0, 4}: "",
		{"", 0, 3}: "D0 F0 D1 +", {"", 12, 3}: "N",
	})
	w.sellGoods("D3", "N", "X", "quick")
	w.sellGoods("D3", "F1", "D1")
	w.must(w.ApplyFeed(batch(1, 1, 2, append(goods(pos.Product{Code: "D0", Name: "饮料", Category: "水果"}, pos.Product{Code: "F0", Off: true, Category: "水果"}), item(pos.TopicProduct, "F5", nil))...)))
	sold := map[call]string{
		{"", 0, 3}: "D3 D1 F1 +", {"", 3, 2}: "N D0 +", {"", 4, 9}: "D0 D2 F2 F3 D4 F4 D5", {"", 2, 3}: "F1 N D0 +", {"", 11, 3}: "",
		{"水果", 0, 9}: "D0 F1 F2 F3 F4", {"饮料", 0, 9}: "D1 D2 D3 D4 D5",
	}
	check("after two", "饮料Drinks 5, 水果 5", sold)
	w.reopen()
	check("after a restart", "饮料Drinks 5, 水果 5", sold)
	w.clock.pass(29 * 24 * time.Hour)
	w.sellGoods("F2", "F2")
	check("a month later one counts four times as much", "水果 5, 饮料Drinks 5", map[call]string{{"", 0, 5}: "F2 D3 D1 F1 N +"})
	w.verify()
}

// TestShelfOfPaths: the shelf is divided by the first step of categories' paths, and a product that is in several is found under
// each, once; in the order in which they came, page by page.
func TestShelfOfPaths(t *testing.T) {
	w := newTill(t)
	w.must(w.ApplyFeed(batch(1, 0, 1, goods(
		pos.Product{Code: "W", Category: "饮料/水", CategoryEn: "Drinks/Water", Categories: []string{"特价/周末", "饮料/夏季"}},
		pos.Product{Code: "T", Category: "饮料/茶/绿茶", CategoryEn: "Drinks/Tea"},
		pos.Product{Code: "B", Category: "面包"},
		pos.Product{Code: "S", Categories: []string{"特价"}},
		pos.Product{Code: "C", Category: "饮料"},
		pos.Product{Code: "V", Category: "饮料/水", Off: true},
		pos.Product{Code: "Y", Category: "饮料/汽水", Categories: []string{"特价"}},
		pos.Product{Code: "P", Category: "特", CategoryEn: "Special"},
		pos.Product{Code: "D", Category: "饮料/酒"},
	)...)))
	page := func(category string, offset, limit int) string {
		t.Helper()
		var codes []string
		w.view(func(tx *Tx) error {
			list, more, err := tx.Shelf(category, offset, limit)
			for _, p := range list {
				codes = append(codes, p.Code)
			}
			if more {
				codes = append(codes, "+")
			}
			return err
		})
		return strings.Join(codes, " ")
	}
	if got := w.categories(); got != "特Special 1, 特价 3, 面包 1, 饮料Drinks 5" {
		t.Errorf("the categories are %s", got)
	}
	for _, c := range []struct {
		category      string
		offset, limit int
		want          string
	}{
		{"饮料", 0, 9, "W T C Y D"}, {"饮料", 0, 2, "W T +"}, {"饮料", 2, 3, "C Y D"}, {"饮料", 1, 2, "T C +"}, {"饮料", 3, 1, "Y +"}, {"饮料", 5, 2, ""},
		{"特价", 0, 9, "W S Y"}, {"特", 0, 9, "P"}, {"面包", 0, 9, "B"}, {"饮料/水", 0, 9, ""}, {"水", 0, 9, ""},
	} {
		if got := page(c.category, c.offset, c.limit); got != c.want {
			t.Errorf("%s from %d, %d: %s, want %s", c.category, c.offset, c.limit, got, c.want)
		}
	}
	w.sellGoods("S", "S")
	w.hears(0, item(pos.TopicProduct, "W", pos.Product{Code: "W", Category: "饮料/水", CategoryEn: "Drinks"}))
	if got := w.categories(); got != "特价 2, 特Special 1, 面包 1, 饮料Drinks 5" {
		t.Errorf("after a sale and a change the categories are %s", got)
	}
	if got := page("特价", 0, 9) + "|" + page("饮料", 0, 9); got != "S Y|W T C Y D" {
		t.Errorf("and the shelves %s", got)
	}
	w.verify()
}

// FuzzFind: whatever is typed is an answer and no error.
func FuzzFind(f *testing.F) {
	w := openTill(f, sqlite.Memory+"fuzz-find", 1)
	f.Cleanup(func() { w.must(w.Close()) })
	w.must(w.ApplyFeed(batch(1, 0, 1, append(goods(pos.Product{Code: "1", Name: "矿泉水 Água", NameEn: "Mineral water"}), item(pos.TopicMember, "M1", pos.Member{ID: "M1", Phone: "138", Name: "张伟"}))...)))
	for _, seed := range []string{"kqs", "矿泉", `"*^#-' OR NEAR(`, "é", "〇", "\x00", "\xff矿", "1.5 升", "-", "ａｂ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := w.View(func(tx *Tx) error {
			_, _, err := tx.FindProducts(text, 5)
			_, _, also := tx.FindMembers(text, 5)
			_, phone := tx.MemberByPhone(text)
			if pos.CodeOf(phone) == pos.NotFound {
				phone = nil
			}
			return errors.Join(err, also, phone)
		}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}
