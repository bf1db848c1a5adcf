package pos

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCardLife(t *testing.T) {
	blank := Card{Number: "1", Status: Blank, Store: "S01"}
	issued, clash := blank.Issue("m")
	if issued.Status != Issued || issued.Member != "m" || issued.Store != "" || clash != NoClash {
		t.Fatalf("issued: %+v, %q", issued, clash)
	}
	if again, clash := issued.Issue("m"); clash != NoClash || !cmp.Equal(again, issued) {
		t.Errorf("issued to the same member again: %+v, %q", again, clash)
	}
	twice, clash := issued.Issue("n")
	if twice.Status != Frozen || twice.Member != "m" || twice.Other != "n" || clash != IssuedTwice {
		t.Errorf("issued twice: %+v, %q", twice, clash)
	}
	replaced, _ := issued.Lose("r").Replace("2")
	if replaced.Status != Replaced || replaced.By != "2" {
		t.Errorf("replaced: %+v", replaced)
	}
	if late := replaced.Lose("s"); late.Status != Replaced {
		t.Errorf("a late loss report makes a replaced card %s", late.Status)
	}
	if second, clash := replaced.Replace("3"); second.By != "2" || clash != ReplacedTwice {
		t.Errorf("replaced twice: %+v, %q", second, clash)
	}
	if returned, clash := replaced.Return(); returned.Status != Returned || clash != GoneAlready {
		t.Errorf("returned after it was replaced: %+v, %q", returned, clash)
	}
	returned, clash := issued.Return()
	if returned.Status != Returned || clash != NoClash {
		t.Errorf("returned: %+v, %q", returned, clash)
	}
	if after, clash := returned.Replace("2"); after.Status != Returned || clash != GoneAlready {
		t.Errorf("replaced after it was returned: %+v, %q", after, clash)
	}
}

func TestAnnul(t *testing.T) {
	blank := Card{Number: "2", Status: Blank, Store: "S01"}
	if void, clash := blank.Annul("m"); void.Status != Void || void.Member != "m" || void.Store != "" || clash != NoClash {
		t.Errorf("a blank: %+v, %q", void, clash)
	}
	theirs, _ := blank.Issue("n")
	if frozen, clash := theirs.Annul("m"); frozen.Status != Frozen || frozen.Member != "n" || frozen.Other != "m" || clash != IssuedTwice {
		t.Errorf("another member's: %+v, %q", frozen, clash)
	}
}

// TestLateUndo: lost, undone, lost again; the undo of the first report comes late and leaves the second one standing.
func TestLateUndo(t *testing.T) {
	c := Card{Number: "1", Status: Issued, Member: "m"}.Lose("first").Lose("second").Find([]string{"first"})
	if c.Status != Lost || !cmp.Equal(c.Reports, []string{"second"}) {
		t.Errorf("after a late undo: %+v", c)
	}
	if c = c.Find([]string{"second"}); c.Status != Issued || c.Reports != nil {
		t.Errorf("after both undos: %+v", c)
	}
}

func TestCardExpires(t *testing.T) {
	c := Card{Status: Issued, Expires: "2026-11-22"}
	for date, want := range map[string]CardStatus{"2026-11-22": Issued, "2026-11-23": Expired} {
		if got := c.At(date); got != want {
			t.Errorf("on %s the card is %s, want %s", date, got, want)
		}
	}
	if got := c.Extend("2027-11-22").At("2026-11-23"); got != Issued {
		t.Errorf("an extended card is %s", got)
	}
}
