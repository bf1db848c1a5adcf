package admin

import (
	"fmt"
	"net/http"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/server/store"
)

// reloadEvery is how often the overview comes again by itself.
const reloadEvery = 15 * time.Second

// reloads reports whether nobody asked for the page: it came again by itself.
func reloads(r *http.Request) bool { return r.URL.Query().Has("again") }

// shop is a store with its tills.
type shop struct {
	pos.Store
	Tills []till
}

// till is a line of the overview.
type till struct {
	store.TillState
	State     string // online, offline, closed, or new: not yet enrolled
	Unsettled int
	Quiet     time.Duration // since when nothing was heard of it
	Since     string        // since when the oldest of what it holds is there
}

// shownExceptions is how many the overview shows.
const shownExceptions = 8

func (p *Pages) overview(v *visit) error {
	o, err := v.books.Overview(v.now)
	if err != nil {
		return err
	}
	exposure, err := v.books.Exposure()
	if err != nil {
		return err
	}
	shops, online, all := p.shops(o, exposure, v.now)
	date := pos.Date(v.now)
	figures, err := v.books.Days(date, date)
	if err != nil {
		return err
	}
	today := perTill(figures)
	list, err := v.books.Exceptions(false)
	if err != nil {
		return err
	}
	open := len(list)
	if len(list) > shownExceptions {
		list = list[len(list)-shownExceptions:]
	}
	v.w.Header().Set("Refresh", fmt.Sprintf("%d; url=/?again", reloadEvery/time.Second))
	return v.show(http.StatusOK, "overview", map[string]any{
		"Shops": shops, "Online": online, "Tills": all, "Exceptions": newest(list), "Open": open, "Overview": o,
		"Exposure": exposure, "Sold": sold(today), "Recovery": o.Recovery, "Today": today, "Date": date,
	})
}

func (p *Pages) shops(o store.Overview, exposure store.Exposure, now time.Time) (shops []shop, online, all int) {
	places := make([]string, len(o.Tills))
	for i, t := range o.Tills {
		places[i] = t.Till
	}
	status := p.office.Status(places)
	for _, s := range o.Stores {
		x := shop{Store: s}
		for _, t := range o.Tills {
			if t.Store != s.Code {
				continue
			}
			st := status[t.Till]
			y := till{TillState: t, State: "offline", Unsettled: t.Unsettled + st.Recalls}
			switch {
			case t.Epoch == 0:
				y.State = "new"
			case t.Fenced != "":
				y.State = "closed"
			case st.Online:
				y.State = "online"
				online++
			}
			if !t.Contact.IsZero() {
				y.Quiet = now.Sub(t.Contact)
			}
			if t.Epoch != 0 {
				all++
			}
			for _, e := range exposure.Places {
				if e.Till == t.Till && e.Epoch == t.Epoch && e.Value > 0 {
					y.Since = e.Since
				}
			}
			x.Tills = append(x.Tills, y)
		}
		shops = append(shops, x)
	}
	return shops, online, all
}

// newest turns a list around.
func newest(list []store.Exception) []store.Exception {
	turned := make([]store.Exception, len(list))
	for i, x := range list {
		turned[len(list)-1-i] = x
	}
	return turned
}

// day is what a till did today; without a till, what all did.
type day struct {
	Store, Till            string
	Receipts               int
	Sales, Refunds, TopUps money.Fen
	Joined                 int
}

func (d *day) add(x day) {
	d.Receipts, d.Sales, d.Refunds, d.TopUps, d.Joined = d.Receipts+x.Receipts, d.Sales+x.Sales, d.Refunds+x.Refunds, d.TopUps+x.TopUps, d.Joined+x.Joined
}

// perTill is a line for each till that did anything, and behind several one for all.
func perTill(figures []store.Day) (list []day) {
	var all day
	for _, f := range figures {
		d := day{Store: f.Store, Till: f.Till, Receipts: f.Sales.N, Sales: f.Sales.Amount, Refunds: f.Refunds.Amount,
			TopUps: f.TopUps.Amount - f.TopVoids.Amount, Joined: f.Joined}
		list = append(list, d)
		all.add(d)
	}
	if len(list) > 1 {
		list = append(list, all)
	}
	return list
}

// sold is what the day's sales came to.
func sold(today []day) money.Fen {
	if len(today) == 0 {
		return 0
	}
	return today[len(today)-1].Sales
}
