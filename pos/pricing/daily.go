package pricing

import "time"

// Daily names the promotions that act only so often for a member on a day, as far as this program knows them.
func (e *Engine) Daily() []string { return e.daily }

// PerMemberDay is how often a promotion acts for a member on a day, in what its limits count; 0 is as often as can be.
func (e *Engine) PerMemberDay(rule string) int {
	if x := e.byCode[rule]; x != nil {
		return x.Limit.PerMemberDay
	}
	return 0
}

// Day is the day of a time for limits of each member and day, as 2006-01-02: the calendar's, in the time zone of the rules. It
// isn't the business date, which belongs to a till's shift: two tills must mean the same day, head office must find it from the
// record alone, and a promotion's own hours and dates go by the same clock.
func (e *Engine) Day(at time.Time) string { return at.In(e.zone).Format(time.DateOnly) }
