package record

import "testing"

// FuzzDecode reads bodies of all kinds, as a till or head office of another version, or with a fault, might have made them.
func FuzzDecode(f *testing.F) {
	for _, b := range bodies() {
		r, err := New(head, b)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(r.Kind), []byte(r.Body))
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := Record{Header: head, Body: body}
		r.Kind = Kind(kind)
		b, err := r.Decode()
		if err != nil {
			return
		}
		if b.Kind() != r.Kind {
			t.Fatalf("a body of %s is one of %s", r.Kind, b.Kind())
		}
		again, err := New(head, b)
		if err != nil {
			t.Fatalf("%+v can't be written: %v", b, err)
		}
		if _, err := again.Decode(); err != nil {
			t.Fatalf("%+v was written, and can't be read: %v", b, err)
		}
	})
}

// FuzzParseReceipt: a receipt's number, as somebody typed it, names one record however it was written.
func FuzzParseReceipt(f *testing.F) {
	for _, s := range []string{"T1-2-000037", "T1-2-37", "T1-0-1", "--", "T1-2-9223372036854775807", "T1-+2-1", "", "last"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, ok := ParseReceipt(s)
		if !ok {
			return
		}
		if back, ok := ParseReceipt(h.Receipt()); !ok || back != h {
			t.Errorf("%q is %+v, whose receipt is %q: %+v, %v", s, h, h.Receipt(), back, ok)
		}
	})
}
