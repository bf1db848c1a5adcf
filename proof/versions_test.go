package proof_test

import (
	"os"
	"path/filepath"
	"testing"

	"holdfast/proof"
	"holdfast/proof/overlay"
)

// nextVersion is what a version may add: fields in frames and in the bodies of records, frames that may be skipped, kinds of
// record, topics of the feed. What it may not do is to change what there is.
var nextVersion = []overlay.Edit{
	{File: "sync/wire/wire.go", Was: "	Version    = 1 ", Is: "	Version    = 2 "},
	{File: "sync/wire/wire.go", Was: "		Bye{},\n	} {", Is: "		Bye{}, Hint{},\n	} {"},
	{File: "sync/wire/frames.go", Was: "		Signature   []byte      `cbor:\"8,keyasint\"` // by the till's key, over HelloBytes\n",
		Is: "		Signature   []byte      `cbor:\"8,keyasint\"`\n		Added       string      `cbor:\"9,keyasint\"`\n"},
	{File: "sync/wire/frames.go", Was: "		Version   int      `cbor:\"1,keyasint\"`\n", Is: "		Version   int      `cbor:\"1,keyasint\"`\n		Added     string   `cbor:\"7,keyasint\"`\n"},
	{File: "sync/wire/frames.go", Was: "func (Hello) number() byte     { return 1 }\n",
		Is: "func (Hello) number() byte     { return 1 }\n\ntype Hint struct {\n	Text string `cbor:\"1,keyasint\"`\n}\n\nfunc (Hint) number() byte { return 64 }\n"},
	{File: "sync/uplink/open.go", Was: "MinVersion: wire.MinVersion, MaxVersion: wire.Version, Certificate", Is: "Added: \"next\", MinVersion: wire.MinVersion, MaxVersion: wire.Version, Certificate"},
	{File: "sync/uplink/open.go", Was: "	return []wire.Frame{h}, err\n", Is: "	return []wire.Frame{wire.Hint{Text: \"next\"}, h, wire.Hint{Text: \"next\"}}, err\n"},
	{File: "sync/hub/session.go", Was: "	h.send(s, wire.Welcome{Version:", Is: "	h.send(s, wire.Hint{Text: \"next\"})\n	h.send(s, wire.Welcome{Added: \"next\", Version:"},
	{File: "pos/record/kinds.go", Was: "Kind = \"reward\"", Is: "Kind = \"reward_next\""},
	{File: "pos/record/cash.go", Was: "type ShiftOpen struct {\n", Is: "type ShiftOpen struct {\n	Added string `cbor:\"2,keyasint,omitempty\"`\n"},
	{File: "pos/till/shift.go", Was: "record.ShiftOpen{Float: float}", Is: "record.ShiftOpen{Float: float, Added: \"next\"}"},
	{File: "server/store/chain.go", Was: "			if err := t.amend(pos.TopicStore, x.Code, x); err != nil {\n",
		Is: "			if err := t.publish(\"next\", x.Code, map[string]string{\"added\": \"next\"}); err != nil {\n				return err\n			}\n			if err := t.amend(pos.TopicStore, x.Code, x); err != nil {\n"},
}

// TestVersions: a till of the next version works with this head office, and a head office of the next version with this till.
// What is new to the other is kept and does no harm: points given by a record of a kind that head office doesn't know are the
// member's all the same.
func TestVersions(t *testing.T) {
	t.Parallel()
	next := t.TempDir()
	must(t, overlay.Build(t.Context(), "..", t.TempDir(), nextVersion, "-tags=migrated_fynedo,no_emoji", "-buildvcs=false", "-o", next+string(filepath.Separator), "./cmd/hq", "./cmd/till"))
	for name, from := range map[string]struct{ hq, till string }{"a newer till": {bin, next}, "a newer head office": {next, bin}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mixed := t.TempDir()
			for program, dir := range map[string]string{"hq": from.hq, "till": from.till} {
				path, err := filepath.Abs(filepath.Join(dir, program))
				must(t, err)
				must(t, os.Symlink(path, filepath.Join(mixed, program)))
			}
			p, err := proof.Open(mixed, t.TempDir())
			if p != nil {
				t.Cleanup(p.Close)
			}
			must(t, err)
			c := chain{p, t}
			k := c.till("S01", "T1")
			k.ok("sync")
			k.ring(2, richCard)
			k.ok("total")
			k.ok("pay stored rest")
			k.ok("finish")
			k.ok("net off")
			k.ok("card " + richCard)
			k.managed("reward 5 birthday")
			k.ok("topup 30.00 cash")
			k.ok("cancel")
			k.ok("net on")
			k.ok("sync")
			c.owns(rich, "110.00", "0.00", "25")
			c.booked(k)
			c.noExceptions()
			c.verified()
		})
	}
}
