package desk

import (
	"slices"

	"holdfast/pos"
	"holdfast/pos/till"
)

// settingNames are what a technician reads.
var settingNames = map[string]pos.Text{
	till.SetLayout:   pos.T("Layout"),
	till.SetLang:     pos.T("Language"),
	till.SetTheme:    pos.T("Theme"),
	till.SetText:     pos.T("Size of text"),
	till.SetFull:     pos.T("Full screen"),
	till.SetAutoLock: pos.T("Auto-lock, minutes"),
	till.SetColumns:  pos.T("Printer's columns"),
	till.SetPrefix:   pos.T("Scanner prefix"),
	till.SetSuffix:   pos.T("Scanner suffix"),
	till.SetDisplay:  pos.T("Second screen"),
}

// settingWords are what can be chosen.
var settingWords = map[string]pos.Text{
	"touch": pos.T("touch|setting"), "keyboard": pos.T("keyboard|setting"), "zh": pos.Said("中文"), "en": pos.Said("English"),
	"light": pos.T("light|setting"), "dark": pos.T("dark|setting"), "normal": pos.T("normal|setting"), "large": pos.T("large|setting"),
	"larger": pos.T("larger|setting"), "32": pos.Said("32"), "42": pos.Said("42"), "48": pos.Said("48"), "enter": pos.Said("Enter"),
	"tab": pos.Said("Tab"), "none": pos.T("none|setting"), "on": pos.T("on|setting"), "off": pos.T("off|setting"),
}

// openSettings shows the settings of this till in a form; what is changed is kept when it is sent.
func openSettings(d *Desk) error {
	all, err := d.till.Settings()
	if err != nil {
		return err
	}
	limits, err := d.limits()
	if err != nil {
		return err
	}
	rules, err := d.till.NewRules()
	if err != nil {
		return err
	}
	facts := slices.Concat([]Fact{
		{Label: pos.T("Store · till"), Value: d.bar.Store + " · " + d.bar.Till},
		{Label: pos.T("Version"), Value: d.wiring.Version},
		{Label: pos.T("Folder"), Value: d.wiring.Dir},
	}, published(rules), limits)
	f := &form{
		Form: Form{Title: pos.T("Settings"), Act: pos.T("Save"), Facts: facts},
		submit: func(f *form, d *Desk) error {
			for _, s := range all {
				value := f.text(s.Key)
				if value == s.Value {
					continue
				}
				if err := d.till.SetSetting(s.Key, value); pos.CodeOf(err) == pos.Usage {
					return pos.E(pos.Usage, "", "{}: {}", settingNames[s.Key], pos.TextOf(err)).Because(err)
				} else if err != nil {
					return err
				}
			}
			f.done(d, "saved")
			return d.configure()
		},
	}
	for _, s := range all {
		field := Field{Name: s.Key, Label: settingNames[s.Key], Line: Line{Text: s.Value}, Optional: true, Kind: Words}
		if s.Most > 0 {
			field.Kind = Digits
			field.Hint = pos.T("0 to {}; 0 is never", s.Most)
		}
		for i, choice := range s.Choices {
			field.Kind = Pick
			field.Options = append(field.Options, Option{choice, settingWords[choice]})
			if choice == s.Value {
				field.Chosen = i
			}
		}
		f.Fields = append(f.Fields, field)
	}
	d.open(f)
	return nil
}

// limits is what head office allows here; it is changed there.
func (d *Desk) limits() ([]Fact, error) {
	p, err := d.till.Policy()
	if err != nil {
		return nil, err
	}
	or := func(text string, none bool) string {
		if none {
			return d.t("none|setting")
		}
		return text
	}
	return []Fact{
		{Label: pos.T("Refund at most"), Value: p.RefundLimit.String(), Rule: true},
		{Label: pos.T("Without receipt at most"), Value: p.BlindCap.String()},
		{Label: pos.T("Cash to the safe from"), Value: or(p.CashCeiling.String(), p.CashCeiling == 0)},
		{Label: pos.T("Card PIN above"), Value: p.PINAbove.String()},
		{Label: pos.T("House float a member"), Value: or(p.FloatMember.String(), p.FloatMember == 0)},
		{Label: pos.T("Cut off, value lasts"), Value: d.t("{} hours", p.LeaseHours)},
	}, nil
}

// configure takes the settings over.
func (d *Desk) configure() error {
	settings, err := d.till.Settings()
	if err != nil {
		return err
	}
	d.settings = settings
	d.lang, d.layout, d.dark = pos.Lang(settings.Of(till.SetLang)), Layout(settings.Of(till.SetLayout)), settings.Of(till.SetTheme) == "dark"
	d.moved()
	return nil
}
