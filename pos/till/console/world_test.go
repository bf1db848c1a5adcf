package console_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/receipt"
	"holdfast/pos/till"
	"holdfast/pos/till/console"
	"holdfast/pos/till/store"
	"holdfast/sync/wire"
)

// world is a till with its real books and a head office that does what a test says: it fills the feed, and signs
// grants with its key.
type world struct {
	t        tester
	file     string
	clock    *handClock
	entropy  *rand.ChaCha8
	key      ed25519.PrivateKey // head office's
	enrolled store.Enrolment
	cursor   wire.Cursor
	grants   int
	office   *office
	store    *store.Store
	console  console.Console
	parked   []string // ids of the sales that were put on hold
}

// tester is a test, or a run of one with values by chance.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Cleanup(f func())
}

// handClock stands still until a test moves it.
type handClock struct{ now time.Time }

func (c *handClock) Wall() time.Time     { return c.now }
func (c *handClock) Mono() time.Duration { return time.Duration(c.now.UnixNano()) }

// newWorld enrols a till T1 in S01 at ten in the morning, and fills its feed.
func newWorld(t tester, file string) *world {
	t.Helper()
	w := &world{t: t, file: file, clock: &handClock{time.Date(2026, 11, 22, 10, 0, 0, 0, pos.Zone)}, entropy: rand.NewChaCha8([32]byte{7})}
	_, hq := w.newKey()
	public, key := w.newKey()
	w.key = hq
	certificate, err := wire.SignCertificate(hq, wire.Certificate{Place: "T1", Store: "S01", Epoch: 1, PublicKey: public, Generation: 1})
	w.must(err)
	w.enrolled = store.Enrolment{Signed: certificate, Key: key, HQKey: hq.Public().(ed25519.PublicKey), HQURL: "https://hq.invalid:8443"}
	w.office = &office{world: w, available: map[string]money.Fen{}, owns: map[string]pos.Balance{}, receipts: noReceipts()}
	w.openStore()
	w.must(w.store.SetEnrolment(w.enrolled))
	w.feed(chain()...)
	w.start()
	t.Cleanup(func() { w.must(w.store.Close()) })
	return w
}

func (w *world) newKey() (ed25519.PublicKey, ed25519.PrivateKey) {
	public, key, err := ed25519.GenerateKey(w.entropy)
	w.must(err)
	return public, key
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) openStore() {
	s, err := store.Open(w.file, w.clock, w.entropy)
	w.must(err)
	w.store = s
}

// start is what the program does after the books are open.
func (w *world) start() {
	t, err := till.New(w.store, w.office)
	w.must(err)
	w.console = console.Console{Till: t, JSON: w.console.JSON, Width: receipt.Narrow, Lang: receipt.Chinese}
}

// crash loses everything but what is durable.
func (w *world) crash() {
	w.must(w.store.Close())
	w.openStore()
	w.start()
}

// do types one line and returns what the console prints. A command that doesn't do as its prefix says fails the test.
func (w *world) do(line string) string {
	w.t.Helper()
	var out strings.Builder
	if err := w.console.Run(context.Background(), strings.NewReader(line), &out); err != nil {
		w.t.Errorf("%s: %v", line, err)
	}
	return out.String()
}

// item is a noun on its way through the feed.
func item(topic pos.Topic, key string, noun any) wire.Item {
	body, err := pos.EncodeFeed(noun)
	if err != nil {
		panic(err)
	}
	return wire.Item{Topic: string(topic), Key: key, Body: body}
}

func (w *world) feed(items ...wire.Item) {
	w.t.Helper()
	to := wire.Cursor{Generation: 1, At: w.cursor.At + uint64(len(items))}
	w.must(w.store.ApplyFeed(wire.Feed{From: w.cursor, To: to, Items: items, End: true}))
	w.cursor = to
}

