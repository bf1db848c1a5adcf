package main

import (
	"fmt"
	"strings"

	"holdfast/pos"
)

type couponsMakeCmd struct {
	Batch string `required:"" placeholder:"ID" help:"The coupon's id in the rules in force."`
	Count int    `required:"" placeholder:"N" help:"How many."`
	PINs  bool   `name:"pins" help:"With a PIN each, to be printed under a cover."`
	Out   string `placeholder:"FILE" help:"A new .csv or .xlsx file for whoever prints them; they are printed here all the same."`
	as
}

func (c couponsMakeCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayCards)
	if err != nil {
		return err
	}
	rows, err := e.listed(c.Out, "coupons", []string{"number", "pin", "batch"}, func() (rows [][]string, err error) {
		list, err := books.MakeCoupons(c.Batch, c.Count, c.PINs, e.now)
		for _, x := range list {
			rows = append(rows, []string{x.Number, x.PIN, c.Batch})
		}
		return rows, err
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		fmt.Fprintln(e.stdout, strings.TrimSpace(r[0]+" "+r[1]))
	}
	return nil
}

type couponsListCmd struct {
	JSON bool `name:"json" help:"As one JSON array."`
}

func (c couponsListCmd) Run(e *env) error {
	list, err := e.live.Books.CouponBatches()
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.stdout, list)
	}
	for _, b := range list {
		fmt.Fprintf(e.stdout, "%-20s  %6d made  %6d used  %6d at tills\n", b.ID, b.Made, b.Used, b.Out)
	}
	return nil
}

type couponsUnlockCmd struct {
	Number string `arg:"" help:"The coupon's number."`
	as
}

func (c couponsUnlockCmd) Run(e *env) error {
	books, err := c.books(e, pos.MayCards)
	if err != nil {
		return err
	}
	if err := books.UnlockCoupon(c.Number); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "coupon %s can be tried again\n", c.Number)
	return err
}
