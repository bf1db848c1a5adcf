package admin

import (
	"crypto/rand"
	"errors"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/pin"
	"holdfast/pos/record"
	"holdfast/server/react"
	"holdfast/server/store"
	"holdfast/sync/hub"
)

// office is head office's pages over real books, and a browser.
type office struct {
	t      *testing.T
	books  *store.Store
	clock  atomic.Int64 // nanoseconds since began
	server *httptest.Server
	client *http.Client
	moved  []string
}

var began = time.Date(2026, 11, 22, 9, 0, 0, 0, pos.Zone)

func (o *office) now() time.Time { return began.Add(time.Duration(o.clock.Load())) }

func (o *office) pass(d time.Duration) { o.clock.Add(int64(d)) }

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// open makes an office with a director, a cashier, someone who may look only, and an exception.
func open(t *testing.T) *office {
	t.Helper()
	o := &office{t: t}
	file := filepath.Join(t.TempDir(), "hq.db")
	o.must(store.Create(file, rand.Reader, began))
	var err error
	o.books, err = store.Open(file, rand.Reader)
	o.must(err)
	o.books.Use(react.All()...)
	t.Cleanup(func() { o.must(o.books.Close()) })
	hash := pin.Hash("correct horse")
	o.must(o.books.PutStores([]pos.Store{{Code: "S01", Name: "一店 <b>", NameEn: "One <b>"}, {Code: "S02", Name: "二店"}}))
	o.must(o.books.PutTill("T1", "S01"))
	o.must(o.books.PutPeople([]pos.Person{
		{ID: "9001", Name: "何立诚", NameEn: "He Licheng", Role: pos.Director, PassHash: hash},
		{ID: "1001", Name: "陈晓梅", Role: pos.Cashier, PassHash: hash},
		{ID: "2001", Name: "王建平", Role: pos.StoreManager, PassHash: hash},
		{ID: "8001", Name: "无密码", Role: pos.Director},
	}, began))
	pages := New(Office{
		Books:  func() *store.Store { return o.books },
		Status: func([]string) map[string]hub.PlaceStatus { return map[string]hub.PlaceStatus{"T1": {Online: true}} },
		Moved:  func(holders ...string) { o.moved = append(o.moved, holders...) },
		Log:    slog.New(slog.NewTextHandler(t.Output(), nil)),
	}, o.now)
	o.server = httptest.NewTLSServer(pages)
	t.Cleanup(o.server.Close)
	o.client = o.browser()
	return o
}