// grant signs stored value for this till and delivers it; request is "" for a standing allowance.
func (w *world) grant(request, member string, principal, bonus money.Fen, life time.Duration) {
	w.t.Helper()
	w.grants++
	g := escrow.Grant{
		ID: fmt.Sprintf("GRANT%03d", w.grants), Request: request, Place: "T1", Epoch: 1, Holder: member,
		Made: w.clock.now.UnixMilli(), Ends: w.clock.now.Add(life).UnixMilli(), Generation: 1,
	}
	for asset, amount := range map[ledger.Asset]money.Fen{ledger.Principal: principal, ledger.Bonus: bonus} {
		if amount > 0 {
			g.Amounts = append(g.Amounts, escrow.Amount{Asset: asset, Amount: int64(amount)})
		}
	}
	blob, err := escrow.Sign(w.key, g)
	w.must(err)
	_, err = w.store.TakeGrant(blob)
	w.must(err)
}

func (w *world) verify() {
	w.t.Helper()
	if _, err := w.store.Verify(context.Background()); err != nil {
		w.t.Errorf("verify: %v", err)
	}
}

// office is the line to a head office that answers at once, or, while it is slow, never.
type office struct {
	*world
	up, slow  bool
	available map[string]money.Fen
	owns      map[string]pos.Balance // in place of available where a story tells all assets
	elsewhere []till.Elsewhere
	asked     []wire.Request
	meanwhile func() // what somebody does at the till while the next request waits
	receipts
}

func (o *office) Online() (bool, time.Time) { return o.up, o.clock.now.Add(-time.Hour) }
func (o *office) Cut(cut bool)              { o.up = !cut }
func (o *office) Nudge()                    {}

// Await decides the request as head office would: it grants what there is.
func (o *office) Await(ctx context.Context, id string) error {
	if f := o.meanwhile; f != nil {
		o.meanwhile = nil
		f()
	}
	if o.slow {
		<-ctx.Done()
		return ctx.Err()
	}
	requests, err := o.store.Requests()
	o.must(err)
	for _, r := range requests {
		if r.ID != id {
			continue
		}
		o.asked = append(o.asked, r)
		if r.Refund || o.back[r.Holder] != (pos.Balance{}) {
			return o.grantNamed(r)
		}
		if _, ok := o.owns[r.Holder]; ok {
			return o.grantOf(r)
		}
		amount := min(money.Fen(r.Value), o.available[r.Holder])
		if amount == 0 {
			return o.store.Refused(id, string(pos.Insufficient), "head office has nothing left to grant of this member's value")
		}
		o.available[r.Holder] -= amount
		o.grant(id, r.Holder, amount, 0, 24*time.Hour)
	}
	return nil
}

func (o *office) Why() string {
	if !o.up {
		return "head office can't be reached"
	}
	return ""
}

func (o *office) Enquire(ctx context.Context, holder string) (pos.Balance, []till.Elsewhere, error) {
	if o.slow {
		<-ctx.Done()
	}
	if err := ctx.Err(); err != nil {
		return pos.Balance{}, nil, err
	}
	if at, ok := o.away[holder]; ok {
		return pos.Balance{}, []till.Elsewhere{at}, nil
	}
	if b, ok := o.owns[holder]; ok {
		return b, o.elsewhere, nil
	}
	return pos.Balance{Principal: o.available[holder]}, o.elsewhere, nil
}

func (o *office) Sync(ctx context.Context) error {
	if !o.up {
		<-ctx.Done()
	}
	return ctx.Err()
}

// hash is a PIN's hash at the least cost, as tests sign in often.
func hash(secret string) string {
	salt, encode := []byte("salt salt"), base64.RawStdEncoding.EncodeToString
	key := argon2.IDKey([]byte(secret), salt, 1, 8, 1, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version, encode(salt), encode(key))
}

