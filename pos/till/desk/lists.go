package desk

import (
	"strings"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/till"
)

// list is a List at work. read fills it anew: when it comes into view, and after each change of its filter or tab.
type list struct {
	List
	read func(p *list, d *Desk) error
	take func(d *Desk, key string) error // nil: rows only answer
	more func(p *list, d *Desk) error    // nil: there never are more
	at   Place                           // AtList where it is 0
	last till.Spot                       // of the last row, where more begin
}

func (p *list) place() Place {
	if p.at != 0 {
		return p.at
	}
	return AtList
}

func (p *list) view(*Desk) Screen {
	v := p.List
	return &v
}

func (p *list) shown(d *Desk) error { return p.read(p, d) }

// openList puts a list on top.
func (d *Desk) openList(p *list) error {
	d.lines++
	p.ID = d.lines
	if p.Filter != nil {
		line := d.line(p.Filter.Text)
		p.Filter = &line
	}
	d.push(p)
	return nil
}

func (p *list) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Type:
		if p.Filter != nil {
			p.Filter.Text, p.At = a.Text, 0
			return p.read(p, d)
		}
	case Turn:
		if a.Page > 0 && p.More && p.more != nil {
			return p.more(p, d)
		}
		if a.Tab >= 0 && a.Tab < len(p.Tabs) && a.Tab != p.Tab {
			p.Tab, p.At = a.Tab, 0
			return p.read(p, d)
		}
	case Select:
		p.At = max(-1, min(a.Index, len(p.Rows)-1))
	case Take:
		p.At = a.Index
		return p.chosen(d)
	case Enter, Submit:
		return p.chosen(d)
	case Key:
		switch a.Name {
		case "Left", "Right":
			if n := len(p.Tabs); n > 0 {
				p.Tab, p.At = round(a.Name, p.Tab, n), 0
				return p.read(p, d)
			}
		case "Enter":
			return p.chosen(d)
		default:
			p.At = along(a.Name, p.At, len(p.Rows))
		}
	case Scan:
		if p.Filter != nil {
			line := d.line(a.Text)
			p.Filter, p.At = &line, 0
			return p.read(p, d)
		}
	}
	return nil
}

func (p *list) chosen(d *Desk) error {
	if p.take == nil || p.At < 0 || p.At >= len(p.Rows) {
		return nil
	}
	return p.take(d, p.Rows[p.At].Key)
}

// recallList shows what is parked; the only one is fetched at once.
func recallList(d *Desk) error {
	recall := func(d *Desk, id string) error {
		totals, parked, err := d.till.Exchange(id)
		if err != nil {
			return err
		}
		d.last = nil
		d.home()
		if parked {
			d.say(Plain, "the sale that was open is parked")
		}
		d.gone(totals.Gone)
		return nil
	}
	held, err := d.till.HeldSales()
	if err != nil {
		return err
	}
	if len(held) == 1 {
		return recall(d, held[0].ID)
	}
	return d.openList(&list{
		List: List{Title: pos.T("Parked sales"), Act: pos.T("Fetch it back"), Empty: pos.T("Nothing is parked."),
			Columns: []Column{{pos.T("Since"), false, 2}, {pos.T("Member"), false, 3}, {pos.T("Lines"), true, 1}, {pos.T("Total"), true, 2}, {pos.T("By"), false, 2}}},
		read: func(p *list, d *Desk) error {
			held, err := d.till.HeldSales()
			if err != nil {
				return err
			}
			p.Rows = nil
			for _, h := range held {
				p.Rows = append(p.Rows, Row{Key: h.ID, Cells: []string{h.At.Format("15:04"), h.Name, d.t("{}", h.Lines), h.Total.String(), h.By}})
			}
			return nil
		},
		take: recall,
	})
}

// phoneLong is how long a phone number is here; whoever typed less isn't told that there is no such member.
const phoneLong = 11

// openMembers looks for a member by card, phone, name or initials.
func openMembers(d *Desk) error {
	p := d.stack[0].(*selling)
	text := p.Input.Text
	p.clear(d)
	return d.members(text)
}