// browser keeps cookies and follows no redirects.
func (o *office) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	o.must(err)
	return &http.Client{Jar: jar, Transport: o.server.Client().Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// exception has a broken till take 30.00 of a member's that it doesn't hold: the house pays, and somebody must look at it.
func (o *office) exception() (id, member string) {
	o.t.Helper()
	_, err := o.books.PutMembers([]store.MemberRow{{Member: pos.Member{Phone: "13800000001", Name: "张<i>伟"}, Principal: 10000}}, began)
	o.must(err)
	m, err := o.books.Member("13800000001", began)
	o.must(err)
	secret, err := o.books.EnrolmentCode("S01", "T1", began)
	o.must(err)
	r, err := record.New(record.Header{Place: "T1", Epoch: 1, Seq: 1, ID: "r1", Time: began.UnixMilli(), Store: "S01"}, record.Sale{Member: m.ID, Total: 3000, Basket: "b",
		Paid: []record.Tender{{Kind: record.Stored, Amount: 3000, Uses: []escrow.Use{{Lot: "l", Asset: ledger.Principal, Amount: 3000}}}}})
	o.must(err)
	sealed, err := record.Seal(r)
	o.must(err)
	prepared, err := o.books.Prepare(sealed.Bytes)
	o.must(err)
	o.must(o.books.Update(func(tx hub.Tx) error {
		if _, err := tx.Enrol(secret[:], make([]byte, 32), began); err != nil {
			return err
		}
		_, err := tx.Accept("T1", 1, 1, []hub.Record{prepared}, began)
		return err
	}))
	list, err := o.books.Exceptions(false)
	o.must(err)
	if len(list) != 1 || list[0].Kind != "suspense" || list[0].Amount != 3000 {
		o.t.Fatalf("%+v", list)
	}
	return list[0].ID, m.ID
}

func (o *office) do(method, path string, form url.Values, header ...string) (*http.Response, string) {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.server.URL+path, strings.NewReader(form.Encode()))
	o.must(err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w, err := o.client.Do(r)
	o.must(err)
	b, err := io.ReadAll(w.Body)
	o.must(errors.Join(err, w.Body.Close()))
	return w, string(b)
}

func (o *office) get(path string, header ...string) (*http.Response, string) {
	o.t.Helper()
	return o.do(http.MethodGet, path, nil, header...)
}

func (o *office) post(path string, values ...string) (*http.Response, string) {
	o.t.Helper()
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	return o.do(http.MethodPost, path, form)
}

func (o *office) signIn(person, password string) int {
	o.t.Helper()
	w, _ := o.post("/sign-in", "person", person, "password", password)
	return w.StatusCode
}

var tokens = regexp.MustCompile(`name="token" value="([^"]+)"`)

// token is that of the page at a path.
func (o *office) token(path string) string {
	o.t.Helper()
	_, page := o.get(path)
	m := tokens.FindStringSubmatch(page)
	if m == nil {
		o.t.Fatalf("%s has no token:\n%s", path, page)
	}
	return html.UnescapeString(m[1])
}

func (o *office) is(w *http.Response, status int, to string) {
	o.t.Helper()
	if w.StatusCode != status || w.Header.Get("Location") != to {
		o.t.Errorf("%s %s: %d to %q, expected %d to %q", w.Request.Method, w.Request.URL.Path, w.StatusCode, w.Header.Get("Location"), status, to)
	}
}

// TestNobodyIsShownAnything: without a session there is the sign-in page and nothing else, with the same headers everywhere.
func TestNobodyIsShownAnything(t *testing.T) {
	o := open(t)
	id, _ := o.exception()
	for _, path := range []string{"/", "/exceptions", "/exceptions?all", "/exceptions/" + id} {
		w, body := o.get(path)
		o.is(w, http.StatusSeeOther, "/sign-in")
		if strings.Contains(body, "S01") {
			t.Errorf("%s shows %s", path, body)
		}
	}
	w, _ := o.post("/exceptions/"+id, "note", "x")
	o.is(w, http.StatusForbidden, "")
	if x, err := o.books.Exception(id); err != nil || x.Settled != "" {
		t.Errorf("a stranger settled it: %+v, %v", x, err)
	}
	for path, status := range map[string]int{"/sign-in": 200, "/style.css": 200, "/nothing": 404, "/exceptions/../../etc/passwd": 301, "/pages/frame.html": 404} {
		w, _ := o.get(path)
		if w.StatusCode != status && w.StatusCode != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d, expected %d", path, w.StatusCode, status)
		}
		csp := w.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") ||
			w.Header.Get("X-Content-Type-Options") != "nosniff" || w.Header.Get("X-Frame-Options") != "DENY" || w.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", path, w.Header)
		}
		if path != "/style.css" && w.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %s", path, w.Header.Get("Cache-Control"))
		}
	}
}