// chain is what head office knows.
func chain() []wire.Item {
	items := []wire.Item{
		item(pos.TopicStore, "S01", pos.Store{Code: "S01", Name: "和邻超市 梧桐路店"}),
		item(pos.TopicRules, pos.CurrentKey, rules(pos.Highest)),
	}
	for _, p := range []pos.Person{
		{ID: "1001", Name: "陈晓梅", Role: pos.Cashier, Stores: []string{"S01"}, PINHash: hash("1111")},
		{ID: "1002", Name: "周杰明", Role: pos.Cashier, Stores: []string{"S01", "S02"}, PINHash: hash("1111")},
		{ID: "1004", Name: "古丽娜尔", Role: pos.Cashier, Stores: []string{"S02"}, PINHash: hash("1111")},
		{ID: "2001", Name: "王建平", Role: pos.StoreManager, Stores: []string{"S01"}, PINHash: hash("2222")},
		{ID: "3001", Name: "黄文娟", Role: pos.Finance, Stores: []string{"S01"}, PINHash: hash("1111")},
		{ID: "9001", Name: "何立诚", Role: pos.Director, Stores: []string{"S01"}},
	} {
		items = append(items, item(pos.TopicPerson, p.ID, p))
	}
	for _, p := range []pos.Product{
		{Code: "1000", Barcodes: []string{"6901234567892"}, Name: "大米", Unit: "袋", Price: 1000},
		{Code: "1002", Barcodes: []string{"6990137200654", "6990137200661"}, Name: "矿泉水", Unit: "瓶", Price: 350, MemberPrice: 320},
		{Code: "2001", Name: "苹果", Unit: "千克", Price: 998},
		{Code: "3001", Name: "会员贵", Unit: "个", Price: 500, MemberPrice: 600},
		{Code: "4001", Name: "赠品袋", Unit: "个", Price: 0},
		{Code: "5001", Name: "旧货", Unit: "个", Price: 100, Off: true},
		{Code: "9999", Name: "金条", Unit: "根", Price: money.Max * money.Yuan},
	} {
		items = append(items, item(pos.TopicProduct, p.Code, p))
	}
	for _, m := range []pos.Member{
		{ID: "M1", Phone: "13800000001", Name: "张伟", Tier: "normal", Store: "S01"},
		{ID: "M2", Phone: "13800000002", Name: "李敏", Tier: "silver", Store: "S01"},
		{ID: "M3", Phone: "13800000003", Name: "赵磊", Tier: "normal", Store: "S01"}, // has lost a card
	} {
		items = append(items, item(pos.TopicMember, m.ID, m), item(pos.TopicBalance, m.ID, pos.Balance{Principal: 10000}))
	}
	for number, c := range map[string]pos.Card{
		"8800000000000013": {Status: pos.Issued, Member: "M1"}, "8800000000000021": {Status: pos.Issued, Member: "M2"},
		"8800000000000039": {Status: pos.Lost, Member: "M3"}, "8800000000000047": {Status: pos.Replaced, Member: "M2"},
		"8800000000000054": {Status: pos.Returned, Member: "M2"}, "8800000000000062": {Status: pos.Expired, Member: "M2"},
		"8800000000000112": {Status: pos.Blank, Store: "S01"},
	} {
		c.Number = number
		items = append(items, item(pos.TopicCard, number, c))
	}
	return items
}

// rules are the demo chain's.
func rules(mode pos.TopUpMode) (r pos.Rules) {
	text := `{"version": 1, "topup": {"mode": "` + string(mode) + `", "steps": [{"amount": "100.00", "bonus": "10.00"}, {"amount": "200.00", "bonus": "20.00"}]},
		"points": {"perYuan": "1", "payPerYuan": "100", "convertPerYuan": "10"}, "stored": {"order": "principal"}}`
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		panic(err)
	}
	return r
}

// onDisk is a file for a world that a test may crash.
func onDisk(t *testing.T) string { return filepath.Join(t.TempDir(), "till.db") }
