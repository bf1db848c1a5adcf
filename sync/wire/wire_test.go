package wire

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func key(seed byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, 32)) }

// TestEveryFrameSurvives fills every field of every frame with something and sends it through the codec.
func TestEveryFrameSurvives(t *testing.T) {
	if len(frames) != 28 {
		t.Errorf("%d frames; the package comment tells of 28", len(frames))
	}
	for n, typ := range frames {
		v := reflect.New(typ).Elem()
		fill(v)
		f := v.Interface().(Frame)
		b, err := Encode(f)
		if err != nil {
			t.Fatalf("frame %d: %v", n, err)
		}
		got, err := Decode(b)
		if err != nil {
			t.Fatalf("frame %d: %v", n, err)
		}
		if diff := cmp.Diff(f, got); diff != "" {
			t.Errorf("frame %d changed on the way:\n%s", n, diff)
		}
		for i := range v.NumField() {
			if !strings.Contains(typ.Field(i).Tag.Get("cbor"), ",keyasint") {
				t.Errorf("%s.%s has no number", typ.Name(), typ.Field(i).Name)
			}
		}
	}
}

// fill sets everything below v to something that is not zero.
func fill(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // what frames are made of
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("字")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8, reflect.Uint64:
		v.SetUint(7)
	case reflect.Int, reflect.Int64:
		v.SetInt(-7)
	}
}

func TestDecodeRefuses(t *testing.T) {
	hello, _ := Encode(Ping{})
	for name, c := range map[string]struct {
		bytes []byte
		want  error
	}{
		"nothing":               {nil, ErrMalformed},
		"a number that isn't":   {[]byte{31, 0xa0}, ErrMalformed},
		"no body":               {[]byte{1}, ErrMalformed},
		"text":                  {[]byte("GET / HTTP/1.1\r\n"), nil}, // 'G' is 71: a frame of a newer version
		"rest behind the frame": {append(hello, 0), ErrMalformed},
		"wrong type":            {[]byte{36, 0xa1, 0x01, 0x61, 'x'}, ErrMalformed},
		"key twice":             {[]byte{36, 0xa2, 0x01, 0x01, 0x01, 0x02}, ErrMalformed},
		"too large":             {make([]byte, MaxFrame+1), ErrTooLarge},
	} {
		f, err := Decode(c.bytes)
		if !errors.Is(err, c.want) || f != nil {
			t.Errorf("%s: Decode = %v, %v; want %v", name, f, err, c.want)
		}
	}
	if _, err := Encode(Grant{Blob: make([]byte, MaxFrame)}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Encode of 1 MiB = %v", err)
	}
	// What a newer program adds to a frame is left out, not refused.
	if f, err := Decode([]byte{36, 0xa2, 0x01, 0x05, 0x18, 0x63, 0x01}); err != nil || f.(Ack).Seq != 5 {
		t.Errorf("a frame with a new field = %v, %v", f, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, typ := range frames {
		v := reflect.New(typ).Elem()
		fill(v)
		b, _ := Encode(v.Interface().(Frame))
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		frame, err := Decode(b)
		if err != nil || frame == nil {
			return
		}
		again, err := Encode(frame)
		if err != nil {
			return // what was just under the limit may be over it in canonical form
		}
		if back, err := Decode(again); err != nil || !reflect.DeepEqual(frame, back) {
			t.Fatalf("%#v became %#v (%v)", frame, back, err)
		}
	})
}

func TestSignatures(t *testing.T) {
	hq, till, other := key(1), key(2), key(3)
	pub := func(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }
	cert, err := SignCertificate(hq, Certificate{Place: "T1", Store: "S01", Epoch: 1, PublicKey: pub(till)})
	if err != nil {
		t.Fatal(err)
	}
	if c, err := OpenCertificate(pub(hq), cert); err != nil || c.Place != "T1" {
		t.Errorf("certificate = %+v, %v", c, err)
	}
	if _, err := OpenCertificate(pub(other), cert); !errors.Is(err, ErrSignature) {
		t.Errorf("another HQ's certificate: %v", err)
	}

	hello, _ := Hello{HeadSeq: 3, Certificate: cert}.Sign(till, []byte("nonce"))
	check := func(name string, err error, ok bool) {
		t.Helper()
		if (err == nil) != ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	check("hello", hello.Verify(pub(till), []byte("nonce")), true)
	check("hello to another challenge", hello.Verify(pub(till), []byte("other")), false)
	check("hello of another key", hello.Verify(pub(other), []byte("nonce")), false)
	hello.HeadSeq++
	check("hello with another head", hello.Verify(pub(till), []byte("nonce")), false)

	push := Push{From: 1, Records: [][]byte{[]byte("a"), []byte("b")}}.Sign(till, "T1", 1)
	check("push", push.Verify(pub(till), "T1", 1), true)
	check("push for another place", push.Verify(pub(till), "T2", 1), false)
	check("push for another epoch", push.Verify(pub(till), "T1", 2), false)
	push.From++
	check("push from another seq", push.Verify(pub(till), "T1", 1), false)
	push.From--
	push.Records[1] = []byte("c")
	check("push of another record", push.Verify(pub(till), "T1", 1), false)

	enrol := Enrol{Secret: []byte("secret"), PublicKey: pub(till)}.Sign(till, []byte("nonce"))
	check("enrolment", enrol.Verify([]byte("nonce")), true)
	check("enrolment replayed", enrol.Verify([]byte("other")), false)
	enrol.PublicKey = pub(other)
	check("enrolment of another's key", enrol.Verify([]byte("nonce")), false)
}

// TestHelloSignsAllOfIt: no field of a hello can be changed on its way.
func TestHelloSignsAllOfIt(t *testing.T) {
	till, nonce := key(2), []byte("nonce")
	signed, err := Hello{HeadSeq: 3}.Sign(till, nonce)
	if err != nil {
		t.Fatal(err)
	}
	for i := range reflect.TypeOf(signed).NumField() {
		changed := signed
		fill(reflect.ValueOf(&changed).Elem().Field(i))
		if changed.Verify(till.Public().(ed25519.PublicKey), nonce) == nil {
			t.Errorf("%s isn't signed", reflect.TypeOf(signed).Field(i).Name)
		}
	}
}

func TestCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Code
		copy(c.Secret[:], rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "secret"))
		copy(c.Fingerprint[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "fingerprint"))
		text := c.String()
		typed := strings.ToLower(strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(text))
		for _, s := range []string{text, typed} {
			if got, err := ParseCode(s); err != nil || got != c {
				t.Fatalf("ParseCode(%q) = %v, %v", s, got, err)
			}
		}
	})
	good := Code{Secret: [10]byte{1}}.String()
	for _, bad := range []string{"", "ABC", good[:len(good)-1], good + "0", "UUUU" + good[4:], "1" + good[1:]} {
		if _, err := ParseCode(bad); err == nil {
			t.Errorf("ParseCode(%q) took it", bad)
		}
	}
}