// TestSignIn: who has the right and the password gets a session cookie that only this host's pages see; whoever hasn't gets
// one and the same answer.
func TestSignIn(t *testing.T) {
	o := open(t)
	var answers []string
	for _, c := range [][2]string{{"9001", "wrong"}, {"9999", "correct horse"}, {"8001", ""}, {"1001", "correct horse"}, {"", ""}, {"9001' --", "x"}} {
		w, body := o.post("/sign-in", "person", c[0], "password", c[1])
		if w.StatusCode != http.StatusForbidden || len(w.Cookies()) > 0 {
			t.Errorf("%v: %d with %v", c, w.StatusCode, w.Cookies())
		}
		answers = append(answers, strings.ReplaceAll(body, html.EscapeString(c[0]), ""))
	}
	for _, a := range answers[:4] {
		if len(a) < 100 || strings.TrimSpace(a) == "" {
			t.Error("an empty answer")
		}
	}
	if strings.ReplaceAll(answers[0], "9001", "") != strings.ReplaceAll(answers[1], "9999", "") {
		t.Error("the answer tells who works here")
	}
	w, _ := o.post("/sign-in", "person", "9001", "password", "correct horse")
	o.is(w, http.StatusSeeOther, "/")
	c := w.Cookies()[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") || len(c.Value) < 26 {
		t.Errorf("the cookie is %+v", c)
	}
	if w, body := o.get("/"); w.StatusCode != http.StatusOK || !strings.Contains(body, "何立诚") {
		t.Errorf("%d: %s", w.StatusCode, body)
	}
	if w, _ := o.get("/sign-in"); w.StatusCode != http.StatusSeeOther {
		t.Errorf("who is signed in is asked again: %d", w.StatusCode)
	}
	w, _ = o.post("/sign-out")
	o.is(w, http.StatusForbidden, "")
	w, _ = o.post("/sign-out", "token", o.token("/"))
	o.is(w, http.StatusSeeOther, "/sign-in")
	stale := &http.Cookie{Name: c.Name, Value: c.Value}
	if w, _ := o.get("/", "Cookie", stale.String()); w.StatusCode != http.StatusSeeOther {
		t.Errorf("a session lives on after its end: %d", w.StatusCode)
	}
}

// TestLock: five wrong passwords lock the person for a while, and nobody else.
func TestLock(t *testing.T) {
	o := open(t)
	for range 5 {
		o.signIn("9001", "guess")
	}
	if o.signIn("9001", "correct horse") != http.StatusForbidden {
		t.Error("not locked")
	}
	if o.signIn("2001", "correct horse") != http.StatusSeeOther {
		t.Error("somebody else is locked")
	}
	o.client = o.browser()
	o.pass(lockedFor - time.Second)
	if o.signIn("9001", "correct horse") != http.StatusForbidden {
		t.Error("the lock ended early")
	}
	o.pass(2 * time.Second)
	if o.signIn("9001", "correct horse") != http.StatusSeeOther {
		t.Error("the lock doesn't end")
	}
}

// TestManySignIns: a flood of sign-ins is turned away, and takes neither memory nor the books.
func TestManySignIns(t *testing.T) {
	o := open(t)
	var all sync.WaitGroup
	var turned atomic.Int64
	for range 4 * mostWaiting {
		all.Go(func() {
			w, err := o.server.Client().PostForm(o.server.URL+"/sign-in", url.Values{"person": {"nobody"}, "password": {"x"}})
			if err != nil {
				t.Error(err)
				return
			}
			w.Body.Close()
			if w.StatusCode == http.StatusServiceUnavailable {
				turned.Add(1)
			}
		})
	}
	all.Wait()
	if turned.Load() == 0 {
		t.Error("all of them were looked at")
	}
	if o.signIn("9001", "correct horse") != http.StatusSeeOther {
		t.Error("nobody can sign in afterwards")
	}
}

