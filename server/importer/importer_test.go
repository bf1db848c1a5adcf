package importer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"holdfast/assets"
	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/pin"
	"holdfast/server/store"
)

func TestTheSameProductsFromBothKinds(t *testing.T) {
	want := []pos.Product{
		{Code: "1001", Barcodes: []string{"690", "691"}, Name: "矿泉水", NameEn: "Water, still", Price: 200},
		{Code: "1002", Name: "纸巾", Price: 1250, MemberPrice: 1200, Off: true},
	}
	for name, text := range map[string]string{
		"a.csv":   "code,barcodes,name,nameEn,price,memberPrice,off\n1001,690;691,矿泉水,\"Water, still\",2,,\n1002, ,纸巾,,12.5,12.00,yes\n",
		"bom.csv": "\xef\xbb\xbfcode,barcodes,name,nameEn,price,memberPrice,off\r\n1001,690; 691,矿泉水,\"Water, still\",2.00,,false\r\n1002,,纸巾,,12.50,12,TRUE",
		"A.JSON": `[{"code":"1001","barcodes":["690","691"],"name":"矿泉水","nameEn":"Water, still","price":"2"},
			{"code":"1002","barcodes":[],"name":" 纸巾 ","price":"12.50","memberPrice":"12","marketPrice":null,"off":true}]`,
	} {
		rows, err := Products(name, strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []pos.Product
		for _, r := range rows.Items {
			got = append(got, r.Product)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestWhatAFileLeavesOut: a column or name that isn't there is lacking, an empty cell is not, be it the last of a row.
func TestWhatAFileLeavesOut(t *testing.T) {
	most := []string{"barcodes", "name", "nameEn", "unit", "unitEn", "category", "categoryEn", "categories", "price", "marketPrice", "off"}
	for name, file := range map[string]io.Reader{
		"a.csv":  strings.NewReader("code,memberPrice,brand\n1001,1.50,\n"),
		"a.json": strings.NewReader(`[{"code":"1001","memberPrice":"1.5","brand":null}]`),
		"a.xlsx": workbook(t, []any{"code", "memberPrice", "brand"}, []any{"1001", 1.5}),
	} {
		rows, err := Products(name, file)
		want := []store.ProductRow{{Product: pos.Product{Code: "1001", MemberPrice: 150}, Lacks: most}}
		if diff := cmp.Diff(want, rows.Items); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestBadRowsAreNamedByLine(t *testing.T) {
	const head = "code,name,price\n"
	const good = `{"code":"1","name":"a","price":"1"}`
	for _, c := range []struct{ name, text, want string }{
		{"a.csv", head + "1,a,1\n2,b,1.234\n", `line 3: price: "1.234": not an amount with at most 2 decimals`},
		{"a.csv", head + "1,a,-1\n", "line 2: price: "},
		{"a.csv", head + "1,a,1e3\n", "line 2: price: "},
		{"a.csv", head + "1,a,\n", "line 2: price is missing"},
		{"a.csv", "name,price\na,1\n", "line 2: code is missing"},
		{"a.json", `[{"code":"1","name":null}]`, "row 1, line 1: name is missing"},
		{"a.csv", head + "1,a\n", "line 2: 2 cells, the first line names 3 columns"},
		{"a.csv", head + "1,\"a\nb\",1\n2,b,x\n", "line 2: name: the text has line breaks or other control characters in it\nline 4: price: "},
		{"a.csv", head + "1,a,1\n2,b,1\n1,c,1\n", "line 4: code 1 is in line 2 already"},
		{"a.csv", head + "1,\xc4\xe3\xba\xc3,1\n", "line 2: name: the text is not UTF-8"},
		{"a.csv", head + "1 2,a,1\n", "line 2: code: "},
		{"a.csv", head + "1,\"a,1\n2,b,1\n", "nothing behind it can be read"},
		{"a.csv", "code,nmae\n", `line 1: "nmae" is no field here; the fields are code, barcodes, name`},
		{"a.csv", "code,code\n", `line 1: the column "code" is there twice`},
		{"a.csv", "", "the file is empty"},
		{"a.csv", "\xff\xfec\x00", "UTF-16"},
		{"a.csv", "code,barcodes,name,price,off\n1,9;9,a,1,\n2,9,b,1,perhaps\n3,8,c,1,\n4,8,d,1,\n",
			"line 2: barcodes: 9 is there twice\nline 3: off: \"perhaps\" is neither true nor false\nline 5: barcode 8 is in line 4 already"},
		{"a.json", "[\n" + good + ",\n\n {\"code\":\"2\",\"name\":\"b\",\"price\":1.5}]", `row 2, line 4: price: 1.5 is a number; write it as text: "1.5"`},
		{"a.json", `[` + good + `,{"code":"2","name":"b","price":"1","colour":"red"},{"code":"3","name":"c"}]`, "row 2, line 1: \"colour\" is no field here"},
		{"a.json", `[{"code":"2","code":"3","name":"b","price":"1"}]`, "row 1, line 1: code: it is there twice"},
		{"a.json", `[{"code":["2"],"name":"b","price":"1"}]`, "row 1, line 1: code: one value is wanted, not a list"},
		{"a.json", `[{"code":"2","name":"b","price":"1","barcodes":"9"}]`, "row 1, line 1: barcodes: a list is wanted"},
		{"a.json", `[{"code":{"x":[{}]},"name":"b","price":"1"}, 7, [[` + good + `]], ` + good + `]`,
			"row 1, line 1: code: a text is wanted here, no object\nrow 2, line 1: this is no object {…}\nrow 3, line 1: this is no object {…}"},
		{"a.json", `[{"code":"2","name":"b","price":"1","barcodes":["1",["2"]]}]`, "row 1, line 1: barcodes: texts are wanted in the list"},
		{"a.json", `{"products":[]}`, "must be a JSON array"},
		{"a.json", "[\n" + good + "\n" + good + "]", "line 3: "},
		{"a.json", "[\n" + good + ",", "line 2: the file ends in the middle"},
		{"a.json", "[" + good + "]\n[]", "something behind the end of the array"},
		{"a.json", "", "the file ends"},
		{"a.xlsx", "PK\x03\x04", "this is no Excel file"},
		{"a.csv", "PK\x03\x04", "give it a name that ends in .xlsx"},
		{"a.txt", "", `".txt" is not a kind of file`},
	} {
		rows, err := Products(c.name, strings.NewReader(c.text))
		if err == nil {
			t.Errorf("%s %q: taken: %v", c.name, c.text, rows.Items)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q:\n got %s\nwant %s", c.name, c.text, err, c.want)
		}
	}
}

func TestManyBadRowsAreCounted(t *testing.T) {
	_, err := Products("a.csv", strings.NewReader("code,name,price\n"+strings.Repeat("1,a,x\n", 500)))
	var bad *BadRows
	if !errors.As(err, &bad) || len(bad.Shown) != 20 || bad.Count() != 500 || !strings.HasSuffix(bad.Error(), "\nand 480 more") {
		t.Errorf("got %v", err)
	}
}

func TestMembers(t *testing.T) {
	rows, err := Members("m.csv", strings.NewReader("phone,name,cards,principal,points,birthday\n13800000001,张伟,8801;8802,100,0.5,1988-05-17\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := rows.Items[0]
	if m.Principal != 100*money.Yuan || m.Points != money.Point/2 || len(m.Cards) != 2 || m.Cards[1].Number != "8802" || m.Birthday != "1988-05-17" {
		t.Errorf("got %+v", m)
	}
	for row, want := range map[string]string{
		"138,a,,,,":                 "line 2: phone: ",
		"13800000001,,,,,":          "line 2: name is missing",
		"13800000001,a,88-1,,,":     "line 2: cards: ",
		"13800000001,a,,,,1988-5-7": "line 2: birthday: ",
		"13800000001,a,,,,\n13800000002,b,8801,,,\n13800000003,c,8801,,,": "line 4: card 8801 is in line 3 already",
	} {
		if _, err := Members("m.csv", strings.NewReader("phone,name,cards,principal,points,birthday\n"+row)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", row, err, want)
		}
	}
}

func TestPeoplesSecretsAreHashed(t *testing.T) {
	rows, err := People("p.json", strings.NewReader(`[{"id":"1","name":"a","role":"cashier","stores":["S01"],"pin":"1111"},
		{"id":"9","name":"b","role":"director","password":"correct horse"}]`))
	if err != nil {
		t.Fatal(err)
	}
	a, b := rows.Items[0], rows.Items[1]
	if !pin.Verify(a.PINHash, "1111") || a.PassHash != "" || !pin.Verify(b.PassHash, "correct horse") || b.PINHash != "" {
		t.Errorf("got %+v and %+v", a, b)
	}
	for field, want := range map[string]string{
		`"pin":"12"`: "a PIN is 4 to 12 digits", `"password":"short"`: "at least 8", `"role":"king"`: "is no role", `"pinHash":"$argon2id$"`: "is no field here",
	} {
		_, err := People("p.json", strings.NewReader(`[{"id":"1","name":"a",`+field+`}]`))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", field, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), `"12"`) || strings.Contains(err.Error(), "short")) {
			t.Errorf("a secret is shown: %v", err)
		}
	}
}

func TestRules(t *testing.T) {
	const good = `{"topup":{"mode":"highest","steps":[{"amount":"100.00","bonus":"10.00"}]},"points":{"perYuan":"1"}}`
	if r, err := Rules("r.json", strings.NewReader(good)); err != nil || len(r.TopUp.Steps) != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
	for text, want := range map[string]string{
		strings.Replace(good, "highest", "lowest", 1): "topup.mode", "{\n\"tupop\":{}}": "tupop: there is no such field",
		good + good: "something behind", "{\n\n": "line 3", "[]": "document: array",
	} {
		if _, err := Rules("r.json", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
	if _, err := Rules("r.csv", strings.NewReader(good)); pos.CodeOf(err) != pos.Usage {
		t.Errorf("CSV: %v", err)
	}
}

func TestTheDemoChainIsGood(t *testing.T) {
	count := func(name string, read func(fs.File) (int, error)) {
		f, err := assets.Demo().Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if n, err := read(f); n == 0 || err != nil {
			t.Errorf("%s: %d rows, %v", name, n, err)
		}
	}
	count("products.json", func(f fs.File) (int, error) { r, err := Products("p.json", f); return len(r.Items), err })
	count("members.json", func(f fs.File) (int, error) { r, err := Members("m.json", f); return len(r.Items), err })
	count("people.json", func(f fs.File) (int, error) { r, err := People("p.json", f); return len(r.Items), err })
	count("rules.json", func(f fs.File) (int, error) { r, err := Rules("r.json", f); return len(r.TopUp.Steps), err })
}

// manyProducts is a file of n products.
func manyProducts(kind string, n int) string {
	var b strings.Builder
	if kind == ".csv" {
		b.WriteString("code,barcodes,name,price\n")
		for i := range n {
			fmt.Fprintf(&b, "%d,69%011d,商品 %d,%d.50\n", i, i, i, i%100)
		}
		return b.String()
	}
	for i := range n {
		fmt.Fprintf(&b, "%c\n{\"code\":\"%d\",\"barcodes\":[\"69%011d\"],\"name\":\"商品 %d\",\"price\":\"%d.50\"}", "[,"[min(i, 1)], i, i, i, i%100)
	}
	return b.String() + "]\n"
}

func BenchmarkProducts(b *testing.B) {
	for _, kind := range []string{".csv", ".json"} {
		b.Run(kind[1:], func(b *testing.B) {
			const n = 100_000
			text := manyProducts(kind, n)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				rows, err := Products("a"+kind, strings.NewReader(text))
				if err != nil || len(rows.Items) != n {
					b.Fatal(len(rows.Items), err)
				}
				runtime.KeepAlive(rows)
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func FuzzProducts(f *testing.F) {
	f.Add("a.csv", manyProducts(".csv", 2))
	f.Add("a.json", manyProducts(".json", 2))
	f.Add("a.json", `[{"code":{"a":[1,{}]}},[[]]]`)
	f.Fuzz(func(t *testing.T, name, text string) {
		rows, err := Products(name, strings.NewReader(text))
		if err != nil {
			return
		}
		for i, p := range rows.Items {
			if p.Code == "" || p.Name == "" && !slices.Contains(p.Lacks, "name") || p.Price < 0 || rows.Place(i) == "" {
				t.Errorf("taken from %q: %+v", text, p)
			}
		}
	})
}