// members lists those that a text fits.
func (d *Desk) members(text string) error {
	return d.openList(&list{
		at: AtMembers,
		List: List{Title: pos.T("Members"), Filter: &Line{Text: text}, Hint: pos.T("Swipe the card, or type phone, its last four digits, name or initials."),
			Act:     pos.T("This member"),
			Columns: []Column{{pos.T("Name"), false, 4}, {pos.T("Phone"), false, 3}, {pos.T("Tier"), false, 2}, {pos.T("Joined"), false, 3}}},
		read: func(p *list, d *Desk) error {
			p.Rows = nil
			if len(p.Filter.Text) < 2 {
				p.Empty = pos.T("Two characters are enough to look for somebody.")
				return nil
			}
			p.Empty = pos.T("Nobody fits. A new member can be registered here.")
			if digits(p.Filter.Text) && len(p.Filter.Text) < phoneLong {
				p.Empty = pos.T("Nobody fits so far: a phone is found by all of it, its first seven or its last four digits.")
			}
			found, err := d.till.Find(p.Filter.Text, 100)
			if err != nil {
				return err
			}
			for _, m := range found.Members {
				row := Row{Key: m.ID, Cells: []string{m.Name, m.Phone, d.t(m.Tier), m.Joined}}
				if m.Card != "" && m.Status != pos.Issued {
					row.Tone, row.Tag = Bad, d.t(string(m.Status))
				}
				p.Rows = append(p.Rows, row)
			}
			return nil
		},
		take: func(d *Desk, id string) error {
			if err := d.choose(id); err != nil {
				return err
			}
			d.home()
			return nil
		},
	})
}

// receiptTabs are the kinds of receipt that are looked through; the last is the whole journal.
var receiptTabs = []pos.Text{pos.T("Receipts"), pos.T("Journal")}

const receiptsAPage = 200

// openReceipts looks through this till's receipts and its journal.
func openReceipts(d *Desk) error {
	fill := func(p *list, d *Desk, before till.Spot) error {
		f := till.ReceiptFilter{Journal: p.Tab == 1, Before: before, Limit: receiptsAPage}
		if text := strings.TrimSpace(p.Filter.Text); strings.Count(text, "-") == 2 && len(text) == 10 && digits(strings.ReplaceAll(text, "-", "")) {
			f.From, f.To = text, text
		} else {
			f.Number = strings.ToUpper(text)
		}
		rows, more, err := d.till.Receipts(f)
		if err != nil {
			return err
		}
		if before == (till.Spot{}) {
			p.Rows = nil
		}
		for _, r := range rows {
			row := Row{Key: r.Receipt, Cells: []string{r.At.Format("01-02 15:04"), r.Receipt, receipt.KindName(r.Kind, d.lang), r.Name, blankZero(r.Drawn().String()), r.Person}}
			switch {
			case r.Part:
				row.Tag, row.Tone = d.t("given back in part"), Warn
			case r.Back:
				row.Tag, row.Tone = d.t("given back"), Warn
			case r.Unsent:
				row.Tag = d.t("unsent")
			}
			p.Rows = append(p.Rows, row)
			p.last = r.Spot()
		}
		p.More = more
		return nil
	}
	return d.openList(&list{
		List: List{Title: pos.T("Receipts"), Filter: &Line{}, Tabs: receiptTabs, Hint: pos.T("Type the number's last digits, or a day such as 2026-11-27."), Act: pos.T("Show it"), Empty: pos.T("No receipt fits."),
			Columns: []Column{{pos.T("Time"), false, 2}, {pos.T("Receipt"), false, 3}, {pos.T("What"), false, 2}, {pos.T("Member"), false, 2}, {pos.T("Amount"), true, 2}, {pos.T("By"), false, 1}}},
		read: func(p *list, d *Desk) error { return fill(p, d, till.Spot{}) },
		more: func(p *list, d *Desk) error { return fill(p, d, p.last) },
		take: func(d *Desk, number string) error { return d.openReceipt(number) },
	})
}