// TestSessionsEnd: by time without use, by time at all, by a right that was taken away; a page that reloads by itself is no
// use.
func TestSessionsEnd(t *testing.T) {
	o := open(t)
	signedIn := func() bool {
		w, _ := o.get("/")
		return w.StatusCode == http.StatusOK
	}
	o.signIn("9001", "correct horse")
	for range 3 {
		o.pass(idleFor - time.Minute)
		if !signedIn() {
			t.Fatal("a session in use ended")
		}
	}
	for range 2 {
		o.pass(idleFor - time.Minute)
		o.get("/?again")
	}
	if signedIn() {
		t.Error("a page that reloads by itself keeps the session")
	}
	o.signIn("9001", "correct horse")
	for range int(longest/idleFor) + 1 {
		o.pass(idleFor - time.Second)
		signedIn()
	}
	o.pass(idleFor - time.Second)
	if signedIn() {
		t.Error("a session lasts for ever")
	}
	o.signIn("9001", "correct horse")
	o.must(o.books.PutPeople([]pos.Person{{ID: "9001", Name: "何立诚", Role: pos.Director, PassHash: pin.Hash("battery staple")}}, o.now()))
	if signedIn() {
		t.Error("a new password leaves those in who came by the old one")
	}
	o.signIn("9001", "battery staple")
	o.must(o.books.SetRight(pos.Director, pos.MayLookHQ, false))
	if w, body := o.get("/"); w.StatusCode != http.StatusForbidden || strings.Contains(body, "S01") {
		t.Errorf("a right that was taken away: %d", w.StatusCode)
	}
}

// TestSettle: by right, with the form's token, not from another site, once; and it does what it says.
func TestSettle(t *testing.T) {
	o := open(t)
	id, member := o.exception()
	o.signIn("2001", "correct horse")
	if _, page := o.get("/exceptions/" + id); strings.Contains(page, "<textarea") || !strings.Contains(page, "您没有处理异常的权限") {
		t.Error("who may look only is shown the form")
	}
	w, _ := o.post("/exceptions/"+id, "token", o.token("/"), "note", "x")
	o.is(w, http.StatusForbidden, "")

	o.client = o.browser()
	o.signIn("9001", "correct horse")
	if _, page := o.get("/exceptions/" + id); !strings.Contains(page, "记录扣款超出账面；差额由挂账") {
		t.Errorf("what happened is not said in Chinese:\n%s", page)
	}
	token := o.token("/exceptions/" + id)
	for _, wrong := range []string{"", "x", token + "x"} {
		w, _ := o.post("/exceptions/"+id, "token", wrong, "note", "x")
		o.is(w, http.StatusForbidden, "")
	}
	w, _ = o.do(http.MethodPost, "/exceptions/"+id, url.Values{"token": {token}}, "Sec-Fetch-Site", "cross-site")
	o.is(w, http.StatusForbidden, "")
	for _, much := range []string{"30.01", "much"} {
		w, page := o.post("/exceptions/"+id, "token", token, "note", "谈过", "member", much)
		if w.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "谈过") || !strings.Contains(page, "alert") {
			t.Errorf("%s: %d\n%s", much, w.StatusCode, page)
		}
	}
	if _, page := o.post("/exceptions/"+id, "token", token, "note", "谈过", "member", "30.01"); !strings.Contains(page, "补偿不超过此数") {
		t.Errorf("the refusal is not said in Chinese:\n%s", page)
	}
	w, _ = o.post("/exceptions/"+id, "token", token, "note", "和会员谈过", "member", "30.00")
	o.is(w, http.StatusSeeOther, "/exceptions/"+id)
	x, err := o.books.Exception(id)
	o.must(err)
	m, err := o.books.Member("13800000001", began)
	o.must(err)
	if x.By != "9001" || x.Result != "和会员谈过" || x.Given != 3000 || m.Principal != 13000 || len(o.moved) != 1 || o.moved[0] != member {
		t.Errorf("%+v; the member has %s; moved %v", x, m.Principal, o.moved)
	}
	if w, _ := o.post("/exceptions/"+id, "token", token); w.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("settled twice: %d", w.StatusCode)
	}
	for _, path := range []string{"/exceptions/0", "/exceptions/x", "/exceptions/99999999999999999999"} {
		if w, _ := o.get(path); w.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.StatusCode)
		}
	}
	if w, _ := o.post("/exceptions/"+id, "token", token, "note", strings.Repeat("x", maxForm)); w.StatusCode != http.StatusForbidden {
		t.Errorf("a form without end: %d", w.StatusCode)
	}
}

