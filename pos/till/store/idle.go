package store

func (tx *Tx) noteIdle(holder string) error {
	_, err := tx.tx.Exec("INSERT OR IGNORE INTO idle (holder) VALUES (?)", holder)
	return err
}

// Idle takes the holders whose reservations ended since it was last called.
func (s *Store) Idle() (holders []string, err error) {
	if err := s.View(func(tx *Tx) (err error) { holders, err = tx.idle(); return err }); err != nil || len(holders) == 0 {
		return nil, err
	}
	err = s.Update(func(tx *Tx) (err error) {
		if holders, err = tx.idle(); err == nil {
			_, err = tx.tx.Exec("DELETE FROM idle")
		}
		return err
	})
	return holders, err
}

func (tx *Tx) idle() (holders []string, err error) {
	for scan, err := range tx.tx.Query("SELECT holder FROM idle") {
		var h string
		if err == nil {
			err = scan(&h)
		}
		if err != nil {
			return nil, err
		}
		holders = append(holders, h)
	}
	return holders, nil
}
