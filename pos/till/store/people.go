package store

import "holdfast/pos"

// PersonByCard finds somebody by the hash of their staff card's number. Few people work in a chain's stores, and a card
// is swiped when a manager is called, so all of them are looked through.
func (tx *Tx) PersonByCard(hash string) (pos.Person, error) {
	for scan, err := range tx.tx.Query("SELECT body FROM people") {
		var body []byte
		var p pos.Person
		if err == nil {
			err = scan(&body)
		}
		if err == nil {
			err = pos.DecodeFeed(body, &p)
		}
		if err != nil {
			return p, err
		}
		if hash != "" && p.CardHash == hash {
			return p, nil
		}
	}
	return pos.Person{}, pos.E(pos.NotFound, "", "nobody has this staff card")
}
