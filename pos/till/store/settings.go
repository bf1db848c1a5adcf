package store

// Settings is what was set of this till, by key. What the keys are is the till's business.
func (tx *Tx) Settings() (map[string]string, error) {
	stored := map[string]string{}
	for scan, err := range tx.tx.Query("SELECT key, value FROM settings") {
		var key, value string
		if err == nil {
			err = scan(&key, &value)
		}
		if err != nil {
			return nil, err
		}
		stored[key] = value
	}
	return stored, nil
}

// SetSetting stores one.
func (tx *Tx) SetSetting(key, value string) error {
	_, err := tx.tx.Exec("INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2", key, value)
	return err
}
