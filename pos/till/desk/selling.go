package desk

import (
	"slices"
	"strings"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
)

// tilesAPage is how many products a page of the shelf has: what fits 1024 pixels is shown, the rest is dragged to.
const tilesAPage = 60

// foundAtMost is how many things that fit what is typed are offered.
const foundAtMost = 8

// selling is the screen under all others.
type selling struct {
	Selling

	usual []string // codes of what is sold most, in the order that holds for a shift
	shift string   // that shift
}

func newSelling(d *Desk) *selling {
	return &selling{Selling: Selling{Input: d.line(""), Chosen: -1}}
}

func (p *selling) place() Place { return AtSelling }

func (p *selling) view(d *Desk) Screen {
	s := p.Selling
	s.Last = d.last
	s.At = p.line(d)
	if s.Found == nil {
		s.Chosen = -1
	}
	s.Tiles = make([]Tile, len(p.Tiles))
	for i, t := range p.Tiles {
		t.Price = t.Product.Price
		if d.member != nil && t.MemberPrice > 0 {
			t.Price, t.Was = t.MemberPrice, t.Product.Price
		}
		s.Tiles[i] = t
	}
	return &s
}

// shown fills the shelf once it is needed, and after a change of the member, whose prices may be others.
func (p *selling) shown(d *Desk) error {
	if d.bar.Status.Person == "" {
		return nil
	}
	if p.Tabs == nil {
		categories, err := d.till.Categories()
		if err != nil {
			return err
		}
		p.Tabs = []Tab{{}}
		for _, c := range categories {
			p.Tabs = append(p.Tabs, Tab{c.Name, c.NameEn})
		}
	}
	return p.shelf(d)
}

// shelf reads the tiles of the tab and page.
func (p *selling) shelf(d *Desk) error {
	if len(p.Tabs) == 0 {
		return nil
	}
	products, more, err := d.till.Shelf(p.Tabs[p.Tab].Name, p.Page*tilesAPage, tilesAPage)
	if err == nil && p.Tab == 0 && d.bar.Shift != nil {
		products, err = p.ordered(d, products)
	}
	if err != nil {
		return err
	}
	p.Tiles, p.More = nil, more
	for _, product := range products {
		p.Tiles = append(p.Tiles, Tile{Product: product})
	}
	return nil
}

// ordered puts what is sold most into the order that it had at the shift's beginning: fingers find it by its place, and
// each sale changes what is sold most. What has come since stands behind it, and on no later page.
func (p *selling) ordered(d *Desk, fresh []pos.Product) ([]pos.Product, error) {
	if d.bar.Shift.Shift != p.shift {
		p.usual, p.shift = nil, d.bar.Shift.Shift
	}
	if p.Page > 0 {
		return slices.DeleteFunc(fresh, func(of pos.Product) bool { return slices.Contains(p.usual, of.Code) }), nil
	}
	for _, of := range fresh {
		if !slices.Contains(p.usual, of.Code) {
			p.usual = append(p.usual, of.Code)
		}
	}
	known := map[string]pos.Product{}
	for _, of := range fresh {
		known[of.Code] = of
	}
	gone := slices.DeleteFunc(slices.Clone(p.usual), func(code string) bool { _, ok := known[code]; return ok })
	rest, err := d.till.Products(gone) // what isn't among the most sold any more
	for _, of := range rest {
		known[of.Code] = of
	}
	var list []pos.Product
	for _, code := range p.usual {
		if of, ok := known[code]; ok {
			list = append(list, of)
		}
	}
	return list, err
}

// leave never: there is nothing before it. What was typed goes.
func (p *selling) leave(d *Desk) bool {
	p.clear(d)
	return false
}

