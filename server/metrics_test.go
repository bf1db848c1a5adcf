package server

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"holdfast/server/store"
	"holdfast/sync/wire"
)

// TestMetrics: a monitoring system on this machine sees what goes on; another one needs the token.
func TestMetrics(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	till := o.enrol()
	c, nonce := o.call()
	ask[wire.Welcome](t, c, till.hello(nonce))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // loopback
	defer client.CloseIdleConnections()
	r, err := client.Get(o.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatal(r.StatusCode, err)
	}
	for _, says := range []string{"holdfast_tills_online 1", "holdfast_connections 1", "holdfast_journal_records_total 0", "holdfast_grants_unsettled 0",
		"holdfast_feed_lag_items", "holdfast_recovering 0", `holdfast_exposure_yuan{of="float"} 0`, "holdfast_flush_seconds_count", "holdfast_reactor_lag_records 0"} {
		if !strings.Contains(string(b), says) {
			t.Errorf("/metrics doesn't say %s:\n%s", says, b)
		}
	}

	from := func(address, authorization string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
		r.RemoteAddr = address
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		w := httptest.NewRecorder()
		o.routes().ServeHTTP(w, r)
		return w.Code
	}
	const token = "sixteen-or-more-1"
	for _, c := range []struct {
		address, authorization string
		status                 int
	}{
		{"127.0.0.1:5", "", 200}, {"[::1]:5", "", 200}, {"192.0.2.7:5", "", 401}, {"192.0.2.7:5", "Bearer ", 401}, {"192.0.2.7:5", "Bearer " + token, 401},
		{"[2001:db8::1]:5", "", 401}, {"not an address", "", 401},
	} {
		if got := from(c.address, c.authorization); got != c.status {
			t.Errorf("before a token is set, from %s with %q: %d", c.address, c.authorization, got)
		}
	}
	if err := o.books.Set(store.MetricsToken, "short"); err == nil {
		t.Error("a token that can be guessed was taken")
	}
	if err := o.books.Set(store.MetricsToken, token); err != nil {
		t.Fatal(err)
	}
	if from("192.0.2.7:5", "Bearer "+token) != 200 || from("192.0.2.7:5", "Bearer "+token+"x") != 401 || from("192.0.2.7:5", token) != 401 {
		t.Error("the token doesn't decide")
	}
}

// TestPagesBesideTills: the pages are at the tills' address, and end with the server.
func TestPagesBesideTills(t *testing.T) {
	o := open(t, newBooks(t), nil, nil)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // loopback
	defer client.CloseIdleConnections()
	r, err := client.Get(o.url + "/")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil || r.StatusCode != http.StatusOK || !strings.Contains(string(b), `action="/sign-in"`) {
		t.Errorf("%d, %v:\n%s", r.StatusCode, err, b)
	}
	if r.Request.URL.Path != "/sign-in" {
		t.Errorf("at %s", r.Request.URL.Path)
	}
}
