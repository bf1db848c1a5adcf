//go:build linux

package chaos

import (
	"context"
	"math/rand/v2"
	"time"

	"holdfast/proof"
)

// A trouble befalls one till, lasts for a while, and is over when it returns. size is chance, 0 to 999.
type trouble struct {
	what string
	do   func(k *cashier, size int, lasts func())
}

var tillTroubles = []trouble{
	{"till killed", func(k *cashier, _ int, _ func()) { k.kill() }},
	{"till killed", func(k *cashier, size int, _ func()) {
		k.kill()
		time.Sleep(time.Duration(size) * time.Millisecond / 4)
		k.kill() // or while it starts
	}},
	{"till killed over a deal", func(k *cashier, size int, _ func()) { k.over.Store(int64(size+1) * int64(10*time.Microsecond)) }},
	{"till stands still", func(k *cashier, _ int, lasts func()) {
		k.toProcess(k.Pause)
		lasts()
		k.toProcess(k.Resume)
	}},
	{"line cut", func(k *cashier, _ int, lasts func()) {
		k.Line.Cut()
		lasts()
		k.Line.Mend()
	}},
	{"line held", func(k *cashier, _ int, lasts func()) {
		k.Line.Hold()
		lasts()
		k.Line.Mend()
	}},
	{"answers lost", func(k *cashier, _ int, lasts func()) {
		k.Line.Lose()
		lasts()
		k.Line.Cut()
		k.Line.Mend()
	}},
	{"line late", func(k *cashier, size int, lasts func()) {
		k.Line.Have(proof.Weather{Delay: time.Duration(size) * time.Millisecond / 4})
		lasts()
		k.Line.Mend()
	}},
	{"line slow", func(k *cashier, size int, lasts func()) {
		k.Line.Have(proof.Weather{BytesPerSecond: 500 + 20*size})
		lasts()
		k.Line.Mend()
	}},
	{"line garbles", func(k *cashier, _ int, _ func()) { k.Line.Garble() }},
	{"disk full", func(k *cashier, size int, lasts func()) {
		if k.disk == nil {
			return
		}
		k.full.Add(1)
		if k.disk.Fill() == nil {
			lasts()
			if size < 300 {
				k.kill() // and it starts while there is no room
				lasts()
			}
		}
		_ = k.disk.Clear()
		k.full.Add(1)
	}},
	{"clock jumps", func(k *cashier, size int, _ func()) {
		off := []time.Duration{0, time.Minute, -time.Hour, 25 * time.Hour, -400 * 24 * time.Hour, 3650 * 24 * time.Hour}
		_ = proof.SetClock(k.programs, off[size%len(off)])
	}},
	{"log damaged", func(k *cashier, size int, _ func()) { k.damage.Store(int64(size) + 1) }},
}

// toProcess does something to the till's process, not while it is being started.
func (k *cashier) toProcess(f func()) {
	k.running.Lock()
	defer k.running.Unlock()
	f()
}

// troubles befall a till one after the other.
func (k *cashier) troubles(ctx context.Context, chance *rand.Rand) {
	for {
		before, t := time.Duration(50+chance.IntN(1200))*time.Millisecond, tillTroubles[chance.IntN(len(tillTroubles))]
		size, lasting := chance.IntN(1000), time.Duration(50+chance.IntN(2500))*time.Millisecond
		if !pause(ctx, before) {
			return
		}
		k.peace.Lock()
		t.do(k, size, func() { pause(ctx, lasting) })
		k.peace.Unlock()
		k.w.tally.add("trouble: "+t.what, 1)
	}
}

// hqTroubles befall head office. An error is that it doesn't come back.
func (w *world) hqTroubles(ctx context.Context, chance *rand.Rand) error {
	for {
		before, what := time.Duration(1000+chance.IntN(4000))*time.Millisecond, chance.IntN(3)
		lasting := time.Duration(10+chance.IntN(1500)) * time.Millisecond
		if !pause(ctx, before) {
			return w.hq.Running()
		}
		switch {
		case what == 0:
			w.tally.add("trouble: HQ killed", 1)
			w.hqDown.Lock()
			w.hq.Kill()
			pause(ctx, lasting)
			err := w.hq.Start()
			w.hqDown.Unlock()
			if err != nil {
				return err
			}
		case what == 1:
			w.tally.add("trouble: HQ stands still", 1)
			w.hq.Pause()
			pause(ctx, lasting)
			w.hq.Resume()
		case w.hqDisk != nil:
			w.tally.add("trouble: HQ's disk full", 1)
			w.hqDown.Lock()
			if err := w.hqDisk.Fill(); err != nil {
				w.hqDown.Unlock()
				return err
			}
			pause(ctx, lasting)
			err := w.hqDisk.Clear()
			w.hqDown.Unlock()
			if err != nil {
				return err
			}
		}
	}
}