func (p *selling) do(d *Desk, a Action) error {
	switch a := a.(type) {
	case Scan:
		return p.take(d, times(a.Typed)+a.Text)
	case Enter:
		if p.Chosen >= 0 && p.Chosen < len(p.Found) {
			return p.found(d, p.Found[p.Chosen])
		}
		err := p.take(d, a.Text)
		if pos.CodeOf(err) == pos.NotFound {
			p.Input = d.line(a.Text) // to be mended, not typed again
		}
		return err
	case Type:
		return p.typed(d, a.Text)
	case Take:
		switch {
		case a.Field == "found" && a.Index < len(p.Found):
			return p.found(d, p.Found[a.Index])
		case a.Field == "" && a.Index < len(p.Tiles):
			qty, err := p.qty()
			if err != nil {
				return err
			}
			return p.scan(d, p.Tiles[a.Index].Code, qty)
		}
	case Select:
		p.At = max(0, min(a.Index, rows(d)))
	case Turn:
		if a.Tab < len(p.Tabs) {
			p.Tab, p.Page = a.Tab, a.Page
			return p.shelf(d)
		}
	case Key:
		return p.key(d, a.Name)
	}
	return nil
}

// key moves through what was found, else through the basket.
func (p *selling) key(d *Desk, name string) error {
	step := map[string]int{"Up": -1, "Down": 1}[name]
	switch {
	case name == "PageDown" && p.More:
		p.Page++
		return p.shelf(d)
	case name == "PageUp" && p.Page > 0:
		p.Page--
		return p.shelf(d)
	case step == 0:
	case len(p.Found) > 0:
		p.Chosen = max(0, min(p.Chosen+step, len(p.Found)-1))
	case len(d.sale.Lines) > 0:
		p.At = max(1, min(p.line(d)+step, rows(d)))
	}
	return nil
}

// typed looks for what fits the text so far.
func (p *selling) typed(d *Desk, text string) error {
	p.Input.Text = text
	p.Found, p.Chosen = nil, -1
	_, what := quantity(text)
	if len(what) < 2 {
		return nil
	}
	found, err := d.till.Find(what, foundAtMost)
	if err != nil {
		return err
	}
	p.Found = both(found)
	if len(p.Found) > 0 && !digits(what) {
		p.Chosen = 0 // a code is typed whole; of a name the first that fits is meant
	}
	return nil
}

// both is what was found in one row: products, then members.
func both(found till.Found) (all []Found) {
	for i := range found.Products {
		all = append(all, Found{Product: &found.Products[i]})
	}
	for i := range found.Members {
		all = append(all, Found{Member: &found.Members[i]})
	}
	return all
}

// take does what a whole input says: goods, a card, a phone, a receipt, a coupon.
func (p *selling) take(d *Desk, text string) error {
	count, what := quantity(strings.TrimSpace(text))
	if what == "" {
		if hasLines(d) && text == "" {
			return d.press("pay")
		}
		return nil
	}
	defer p.clear(d)
	qty, err := parseQty(count)
	if err != nil {
		return err
	}
	hit, err := d.till.Resolve(what)
	if err != nil {
		return err
	}
	switch hit.Kind {
	case till.HitProduct:
		return p.scan(d, what, qty)
	case till.HitCard:
		if hit.Status == pos.Blank {
			return newMember(d, "", hit.Card)
		}
		return d.swipe(what)
	case till.HitPhone:
		if err := d.byPhone(what); pos.CodeOf(err) != pos.Conflict {
			return err
		}
		return d.members(what) // several have this phone: one is chosen
	case till.HitReceipt:
		return d.openReceipt(hit.Receipt)
	case till.HitCoupon:
		return d.presented(hit.Coupon, what)
	}
	if len(p.Found) == 1 {
		return p.found(d, p.Found[0])
	}
	return pos.E(pos.NotFound, "", "nothing here has the code, card, phone, receipt or coupon number {}; type a name's first letters, or scan again", what)
}

