package store

// NewID makes an id that sorts by time.
func (tx *Tx) NewID() (string, error) { return tx.newID() }
