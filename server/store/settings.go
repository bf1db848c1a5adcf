package store

// Setting is one of HQ's settings, with its meaning.
type Setting struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Default string `json:"default"`
	Meaning string `json:"meaning"`
}

// Set changes a setting.
func (s *Store) Set(key, value string) error { panic("unbuilt") }

// Get is a setting's value, its default where none was set.
func (s *Store) Get(key string) (string, error) { panic("unbuilt") }

// Settings lists all settings by key.
func (s *Store) Settings() ([]Setting, error) { panic("unbuilt") }
