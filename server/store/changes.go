package store

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"time"
	"unicode/utf8"

	"holdfast/pos"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// Change takes what a till has learnt that is no record: a member's profile, a card's PIN. Its id makes it once: a repeat
// gets the first answer again, and another change under the same id is refused, and an exception. Personal data comes this
// way and never in records, so that a member can be erased.
func (t *Tx) Change(place string, epoch uint64, c wire.Change, now time.Time) (*hub.Refusal, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %q %q %x", place, epoch, c.Topic, c.Key, c.Body))
	var first []byte
	var code, message string
	err := t.tx.QueryRow("SELECT digest, code, message FROM changes WHERE id = ?", c.ID).Scan(&first, &code, &message)
	switch {
	case err == nil && !bytes.Equal(first, sum[:]):
		err := t.raise(exception{kind: "id_reused", what: c.ID, place: place, note: "a second, different change came under the id " + clip(c.ID)}, now)
		return &hub.Refusal{Code: string(pos.Conflict), Message: "this change's id was used for another one"}, err
	case err == nil && code != "":
		return &hub.Refusal{Code: code, Message: message}, nil
	case err == nil:
		return nil, nil
	case !none(err):
		return nil, fmt.Errorf("change %s: %w", clip(c.ID), err)
	}
	books := t.store
	t.store = books.As(Actor{Who: cmp.Or(clip(c.By), place), At: now}) // the audit log names the person at the till
	defer func() { t.store = books }()
	refused, err := t.change(place, epoch, c, now)
	if err != nil {
		return nil, err
	}
	if refused != nil {
		code, message = refused.Code, refused.Message
	}
	tip, err := t.Tip()
	if err != nil {
		return nil, err
	}
	if _, err := t.tx.Exec("INSERT INTO changes (id, place, epoch, digest, topic, key, by, code, message, at, feed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.ID, place, int64(epoch), sum[:], c.Topic, clip(c.Key), clip(c.By), code, message, now.UnixMilli(), int64(tip.At)); err != nil {
		return nil, fmt.Errorf("store change: %w", err)
	}
	return refused, nil
}

// Taken is the point of the feed from which on it holds a change that was taken.
func (t *Tx) Taken(change string) (at wire.Cursor, err error) {
	if at, err = t.Tip(); err != nil {
		return at, err
	}
	if err := t.tx.QueryRow("SELECT feed FROM changes WHERE id = ?", change).Scan(&at.At); err != nil {
		return at, fmt.Errorf("change %s: %w", clip(change), err)
	}
	return at, nil
}

func (t *Tx) change(place string, epoch uint64, c wire.Change, now time.Time) (*hub.Refusal, error) {
	switch pos.Topic(c.Topic) {
	case pos.TopicMember:
		var m pos.Member
		if err := pos.DecodeFeed(c.Body, &m); err != nil {
			return unusable("head office can't read this change of a member")
		}
		if why := badProfile(c.Key, m); why != "" {
			return unusable(why)
		}
		return nil, t.changeProfile(place, epoch, m, now)
	case pos.TopicCard:
		var card pos.Card
		if err := pos.DecodeFeed(c.Body, &card); err != nil {
			return unusable("head office can't read this change of a card")
		}
		return t.changePIN(c.Key, card.PINHash)
	}
	return unusable(fmt.Sprintf("head office takes no changes of %q; is this till newer?", clip(c.Topic)))
}

func unusable(why string) (*hub.Refusal, error) {
	return &hub.Refusal{Code: string(pos.Usage), Message: why}, nil
}

// Limits on what is written about a member or card: a feed item has to fit into a frame.
const (
	textLength = 200 // characters
	hashLength = 300 // bytes of a PIN's hash
)

// badProfile is why a profile from a till can't be taken.
func badProfile(id string, m pos.Member) string {
	switch {
	case !anybody(id) || m.ID != id:
		return "a member's change names another one than the profile in it"
	case m.Phone != "" && !digits(m.Phone, 5, 20):
		return fmt.Sprintf("a phone has 5 to 20 digits; %q is none", clip(m.Phone))
	}
	for _, text := range []string{m.Name, m.Sex, m.Referrer} {
		if utf8.RuneCountInString(text) > textLength {
			return fmt.Sprintf("a member's %q is longer than %d characters", clip(text), textLength)
		}
	}
	for _, date := range []string{m.Birthday, m.Joined} {
		if _, err := time.Parse(time.DateOnly, date); err != nil && date != "" {
			return fmt.Sprintf("%q is no date", clip(date))
		}
	}
	return ""
}

// changeProfile stores who a member is. A till says nothing about tier or blocks, and where and when somebody joined only
// of a member whom nobody had described before. What is said of one who was merged is said of who they are now.
func (t *Tx) changeProfile(place string, epoch uint64, m pos.Member, now time.Time) error {
	known, err := t.member(m.ID)
	fresh := none(err)
	if err != nil && !fresh {
		return fmt.Errorf("member %s: %w", m.ID, err)
	}
	if fresh {
		e, err := t.epoch(place, epoch)
		if err != nil {
			return err
		}
		known = pos.Member{ID: m.ID, Store: e.store, Tier: firstTier, Joined: pos.Date(now)}
	}
	if known.Into != "" && known.Phone != "" {
		if known, err = t.member(known.Into); err != nil {
			return fmt.Errorf("member %s: %w", known.Into, err)
		}
	}
	if undescribed := known.Name == "" && known.Phone == ""; undescribed {
		if m.Joined != "" {
			known.Joined = m.Joined
		}
		if m.Store != "" && t.hasStore(m.Store) == nil {
			known.Store = m.Store
		}
	}
	known.Name, known.Phone, known.Sex, known.Birthday, known.Referrer = m.Name, m.Phone, m.Sex, m.Birthday, m.Referrer
	if fresh {
		err = t.addMember(known)
	} else {
		err = t.changeMember(known)
	}
	if err != nil {
		return fmt.Errorf("store member %s: %w", known.ID, err)
	}
	if err := t.amend(pos.TopicMember, known.ID, known); err != nil {
		return err
	}
	return t.phoneTwice(place, known, now)
}

// phoneTwice has a person look at two members with one phone: both stand, and may be merged.
func (t *Tx) phoneTwice(place string, m pos.Member, now time.Time) error {
	if m.Phone == "" || m.Into != "" {
		return nil
	}
	var others []string
	for scan, err := range t.tx.Query(samePhone, m.Phone, m.ID) {
		var id string
		if err == nil {
			err = scan(&id)
		}
		if err != nil {
			return fmt.Errorf("members with one phone: %w", err)
		}
		others = append(others, id)
	}
	for _, id := range others {
		if err := t.raise(exception{kind: "phone_twice", what: min(id, m.ID) + " " + max(id, m.ID), place: place, member: m.ID,
			note: "members " + id + " and " + m.ID + " have the same phone; if they are one person, merge them"}, now); err != nil {
			return err
		}
	}
	return nil
}

// changePIN sets the PIN for spending by a card.
func (t *Tx) changePIN(number, hash string) (*hub.Refusal, error) {
	if len(hash) > hashLength {
		return unusable("this is no hash of a PIN")
	}
	c, err := t.card(number)
	if err != nil {
		return nil, err
	}
	if !c.known {
		return &hub.Refusal{Code: string(pos.NotFound), Message: "head office knows no card " + clip(number)}, nil
	}
	c.PINHash = hash
	if err := t.writeCard(c.Card, c.since); err != nil {
		return nil, err
	}
	return nil, t.amend(pos.TopicCard, number, c.Card)
}
