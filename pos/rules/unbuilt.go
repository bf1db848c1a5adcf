package rules

import "fmt"

// Unbuilt is what of the document no till does yet. It can be tried on baskets, and not published: nobody is to rely on a
// limit that isn't kept.
func (d Document) Unbuilt() error {
	var errs Errors
	for i, p := range d.Promotions {
		path := fmt.Sprintf("promotions[%d].limit.", i)
		if p.Limit.Mode == Hard {
			errs = append(errs, Error{path + "mode", "head office doesn't give tills what members may have yet; publish it with \"soft\""})
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}
