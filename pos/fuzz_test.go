package pos

import "testing"

// FuzzDecodeFeed reads what a head office of another version, or with a fault, may send as each noun.
func FuzzDecodeFeed(f *testing.F) {
	for _, v := range []any{
		Product{Code: "1001", Name: "水", Barcodes: []string{"690"}, Price: 200}, Member{ID: "m", Phone: "138", Name: "n", Cards: []Card{{Number: "8801"}}},
		Card{Number: "8801", Member: "m", Reports: []string{"r"}}, Person{ID: "1001"}, Policy{}, Balance{Principal: 1}, Exception{Kind: "clock"},
	} {
		b, err := EncodeFeed(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, v := range []any{&Product{}, &Member{}, &Card{}, &Person{}, &Store{}, &Policy{}, &Balance{}, &Exception{}} {
			if DecodeFeed(b, v) != nil {
				continue
			}
			again, err := EncodeFeed(v)
			if err == nil {
				err = DecodeFeed(again, v)
			}
			if err != nil {
				t.Fatalf("%T %+v was read, and can't be written and read again: %v", v, v, err)
			}
		}
	})
}
