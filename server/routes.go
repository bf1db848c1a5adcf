package server

import (
	"net/http"
	"time"

	"holdfast/server/admin"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/link"
)

// routes is every address head office answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+link.Path, s.till)
	mux.HandleFunc("GET /metrics", s.measure)
	mux.HandleFunc("/", s.page)
	return mux
}

// pages is head office's pages over the books as they are open now: page holds them open meanwhile.
func (s *Server) newPages() *admin.Pages {
	return admin.New(admin.Office{
		Books:  func() *store.Store { return s.books },
		Status: s.pump.statuses,
		Moved:  s.moved,
		Log:    s.log,
	}, time.Now)
}

// page serves head office's pages.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	s.using.RLock()
	defer s.using.RUnlock()
	s.pages.ServeHTTP(w, r)
}

// moved has the hub look at what somebody else than a till has changed.
func (s *Server) moved(holders ...string) {
	s.pump.ask(func(h *hub.Hub) { h.Moved(holders...) })
	s.pump.nudge()
}
