package importer

import (
	"bytes"
	"io"
	"io/fs"
	"strings"
	"testing"

	"holdfast/assets"
)

// FuzzFiles reads files of members and rules. (Those of people are read alike, and their PINs hashed, which takes its time.) They are read or refused, and a refusal says something.
func FuzzFiles(f *testing.F) {
	for _, name := range []string{"members", "rules"} {
		text, err := fs.ReadFile(assets.Demo(), name+".json")
		if err != nil {
			f.Fatal(err)
		}
		if len(text) > 4<<10 {
			text = text[:4<<10]
		}
		f.Add("a.json", string(text))
	}
	f.Add("a.csv", "phone,name,cards,principal\n13800000001,a,8801;8802,1.50\n,,,\n")
	f.Add("a.csv", "\xef\xbb\xbfphone,name\r\n\"1\n2\",\"\"\"\r\n")
	f.Add("a.json", `[{"phone":"1","name":"a","cards":["1"],"birthday":"2000-01-01"}]`)
	f.Fuzz(func(t *testing.T, name, text string) {
		if strings.HasSuffix(strings.ToLower(name), ".xlsx") {
			return // FuzzWorkbook
		}
		_, membersErr := Members(name, strings.NewReader(text))
		_, rulesErr := Rules(name, strings.NewReader(text))
		for _, err := range []error{membersErr, rulesErr} {
			if err != nil && err.Error() == "" {
				t.Error("refused without a word")
			}
		}
	})
}

// FuzzWorkbook reads Excel files.
func FuzzWorkbook(f *testing.F) {
	for _, rows := range [][][]any{
		{{"phone", "name", "birthday"}, {13800000001, "a", 36526}, {"138", "b", "2000-01-01"}},
		{{"code", "name", "price"}, {"1001", "水", 1.5}},
		{},
	} {
		b, err := io.ReadAll(workbook(f, rows...))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if rows, err := Members("a.xlsx", bytes.NewReader(b)); err == nil {
			for i, m := range rows.Items {
				if m.Principal < 0 || rows.Place(i) == "" {
					t.Errorf("taken: %+v", m)
				}
			}
		}
	})
}
