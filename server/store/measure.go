package store

import (
	"context"
	"fmt"

	"holdfast/sync/wire"
)

// Measures is what of the books is worth watching over time.
type Measures struct {
	Tip        wire.Cursor // the end of the feed
	Records    uint64      // in the journal
	Behind     uint64      // records that the slowest reactor has not read
	Unsettled  int         // grants in transit, of places whose epoch is open
	Exceptions map[string]int
	Recovering bool
}

// Measure counts.
func (s *Store) Measure() (m Measures, err error) {
	m.Exceptions = map[string]int{}
	err = s.view(context.Background(), func(t *Tx) error {
		if m.Tip, err = t.Tip(); err != nil {
			return err
		}
		h, err := t.end()
		if err != nil {
			return err
		}
		m.Records = h.seq
		cursors, err := t.cursors()
		if err != nil {
			return err
		}
		for _, r := range s.reactors {
			m.Behind = max(m.Behind, h.seq-cursors[r.Name])
		}
		if err := t.tx.QueryRow(`SELECT count(*) FROM grants g JOIN epochs e ON e.place = g.place AND e.epoch = g.epoch
			WHERE g.state = 'transit' AND e.fenced = ''`).Scan(&m.Unsettled); err != nil {
			return fmt.Errorf("grants in transit: %w", err)
		}
		for scan, err := range t.tx.Query("SELECT kind, count(*) FROM exceptions INDEXED BY exceptions_open WHERE settled = 0 GROUP BY kind") {
			var kind string
			var n int
			if err == nil {
				err = scan(&kind, &n)
			}
			if err != nil {
				return fmt.Errorf("count exceptions: %w", err)
			}
			m.Exceptions[kind] = n
		}
		p, err := t.phase()
		if err == nil {
			m.Recovering = p.recovering
		}
		return err
	})
	return m, err
}