// found takes what was chosen among what fits.
func (p *selling) found(d *Desk, f Found) error {
	count, _ := quantity(p.Input.Text)
	p.clear(d)
	if f.Member != nil {
		if f.Member.Card != "" {
			return d.swipe(f.Member.Card)
		}
		return d.choose(f.Member.ID)
	}
	qty, err := parseQty(count)
	if err != nil {
		return err
	}
	return p.scan(d, f.Product.Code, qty)
}

// scan adds goods, and selects their line.
func (p *selling) scan(d *Desk, code string, qty money.Qty) error {
	p.clear(d)
	scanned, err := d.till.Scan(code, qty)
	if err != nil {
		return err
	}
	d.last = nil
	p.At = scanned.Line
	return nil
}

// qty is the quantity that stands typed before a tile is pressed.
func (p *selling) qty() (money.Qty, error) {
	count, what := quantity(p.Input.Text)
	if count == "" && digits(what) && len(what) <= 5 {
		count = what
	}
	return parseQty(count)
}

// aQuantity is how many digits of what stands typed before a scan are a quantity; a number of more was to be a code.
const aQuantity = 3

// times is the quantity that stands typed before a scan, as it is typed before a code.
func times(text string) string {
	text = strings.TrimSpace(text)
	if count, what := quantity(text); count != "" && what == "" {
		return count + "*"
	}
	if digits(text) && len(text) <= aQuantity {
		return text + "*"
	}
	return ""
}

// clear empties the input line, in the window too.
func (p *selling) clear(d *Desk) {
	p.Input, p.Found, p.Chosen = d.line(""), nil, -1
}

// quantity splits "3*code".
func quantity(text string) (count, what string) {
	for _, sign := range []string{"*", "×", "x "} {
		if count, what, ok := strings.Cut(text, sign); ok && digits(strings.ReplaceAll(strings.TrimSpace(count), ".", "")) {
			return strings.TrimSpace(count), strings.TrimSpace(what)
		}
	}
	return "", text
}

// parseQty is a quantity as typed; one where none was.
func parseQty(text string) (money.Qty, error) {
	if text == "" {
		return money.One, nil
	}
	qty, err := money.ParseQty(text)
	if err != nil || qty == 0 {
		return 0, pos.E(pos.Usage, "", "{} is no quantity; type a number above 0 such as 3 or 0.85", text)
	}
	return qty, nil
}

func digits(text string) bool {
	return text != "" && pos.Digits(text)
}

// selected is the selected line of the sale.
func (d *Desk) selected() (till.SaleLine, bool) {
	at := d.stack[0].(*selling).line(d)
	if at == 0 || at > len(d.sale.Lines) {
		return till.SaleLine{}, false
	}
	return d.sale.Lines[at-1], true
}

// rows is how many rows the basket has: its lines, and the coupons behind them.
func rows(d *Desk) int { return len(d.sale.Lines) + len(d.sale.Coupons) }

// line is the selected row, which is the last line unless another was chosen; 0 where there is none.
func (p *selling) line(d *Desk) int {
	if p.At < 1 || p.At > rows(d) {
		return len(d.sale.Lines)
	}
	return p.At
}

// swipe makes the sale that of a card's member. One that can't be used is shown with what can be done.
func (d *Desk) swipe(card string) error {
	known, err := d.till.Card(card)
	if err == nil {
		d.greet(known)
		return nil
	}
	if known.Member != "" {
		d.push(newMemberPage(d, known.Member))
	}
	return err
}

// byPhone makes the sale that of the member with a phone.
func (d *Desk) byPhone(phone string) error {
	known, err := d.till.Member(phone)
	if err == nil {
		d.greet(known)
	}
	return err
}

// choose makes the sale that of the member with an id.
func (d *Desk) choose(id string) error {
	known, err := d.till.Choose(id)
	if err == nil {
		d.greet(known)
	}
	return err
}

// greet says what is to be known of a member at once.
func (d *Desk) greet(known till.Known) {
	d.last = nil
	if why := known.Frozen; !why.IsZero() {
		d.notice = &Notice{Tone: Warn, Text: why}
	}
}