var templated = regexp.MustCompile(`⟨[^⟩]*⟩`)

// TestBothLanguages: every page says everything in the language chosen, and shows what it is given as text.
func TestBothLanguages(t *testing.T) {
	o := open(t)
	id, _ := o.exception()
	_, err := o.books.As(store.Actor{At: began}).Adjust("13800000001", []escrow.Amount{{Asset: ledger.Principal, Amount: 123456700}}, "x")
	o.must(err)
	o.signIn("9001", "correct horse")
	han := regexp.MustCompile(`\p{Han}+`)
	names := regexp.MustCompile(`何立诚|一店|二店|张|伟|中文|王建平`)
	for _, path := range []string{"/", "/exceptions", "/exceptions?all", "/exceptions/" + id, "/exceptions/none"} {
		_, zh := o.get(path, "Accept-Language", "zh-CN")
		_, en := o.get(path, "Accept-Language", "en-GB,en;q=0.9")
		for lang, page := range map[string]string{"zh": zh, "en": en} {
			if missing := templated.FindAllString(page, -1); missing != nil || !strings.Contains(page, `lang="`+lang+`"`) {
				t.Errorf("%s in %s: not in the catalogue: %v", path, lang, missing)
			}
			if strings.Contains(page, "<script>") || strings.Contains(page, "<b>") && strings.Contains(page, "One <b>") || strings.Contains(page, "张<i>") {
				t.Errorf("%s in %s: a name is taken for HTML", path, lang)
			}
		}
		if left := han.FindAllString(names.ReplaceAllString(en, ""), -1); left != nil {
			t.Errorf("%s in English says %q", path, left)
		}
		if path == "/" && !strings.Contains(zh, "1,234,667.00") {
			t.Errorf("amounts are hard to read:\n%s", zh)
		}
	}
	w, _ := o.get("/language?to=en&back=/exceptions")
	o.is(w, http.StatusSeeOther, "/exceptions")
	if _, page := o.get("/", "Accept-Language", "zh"); !strings.Contains(page, "Stores and tills") {
		t.Error("the language chosen doesn't count")
	}
	for _, back := range []string{"//evil.example", "https://evil.example", `/\evil.example`, ""} {
		w, _ := o.get("/language?to=zh&back=" + url.QueryEscape(back))
		o.is(w, http.StatusSeeOther, "/")
	}
}

