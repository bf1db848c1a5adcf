package load

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"holdfast/pos/rules"
	"holdfast/proof/timing"
	"holdfast/server"
	"holdfast/server/store"
	"holdfast/sync/link"
	"holdfast/sync/wire"
)

// BenchmarkIdle counts the memory of head office for each till that is connected and has nothing to say, beside a bare
// server of websockets over TLS. Who connects is another process.
func BenchmarkIdle(b *testing.B) {
	const tills = 1000
	for b.Loop() {
		ours, theirs := hold{Path: link.Path}, hold{Path: "/"}
		o := open(b, func(o *office, books *store.Store) {
			for i := range tills {
				t := o.enrol(books, fmt.Sprintf("T%d", i))
				ours.Tills = append(ours.Tills, heldTill{t.certificate, t.key})
			}
		}, nil)
		ours.URL, ours.Feed = o.url, o.tip
		each := o.memory(ours, tills)

		bare := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c, err := websocket.Accept(w, r, nil)
			if err != nil {
				return
			}
			c.Read(r.Context()) //nolint:errcheck // until the other end has gone
		}))
		theirs.URL, theirs.Bare = bare.URL, tills
		bareEach := o.memory(theirs, tills)
		bare.Close()
		b.ReportMetric(each/1024, "KB/till")
		b.ReportMetric(100*bareEach/each, "%-of-bare")
	}
	b.ReportMetric(0, "ns/op")
}

// memory is what this process's memory grows by for each connection that another one holds open.
func (o *office) memory(h hold, n int) float64 {
	o.b.Helper()
	before := used()
	body, err := json.Marshal(h)
	o.ok(err)
	child := exec.CommandContext(context.Background(), os.Args[0], "-test.run=^$") //nolint:gosec // this very program
	child.Env, child.Stderr = append(os.Environ(), holding+"=1"), os.Stderr
	in, err := child.StdinPipe()
	o.ok(err)
	out, err := child.StdoutPipe()
	o.ok(err)
	o.ok(child.Start())
	_, err = in.Write(append(body, '\n'))
	o.ok(err)
	_, err = bufio.NewReader(out).ReadString('\n')
	o.ok(err)
	each := float64(used()-before) / float64(n)
	o.ok(in.Close())
	o.ok(child.Wait())
	return each
}

// used is the memory that is in use: values and stacks.
func used() int64 {
	var m runtime.MemStats
	for range 3 { // what has a finalizer goes a round later
		runtime.GC()
		time.Sleep(200 * time.Millisecond)
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// holding has this program hold connections instead of measuring anything; what is to be held comes through standard input.
const holding = "HOLDFAST_LOAD_HOLD"

type hold struct {
	URL, Path string
	Bare      int        // so many connections that nothing is said on,
	Tills     []heldTill // or one for each of these
	Feed      wire.Cursor
}

type heldTill struct{ Certificate, Key []byte }

func TestMain(m *testing.M) {
	if os.Getenv(holding) == "" {
		os.Exit(m.Run())
	}
	var h hold
	in := json.NewDecoder(os.Stdin)
	if err := in.Decode(&h); err != nil {
		panic(err)
	}
	testing.Benchmark(func(b *testing.B) { // only for its Fatal
		if b.N > 1 {
			return
		}
		o := &office{b: b, url: h.URL}
		for range h.Bare {
			o.dial(h.Path)
		}
		for _, t := range h.Tills {
			o.hello(till{certificate: t.Certificate, key: t.Key}, h.Feed, 0)
		}
		fmt.Println("connected")
		_, _ = io.Copy(io.Discard, io.MultiReader(in.Buffered(), os.Stdin))
		os.Exit(0)
	})
}

// BenchmarkRuleChange publishes rules while 1,000 tills are connected, and waits until each has them, TLS and decoding
// included.
func BenchmarkRuleChange(b *testing.B) {
	const tills = 1000
	var list []till
	o := open(b, func(o *office, books *store.Store) {
		for i := range tills {
			list = append(list, o.enrol(books, fmt.Sprintf("T%d", i)))
		}
	}, func(_ context.Context, live server.Live, args []string, _ func(string) (io.ReadCloser, error), _, _ io.Writer) int {
		if _, err := live.Books.PutRules(rules.Document{Note: args[1], TopUp: rules.TopUp{Mode: rules.Highest}}, time.Now()); err != nil {
			return 1
		}
		return 0
	})
	lines := make([]*websocket.Conn, tills)
	for i, t := range list {
		lines[i] = o.hello(t, o.tip, 0)
		defer lines[i].CloseNow() //nolint:errcheck // it is over either way
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		arrived := make([]time.Duration, tills)
		var wait sync.WaitGroup
		for n, ws := range lines {
			wait.Go(func() {
				f := receive[wire.Feed](o, ws)
				arrived[n] = time.Since(start)
				send(o, ws, wire.FeedAck{Cursor: f.To})
			})
		}
		o.run("rules", fmt.Sprint(i))
		wait.Wait()
		took = append(took, arrived...)
	}
	b.ReportMetric(timing.Quantile(took, 0.99), "p99-ms")
	b.ReportMetric(timing.Quantile(took, 0.50), "p50-ms")
	b.ReportMetric(0, "ns/op")
}
