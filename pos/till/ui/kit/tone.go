package kit

// Tone is what a pill, a notice or a card's stripe says by its colour.
type Tone struct{ Text, Tint, Line, Stripe Colour }

// The tones.
var (
	GreenTone    = Tone{Green, GreenTint, GreenLine, Green}
	AmberTone    = Tone{Amber, AmberTint, AmberLine, Amber}
	RedTone      = Tone{Red, RedTint, RedLine, Red}
	BlueTone     = Tone{Blue, BlueTint, BlueTint, Blue}
	PlainTone    = Tone{Muted, Sunk, Line, Line}
	GoldTone     = Tone{Gold, GoldTint, GoldTint, GoldStripe}
	SilverTone   = Tone{Silver, SilverTint, SilverTint, SilverStripe}
	PlatinumTone = Tone{Platinum, PlatinumTint, PlatinumTint, PlatinumStripe}
)
