package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"holdfast/pos/sqlite"
	till "holdfast/pos/till/store"
	"holdfast/server/react"
	"holdfast/server/store"
)

// shelf is the databases of one world at a time. Worlds come and go; the databases stay, as making one, and preparing its
// statements, takes longer than many a world lives: each world starts with blank books put into them.
type shelf struct {
	n     int
	books map[string]*sqlite.Kept
}

// shelves is those that no world has.
var shelves struct {
	sync.Mutex
	made int
	free []*shelf
}

func takeShelf() *shelf {
	shelves.Lock()
	defer shelves.Unlock()
	if n := len(shelves.free); n > 0 {
		s := shelves.free[n-1]
		shelves.free = shelves.free[:n-1]
		return s
	}
	shelves.made++
	return &shelf{n: shelves.made, books: map[string]*sqlite.Kept{}}
}

func (s *shelf) giveBack() {
	shelves.Lock()
	defer shelves.Unlock()
	shelves.free = append(shelves.free, s)
}

// put is the database of a name, with blank books in it.
func (s *shelf) put(name string, blank sqlite.Image) (*sqlite.Kept, error) {
	k := s.books[name]
	if k == nil {
		var err error
		if k, err = sqlite.Keep(fmt.Sprintf("sim-%d-%s", s.n, name)); err != nil {
			return nil, err
		}
		s.books[name] = k
	}
	return k, k.Put(context.Background(), blank)
}

// replay is what head office names the books beside its own, into which Verify plays its records again.
const replay = "-replay"

// blanks is the books that a world starts with: of a head office that was just made, the same one in every world; of the
// tables beside them; and of a till that is not enrolled.
type blanks struct{ hq, replay, till sqlite.Image }

// start is when every world begins.
var start = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

// blank makes the blank books, once.
var blank = sync.OnceValues(func() (b blanks, err error) {
	ctx, entropy := context.Background(), rand.NewChaCha8([32]byte{})
	images := map[string]*sqlite.Image{"hq": &b.hq, "hq" + replay: &b.replay, "till": &b.till}
	files := map[string]*sqlite.Kept{}
	for name := range images {
		if files[name], err = sqlite.Keep("sim-blank-" + name); err != nil {
			return b, err
		}
	}
	if err := store.Create(files["hq"].File(), entropy, start); err != nil {
		return b, err
	}
	hq, err := store.Open(files["hq"].File(), entropy)
	if err != nil {
		return b, err
	}
	hq.Use(react.All()...)
	if _, err := hq.Verify(ctx); err != nil { // which makes the tables to replay into
		return b, err
	}
	if err := hq.Close(); err != nil {
		return b, err
	}
	t, err := till.Open(files["till"].File(), &cashDesk{w: &world{now: start}, booted: start}, entropy)
	if err != nil {
		return b, err
	}
	if err := t.Close(); err != nil {
		return b, err
	}
	for name, image := range images {
		if *image, err = files[name].Image(ctx); err != nil {
			return b, err
		}
		if err := files[name].Forget(); err != nil {
			return b, err
		}
	}
	return b, nil
})
