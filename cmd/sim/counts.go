package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// counts is what happened in a world, or in many.
type counts struct {
	Worlds, Steps, Refused               int
	Operations                           int // what somebody did or wanted at a till or at head office, and what went wrong
	TillCrashes, HQCrashes, Cuts         int
	CutsWithGrant                        int
	Delivered, Dropped, Duplicated, Lost int
	Did                                  map[string]int // everything else, by what it is called
}

func newCounts() counts { return counts{Did: map[string]int{}} }

func (c *counts) add(o counts) {
	c.Worlds += o.Worlds
	c.Steps += o.Steps
	c.Refused += o.Refused
	c.Operations += o.Operations
	c.TillCrashes += o.TillCrashes
	c.HQCrashes += o.HQCrashes
	c.Cuts += o.Cuts
	c.CutsWithGrant += o.CutsWithGrant
	c.Delivered += o.Delivered
	c.Dropped += o.Dropped
	c.Duplicated += o.Duplicated
	c.Lost += o.Lost
	for what, n := range o.Did {
		c.Did[what] += n
	}
}

// did counts something that happened.
func (w *world) did(what string) { w.counts.Did[what]++ }

func (c counts) String() string {
	var all []string
	for _, what := range slices.Sorted(maps.Keys(c.Did)) {
		all = append(all, fmt.Sprintf("%d %s", c.Did[what], what))
	}
	return fmt.Sprintf("%d worlds, %d steps, %d operations, %d refusals; crashes: %d of tills, %d of HQ; %d cuts, %d with a grant in flight; "+
		"frames: %d delivered, %d dropped, %d doubled, %d lost in cuts; %s",
		c.Worlds, c.Steps, c.Operations, c.Refused, c.TillCrashes, c.HQCrashes, c.Cuts, c.CutsWithGrant,
		c.Delivered, c.Dropped, c.Duplicated, c.Lost, strings.Join(all, ", "))
}
