package desk

import "slices"

// Registry lists every command there is, in the order in which menus show them.
func Registry() []Command { return registry }

var registry []Command

func init() { // the help reads the table that it is in
	registry = slices.Concat(saleCommands, memberCommands, cardCommands, shiftCommands, tillCommands, pageCommands)
}

// byKey is the command of the screen in view that a key stands for.
func (d *Desk) byKey(key string) *Command {
	at := d.within()
	for i := range registry {
		if c := &registry[i]; c.Key == key && c.At&at != 0 {
			return c
		}
	}
	return nil
}

// within is the places whose commands can be done on the screen in view: while nothing else is under way, every command
// can, as the help names its key.
func (d *Desk) within() Place {
	at := d.top().place()
	if at == AtSelling {
		at |= AtChoice
	}
	return at
}

// press does a command, if the screen in view offers it and it can be done now.
func (d *Desk) press(id ID) error {
	i := slices.IndexFunc(registry, func(c Command) bool { return c.ID == id })
	if i < 0 || registry[i].At&d.within() == 0 {
		return nil
	}
	if c := registry[i]; c.ready == nil || c.ready(d) {
		if d.top().place() == AtChoice {
			d.pop() // the page of all commands has served
		}
		return c.run(d)
	}
	return nil
}

// menu is what a screen offers; what is for training only stands beside the sentence that says so, and not among the rest.
func (d *Desk) menu(at Place) (items, practise []Item) {
	for _, c := range registry {
		if c.At&at == 0 || c.Training && d.training == nil {
			continue
		}
		on := c.ready == nil || c.ready(d)
		if !on && (c.At == AtPaper || c.At == AtFigures) {
			continue // such a page offers only what can be done with what it shows
		}
		item := Item{ID: c.ID, Text: c.Text, Icon: c.Icon, Key: c.Key, On: on, Main: c.Main, Group: c.Group}
		if c.ID == "recall" && d.bar.Held > 0 {
			item.Badge = d.t("{}", d.bar.Held)
		}
		if c.Training {
			practise = append(practise, item)
		} else {
			items = append(items, item)
		}
	}
	return items, practise
}

// Conditions under which commands can be done.
func inShift(d *Desk) bool    { return d.bar.Shift != nil }
func hasLines(d *Desk) bool   { return len(d.sale.Lines) > 0 }
func hasSale(d *Desk) bool    { return len(d.sale.Lines) > 0 || d.sale.Member != "" }
func hasMember(d *Desk) bool  { return d.sale.Member != "" }
func hasHeld(d *Desk) bool    { return d.bar.Held > 0 }
func noShift(d *Desk) bool    { return d.bar.Shift == nil }
func atLine(d *Desk) bool     { _, ok := d.selected(); return ok }
func atRow(d *Desk) bool      { return d.stack[0].(*selling).line(d) > 0 } //nolint:forcetypeassert // the first always is
func editable(d *Desk) bool   { return d.sale.Editable && hasLines(d) }
func inTraining(d *Desk) bool { return d.training != nil }
func atBooks(d *Desk) bool    { return d.training == nil }
