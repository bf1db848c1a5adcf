package desk

import (
	"context"
	"time"

	"holdfast/pos"
)

// job is work beside the desk: what waits for head office, or takes long.
type job struct {
	text    pos.Text
	stop    context.CancelFunc
	canStop bool
	done    int
	total   int
}

// result is a word of a job: of its progress, or its last; or what was asked beside it.
type result struct {
	last bool
	do   func()
}

// work runs f beside the desk, and then, on the desk again, after, which may be nil; it is not called where f fails. f leaves
// what belongs to the desk and its pages alone; after gives them what f has brought. What is scanned meanwhile waits.
func (d *Desk) work(text pos.Text, canStop bool, f func(ctx context.Context) error, after func() error) {
	ctx, stop := context.WithCancel(context.Background())
	d.job = &job{text: text, stop: stop, canStop: canStop}
	go func() {
		err := f(ctx)
		d.results <- result{last: true, do: func() {
			if err == nil && after != nil {
				err = after()
			}
			d.fail(err)
		}}
	}()
}

// ask runs f beside the desk like work, but nothing waits for it: it brings what is only good to know. done is closed when it
// has ended; after is not called where f fails.
func (d *Desk) ask(f func(ctx context.Context) error, after func()) (done <-chan struct{}) {
	ended := make(chan struct{})
	d.asking++
	go func() {
		err := f(context.Background())
		close(ended)
		d.results <- result{do: func() {
			d.asking--
			if err == nil {
				after()
			}
		}}
	}()
	return ended
}

// progress is for work to call, as far as it has come.
func (d *Desk) progress(done, total int) {
	select {
	case d.results <- result{do: func() {
		if d.job != nil {
			d.job.done, d.job.total = done, total
		}
	}}:
	default: // the desk has not heard of the last step yet; the next one will do
	}
}

// end is a word of the job: with the last one its outcome, and then what was scanned meanwhile.
func (d *Desk) end(now time.Time, r result) {
	d.now = now
	if !r.last {
		r.do()
		d.refresh()
		return
	}
	d.job.stop()
	d.job = nil
	r.do()
	for len(d.waiting) > 0 && d.job == nil {
		next := d.waiting[0]
		d.waiting = d.waiting[1:]
		d.fail(d.act(next))
	}
	d.refresh()
}

// meanwhile is what can be done while work is under way: it can be stopped, and goods can be scanned.
func (d *Desk) meanwhile(a Action) {
	switch a := a.(type) {
	case Scan:
		d.waiting = append(d.waiting, a)
	case Back:
		d.stopJob()
	case Key:
		if a.Name == "Escape" {
			d.stopJob()
		}
	}
}

func (d *Desk) stopJob() {
	if d.job.canStop {
		d.job.stop()
	}
}
