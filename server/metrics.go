package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"holdfast/pos/money"
	"holdfast/server/store"
	"holdfast/sync/hub"
)

// metrics is what a monitoring system may watch.
type metrics struct {
	server   *Server
	registry *prometheus.Registry
	flush    prometheus.Histogram
	failed   prometheus.Counter
}

var (
	tillsOnline = prometheus.NewDesc("holdfast_tills_online", "Tills with a live session.", nil, nil)
	connections = prometheus.NewDesc("holdfast_connections", "Open connections of tills, those that have not said who they are included.", nil, nil)
	records     = prometheus.NewDesc("holdfast_journal_records_total", "Records in head office's journal: accepted from tills, and its own.", nil, nil)
	behind      = prometheus.NewDesc("holdfast_reactor_lag_records", "Records that the slowest reactor has not read yet.", nil, nil)
	unsettled   = prometheus.NewDesc("holdfast_grants_unsettled", "Grants that their tills have neither accepted nor declined.", nil, nil)
	recalls     = prometheus.NewDesc("holdfast_recalls_under_way", "Recalls that tills have not answered.", nil, nil)
	waiting     = prometheus.NewDesc("holdfast_requests_waiting", "Requests of tills that wait for recalls.", nil, nil)
	feedLag     = prometheus.NewDesc("holdfast_feed_lag_items", "Items of the feed that the slowest connected till has not stored yet.", nil, nil)
	openOnes    = prometheus.NewDesc("holdfast_exceptions_open", "Exceptions that nobody has settled, by kind.", []string{"kind"}, nil)
	recovering  = prometheus.NewDesc("holdfast_recovering", "1 while a restored head office grants nothing.", nil, nil)
	exposure    = prometheus.NewDesc("holdfast_exposure_yuan", "Value out of head office's hands: members' at tills (value), house money at tills (float), owed by members (claims).", []string{"of"}, nil)
)

func newMetrics(s *Server) *metrics {
	m := &metrics{server: s, registry: prometheus.NewRegistry(),
		flush: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "holdfast_flush_seconds",
			Help: "Time from handing a batch of frames to the books until it was durable.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 12)}),
		failed: prometheus.NewCounter(prometheus.CounterOpts{Name: "holdfast_flush_failures_total", Help: "Batches that could not be written."}),
	}
	m.registry.MustRegister(m.flush, m.failed, m, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// flushed notes one batch.
func (m *metrics) flushed(took time.Duration, err error) {
	if err != nil {
		m.failed.Inc()
		return
	}
	m.flush.Observe(took.Seconds())
}

// Describe sends nothing: what Collect sends depends on the books.
func (m *metrics) Describe(chan<- *prometheus.Desc) {}

// Collect asks the books and the hub.
func (m *metrics) Collect(to chan<- prometheus.Metric) {
	s := m.server
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(connections, float64(s.connected.Load()))
	x, err := s.books.Measure()
	if err != nil {
		to <- prometheus.NewInvalidMetric(records, err)
		return
	}
	e, err := s.books.Exposure()
	if err != nil {
		to <- prometheus.NewInvalidMetric(exposure, err)
		return
	}
	var st hub.Stats
	s.pump.ask(func(h *hub.Hub) { st = h.Stats(x.Tip) })
	gauge(tillsOnline, float64(st.Online))
	gauge(recalls, float64(st.Recalls))
	gauge(waiting, float64(st.Waiting))
	gauge(feedLag, float64(st.Lag))
	to <- prometheus.MustNewConstMetric(records, prometheus.CounterValue, float64(x.Records))
	gauge(behind, float64(x.Behind))
	gauge(unsettled, float64(x.Unsettled))
	for kind, n := range x.Exceptions {
		gauge(openOnes, float64(n), kind)
	}
	held := 0.0
	if x.Recovering {
		held = 1
	}
	gauge(recovering, held)
	for of, amount := range map[string]money.Fen{"value": e.Value, "float": e.Float, "claims": e.Claims} {
		gauge(exposure, float64(amount)/float64(money.Yuan), of)
	}
}

// measure serves /metrics to this machine, and to whoever has the token.
func (s *Server) measure(w http.ResponseWriter, r *http.Request) {
	s.using.RLock()
	defer s.using.RUnlock()
	if !fromHere(r) {
		token, err := s.books.Get(store.MetricsToken)
		given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(token))
		if err != nil || token == "" || !bearer || subtle.ConstantTimeCompare(a[:], b[:]) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "metrics are for this machine, and for who has the token of the setting "+store.MetricsToken, http.StatusUnauthorized)
			return
		}
	}
	promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP(w, r)
}

// fromHere reports whether a request comes from this machine.
func fromHere(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}
