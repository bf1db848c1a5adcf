package store

import "holdfast/pos"

// People is everybody that the feed brought. Few people work in a chain's stores.
func (tx *Tx) People() (all []pos.Person, err error) {
	for p, err := range nouns[pos.Person](tx, "SELECT body FROM people") {
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// PersonByCard finds somebody by the hash of their staff card's number. A card is swiped when a manager is called, so all
// are looked through.
func (tx *Tx) PersonByCard(hash string) (pos.Person, error) {
	all, err := tx.People()
	if err != nil {
		return pos.Person{}, err
	}
	for _, p := range all {
		if hash != "" && p.CardHash == hash {
			return p, nil
		}
	}
	return pos.Person{}, pos.E(pos.NotFound, "", "nobody has this staff card")
}
