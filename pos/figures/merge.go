package figures

// Merge adds the figures of other records.
func (f *Figures) Merge(o Figures) {
	f.begin()
	for _, s := range []struct{ to, from *Sum }{
		{&f.Sales, &o.Sales}, {&f.Discounts, &o.Discounts}, {&f.ManualPrices, &o.ManualPrices}, {&f.Promotions, &o.Promotions}, {&f.Refunds, &o.Refunds},
		{&f.TopUps, &o.TopUps}, {&f.TopVoids, &o.TopVoids}, {&f.Withdrawals, &o.Withdrawals}, {&f.CardReturns, &o.CardReturns},
		{&f.Conversions, &o.Conversions}, {&f.PayIns, &o.PayIns}, {&f.Drops, &o.Drops},
	} {
		*s.to = Sum{s.to.N + s.from.N, s.to.Amount + s.from.Amount}
	}
	for _, t := range []struct{ to, from Tenders }{
		{f.Tenders, o.Tenders}, {f.RefundTenders, o.RefundTenders}, {f.TopUpTenders, o.TopUpTenders}, {f.TopVoidTenders, o.TopVoidTenders},
	} {
		for kind, s := range t.from {
			t.to.add(kind, s)
		}
	}
	f.TopUpBonus += o.TopUpBonus
	f.Points.merge(o.Points)
	for _, c := range o.Cards {
		f.changed(c)
	}
	f.Drawer += o.Drawer
	f.Lent += o.Lent
	f.Records += o.Records
	f.Cash.Opened += o.Cash.Opened
	f.Cash.Closed += o.Cash.Closed
	f.Cash.Float += o.Cash.Float
	f.Cash.Expected += o.Cash.Expected
	f.Cash.Counted += o.Cash.Counted
	f.Cash.Difference += o.Cash.Difference
	f.count(o.Cash.Count)
}

func (p *Points) merge(o Points) {
	p.Earned += o.Earned
	p.Spent += o.Spent
	p.TakenBack += o.TakenBack
	p.GivenBack += o.GivenBack
	p.Converted += o.Converted
	p.Rewarded += o.Rewarded
	p.Deducted += o.Deducted
}
