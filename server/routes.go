package server

import (
	"net/http"

	"holdfast/sync/link"
)

// routes is every address head office answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+link.Path, s.till)
	return mux
}
