package desk

import (
	"strconv"

	"holdfast/pos"
	"holdfast/pos/rules"
	"holdfast/pos/texts"
	"holdfast/pos/till"
)

// ruled names rules. A head office that was restored from a backup may give a version again, so it goes with when that was
// published.
type ruled struct {
	version int
	at      int64
}

func (d *Desk) rulesHere() ruled { return ruled{d.bar.Rules, d.bar.RulesAt} }

// toldAtOnce is how many changes a notice names.
const toldAtOnce = 3

// rulesWatch says it once when new rules have come, and never in the middle of paying or on another screen: what is told
// there isn't read. Whoever signs in next is told what came meanwhile.
func (d *Desk) rulesWatch() {
	here := d.rulesHere()
	if here == d.ruled || d.training != nil || d.job != nil || d.notice != nil || d.bar.Status.Person == "" ||
		d.top().place() != AtSelling || len(d.sale.Tenders) > 0 {
		return
	}
	d.ruled = here
	now, err := d.till.NewRules()
	if err != nil || len(now.Changes) == 0 {
		d.fail(err)
		return
	}
	says := ""
	for _, c := range now.Changes[:min(toldAtOnce, len(now.Changes))] {
		if says == "" {
			says = d.change(c)
		} else {
			says = d.t("{}, {}", says, d.change(c))
		}
	}
	if more := len(now.Changes) - toldAtOnce; more > 0 {
		says = d.t("{} and {} more", says, more)
	}
	d.notice = &Notice{Plain, pos.T("New prices and promotions since {}: {}", now.Came.Format("15:04"), says), pos.T("More: Changed prices")}
}

// Names of the parts of the rules that are told as a whole, and of how a promotion has changed.
var (
	ruleParts = map[rules.What]pos.Text{
		rules.OfTiers: pos.T("what tiers pay"), rules.OfPoints: pos.T("points for purchases"), rules.OfTopUp: pos.T("bonus on top-ups"),
		rules.OfStored: pos.T("which half of stored value is spent first"), rules.OfRounding: pos.T("rounding of cash"),
		rules.OfLabels: pos.T("codes of scales' labels"),
	}
	ruleChanges = map[rules.How]pos.Text{rules.Added: pos.T("new|rule"), rules.Ended: pos.T("ended|rule"), rules.Changed: pos.T("changed|rule")}
)

// change is what has changed, in a few words.
func (d *Desk) change(c rules.Change) string {
	if part, ok := ruleParts[c.What]; ok {
		return texts.Say(d.lang, part)
	}
	return d.t("{} ({})", d.named(c.Name, c.NameEn), texts.Say(d.lang, ruleChanges[c.How]))
}

// published is which rules the till sells by.
func published(n till.NewRules) []Fact {
	facts := []Fact{{Label: pos.T("Rules"), Value: strconv.Itoa(n.Version), Rule: true}}
	if !n.Published.IsZero() {
		facts = append(facts, Fact{Label: pos.T("Published"), Value: n.Published.Format("2006-01-02 15:04")})
	}
	if n.Note != "" {
		facts = append(facts, Fact{Label: pos.T("Note"), Value: n.Note})
	}
	if n.Before != 0 {
		facts = append(facts, Fact{Label: pos.T("Here since"), Value: n.Came.Format("2006-01-02 15:04")})
	}
	return facts
}

// openRules lists what the newest rules have changed against those before them.
func openRules(d *Desk) error {
	return d.openList(&list{
		List: List{Title: pos.T("What the rules changed"),
			Columns: []Column{{pos.T("What"), false, 5}, {pos.T("Kind"), false, 3}, {pos.T("Change|of a rule"), false, 2}}},
		read: func(p *list, d *Desk) error {
			now, err := d.till.NewRules()
			if err != nil {
				return err
			}
			p.Rows, p.Facts, p.At = nil, published(now), -1
			p.Facts[0].Rule = false // nothing stands above it here
			p.Empty = pos.T("These are the first rules that came here.")
			if now.Before != 0 {
				p.Hint = pos.T("Against version {}, which this till had before.", now.Before)
				p.Empty = pos.T("Nothing that matters at the till.")
			}
			for _, c := range now.Changes {
				row := Row{Cells: []string{d.named(c.Name, c.NameEn), d.t("Promotion"), texts.Say(d.lang, ruleChanges[c.How])}}
				if part, ok := ruleParts[c.What]; ok {
					row.Cells[0], row.Cells[1] = texts.Say(d.lang, part), d.t("Rule")
				} else if c.What == rules.OfCoupon {
					row.Cells[1] = d.t("Coupon")
				}
				if c.How == rules.Added {
					row.Tone = Good
				}
				p.Rows = append(p.Rows, row)
			}
			return nil
		},
	})
}
