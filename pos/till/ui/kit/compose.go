package kit

import (
	"strings"
	"unicode"
)

// Composer turns letters typed in a row into Chinese: it shows what they may stand for and gives what is chosen. It
// knows no pinyin itself.
type Composer struct {
	// Candidates are what letters may stand for, the likeliest first; nil composes nothing.
	Candidates func(letters string) []string

	letters string
	found   []string
}

// Letters are those that nothing was chosen for yet.
func (c *Composer) Letters() string { return c.letters }

// Found are the candidates for them.
func (c *Composer) Found() []string { return c.found }

// Type takes a character, and gives what is to be typed in its place: nothing while letters are being collected.
func (c *Composer) Type(r rune) (text string) {
	switch {
	case c.Candidates != nil && r < unicode.MaxASCII && unicode.IsLetter(r) || r == '\'' && c.letters != "":
		c.set(c.letters + strings.ToLower(string(r)))
		return ""
	case c.letters == "":
		return string(r)
	case r == ' ':
		return c.Choose(0)
	case r >= '1' && r <= '9' && int(r-'1') < len(c.found):
		return c.Choose(int(r - '1'))
	default:
		return c.Choose(0) + string(r)
	}
}

// Choose takes a candidate, or the letters themselves where there is none. What a candidate leaves of the letters can't
// be told here, so it stands for all of them.
func (c *Composer) Choose(i int) (text string) {
	text = c.letters
	if i < len(c.found) {
		text = c.found[i]
	}
	c.set("")
	return text
}

// Erase takes the last letter back, and says whether there was one.
func (c *Composer) Erase() bool {
	if c.letters == "" {
		return false
	}
	c.set(c.letters[:len(c.letters)-1])
	return true
}

// Drop forgets the letters.
func (c *Composer) Drop() { c.set("") }

func (c *Composer) set(letters string) {
	c.letters, c.found = letters, nil
	if letters != "" && c.Candidates != nil {
		c.found = c.Candidates(letters)
	}
}
