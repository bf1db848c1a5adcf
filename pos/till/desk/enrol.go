package desk

import (
	"context"
	"time"

	"holdfast/pos"
)

// Enrolling is the desk of a folder that is no till yet: one form, which makes it one. enrol does that; done is called once
// it has, and the program goes on with [New].
func Enrolling(lang pos.Lang, layout Layout, enrol func(ctx context.Context, hq, code string) error, done func(), now time.Time) *Desk {
	d := &Desk{now: now, touched: now, lang: lang, layout: layout, results: make(chan result, 1)}
	d.stack = []page{&form{
		Form: Form{
			Title: pos.T("Make this machine a till"),
			Lead:  pos.T("Head office prints a code for each till: hq enrol. It is valid once."),
			Act:   pos.T("Enrol"),
			Fields: []Field{
				{Name: "hq", Label: pos.T("Head office's address"), Kind: Words, Line: d.line("https://"), Hint: pos.T("such as https://hq.example:8443")},
				{Name: "code", Label: pos.T("Code"), Kind: Words, Line: d.line("")},
			},
		},
		stays: true,
		wait: func(f *form, d *Desk) (pos.Text, deed) {
			return pos.T("Fetching head office's data …"), deed{
				func(ctx context.Context) error { return enrol(ctx, f.text("hq"), f.text("code")) },
				func() error { done(); return nil },
			}
		},
	}}
	d.refresh()
	return d
}