// TestKindsHaveTexts: whatever exception the books can raise, the pages can name it.
func TestKindsHaveTexts(t *testing.T) {
	raised := regexp.MustCompile(`(?:kind: |Kind: |x\.kind(?:, x\.note)? = )"([a-z_]+)"`)
	found := 0
	for _, dir := range []string{"../store", "../react"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range raised.FindAllStringSubmatch(string(text), -1) {
				found++
				if strings.HasSuffix(file, "_test.go") {
					continue
				}
				if _, ok := kinds[m[1]]; !ok {
					t.Errorf("%s raises %q, which has no text", file, m[1])
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d kinds found", found)
	}
}

// fork has a copied till bring a sale and a top-up under numbers that head office has already from the till itself.
func (o *office) fork() (id string) {
	o.t.Helper()
	_, err := o.books.PutMembers([]store.MemberRow{{Member: pos.Member{Phone: "13800000001", Name: "张<i>伟"}, Principal: 10000}}, began)
	o.must(err)
	m, err := o.books.Member("13800000001", began)
	o.must(err)
	secret, err := o.books.EnrolmentCode("S01", "T1", began)
	o.must(err)
	var last record.Sealed
	seal := func(id string, follows bool, b record.Body) hub.Record {
		h := record.Header{Place: "T1", Epoch: 1, Seq: 1, ID: id, Time: began.UnixMilli(), Store: "S01"}
		if follows {
			h.Seq, h.Prev = last.Seq+1, last.Hash
		}
		r, err := record.New(h, b)
		o.must(err)
		last, err = record.Seal(r)
		o.must(err)
		prepared, err := o.books.Prepare(last.Bytes)
		o.must(err)
		return prepared
	}
	own := seal("own", false, record.CashIn{Amount: 100})
	copied := []hub.Record{
		seal("a", false, record.TopUp{Member: m.ID, Principal: 5000, Tender: record.Cash}),
		seal("b", true, record.Sale{Member: m.ID, Total: 7000, Basket: "b",
			Paid: []record.Tender{{Kind: record.Stored, Amount: 7000, Uses: []escrow.Use{{Lot: "l", Asset: ledger.Principal, Amount: 7000}}}}}),
	}
	o.must(o.books.Update(func(tx hub.Tx) error {
		if _, err := tx.Enrol(secret[:], make([]byte, 32), began); err != nil {
			return err
		}
		if _, err := tx.Accept("T1", 1, 1, []hub.Record{own}, began); err != nil {
			return err
		}
		_, err := tx.Accept("T1", 1, 1, copied, began)
		return err
	}))
	list, err := o.books.Exceptions(false)
	o.must(err)
	if len(list) != 1 || list[0].Kind != "branch" {
		o.t.Fatalf("%+v", list)
	}
	return list[0].ID
}

// TestFork: the page of a fork lists its records, what they are, and what each gives a member and costs the chain, in both
// languages; whoever may settle has it booked with one box, once, and sees it booked.
func TestFork(t *testing.T) {
	o := open(t)
	id := o.fork()
	path := "/exceptions/" + id
	o.signIn("2001", "correct horse")
	if _, page := o.get(path); strings.Contains(page, `name="fork"`) || !strings.Contains(page, "T1-1-000002") {
		t.Errorf("who may look only doesn't see the fork, or is shown the form:\n%s", page)
	}
	o.client = o.browser()
	o.signIn("9001", "correct horse")
	rows := func(lang string) (rows []string) {
		t.Helper()
		_, page := o.get(path, "Accept-Language", lang)
		if missing := templated.FindAllString(page, -1); missing != nil {
			t.Errorf("not in the catalogue: %v", missing)
		}
		for _, row := range regexp.MustCompile(`(?s)<tr>(<t[dh].*?)</tr>`).FindAllStringSubmatch(page, -1) {
			text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(row[1], " ")
			rows = append(rows, strings.Join(strings.Fields(html.UnescapeString(text)), " "))
		}
		return rows
	}
	m, err := o.books.Member("13800000001", began)
	o.must(err)
	want := func(lang string, wanted ...string) {
		t.Helper()
		if got := rows(lang); !slices.Equal(got, wanted) {
			t.Errorf("in %s:\n%s\nexpected:\n%s", lang, strings.Join(got, "\n"), strings.Join(wanted, "\n"))
		}
	}
	gives, costs := m.ID+" 0.00 -50.00", m.ID+" 0.00 70.00" // what it paid in covers some of what it spent
	want("zh", "单号 事项 时间 会员 应归会员 总店承担", "T1-1-000001 储值充值 09:00 "+gives, "T1-1-000002 销售 09:00 "+costs)
	want("en", "Receipt What When Member Gives the member Costs the chain", "T1-1-000001 Top-up 09:00 "+gives, "T1-1-000002 Sale 09:00 "+costs)
	w, _ := o.post(path, "token", o.token(path), "note", "拷贝过的硬盘", "fork", "yes")
	o.is(w, http.StatusSeeOther, path)
	x, err := o.books.Exception(id)
	o.must(err)
	if x.By != "9001" || x.Cost != 2000 || !slices.Contains(o.moved, m.ID) {
		t.Errorf("%+v, moved %v", x, o.moved)
	}
	want("en", "Receipt What When Member Gives the member Costs the chain",
		"T1-1-000001 Top-up booked 09:00 "+gives, "T1-1-000002 Sale booked 09:00 "+costs)
	if _, page := o.get(path); strings.Contains(page, `name="fork"`) {
		t.Error("it can be booked again")
	}
}
