package link

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"holdfast/sync/wire"
)

// listen is a TLS server that hands each connection to serve, with its fingerprint.
func listen(t *testing.T, serve func(context.Context, *Conn)) (url string, fingerprint [16]byte) {
	t.Helper()
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := Accept(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Drop()
		serve(r.Context(), c)
	}))
	t.Cleanup(s.Close)
	return s.URL, wire.Fingerprint(s.Certificate().Raw)
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestFramesBothWays(t *testing.T) {
	url, fingerprint := listen(t, func(ctx context.Context, c *Conn) {
		c.Trust()
		f, err := c.Read(ctx)
		if err != nil || f.(wire.Push).From != 7 {
			t.Errorf("server read %v, %v", f, err)
		}
		// What a newer program may send beside: skipped.
		c.ws.Write(ctx, websocket.MessageBinary, []byte{200, 0xa0}) //nolint:errcheck // the client's Read tells
		if err := c.Write(ctx, wire.Ack{Seq: 7}); err != nil {
			t.Error(err)
		}
		c.Read(ctx) //nolint:errcheck // until the client has gone
	})
	ctx := within(t)
	c, err := Dial(ctx, url, fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close("done")
	if err := c.Write(ctx, wire.Push{From: 7, Records: [][]byte{make([]byte, wire.PushBytes)}}); err != nil {
		t.Fatal(err)
	}
	if f, err := c.Read(ctx); err != nil || f.(wire.Ack).Seq != 7 {
		t.Errorf("client read %v, %v", f, err)
	}
}

func TestDialTrustsOnlyThePinnedCertificate(t *testing.T) {
	url, _ := listen(t, func(context.Context, *Conn) { t.Error("another server got a connection") })
	if c, err := Dial(within(t), url, [16]byte{1}); !errors.Is(err, ErrOtherServer) {
		t.Errorf("Dial = %v, %v", c, err)
	}
	if _, err := Dial(within(t), "https://127.0.0.1:1", [16]byte{}); err == nil || !strings.HasPrefix(err.Error(), "head office can't be reached: dial tcp 127.0.0.1:1: ") {
		t.Errorf("Dial where nobody listens = %v", err)
	}
	for _, bad := range []string{"", "http://127.0.0.1:1", "127.0.0.1:1", "https://"} {
		if _, err := Dial(within(t), bad, [16]byte{}); err == nil || !strings.Contains(err.Error(), "https://HOST:PORT") {
			t.Errorf("Dial(%q) = %v", bad, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		trust bool
		kind  websocket.MessageType
		bytes []byte
		want  error
	}{
		"a frame over 1 MiB":   {true, websocket.MessageBinary, make([]byte, wire.MaxFrame+1), wire.ErrTooLarge},
		"16 KiB of a stranger": {false, websocket.MessageBinary, make([]byte, maxStranger+1), wire.ErrTooLarge},
		"text":                 {false, websocket.MessageText, []byte("hello"), wire.ErrMalformed},
		"garbage":              {false, websocket.MessageBinary, []byte{1, 2, 3}, wire.ErrMalformed},
	} {
		got := make(chan error, 1)
		url, fingerprint := listen(t, func(ctx context.Context, conn *Conn) {
			if c.trust {
				conn.Trust()
			}
			_, err := conn.Read(ctx)
			got <- err
		})
		ctx := within(t)
		conn, err := Dial(ctx, url, fingerprint)
		if err != nil {
			t.Fatal(err)
		}
		conn.ws.Write(ctx, c.kind, c.bytes) //nolint:errcheck // the other end may close before it has all
		if err := <-got; !errors.Is(err, c.want) {
			t.Errorf("%s: Read = %v, want %v", name, err, c.want)
		}
		conn.Drop()
	}
}
