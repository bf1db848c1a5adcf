package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"holdfast/pos/receipt"
	"holdfast/pos/till/desk"
	"holdfast/pos/till/ui/kit"
)

// known lists the members that what is typed may mean, to be tapped or chosen by a function key.
type known struct {
	f     *field
	found []desk.Found
	box   *fyne.Container
}

// knownMost is how many of them are listed; who isn't among them is found by typing more.
const knownMost = 4

func newKnown(f *field) *known {
	k := &known{f: f, box: kit.Flow(kit.Near)}
	k.box.Hide()
	return k
}

// update lists them, and says whether they are others than before.
func (k *known) update(found []desk.Found) bool {
	found = found[:min(len(found), knownMost)]
	same := len(found) == len(k.found)
	for i := range found {
		same = same && found[i].Member.ID == k.found[i].Member.ID
	}
	if same {
		return false
	}
	k.found = found
	k.box.Objects = nil
	for i, one := range found {
		b := kit.NewButton(kit.Plain, one.Member.Name+"  "+receipt.MaskPhone(one.Member.Phone), func() { k.take(i) }).WithSize(16)
		k.box.Add(b.WithKey(k.f.w.cap("F" + strconv.Itoa(i+1))))
	}
	visible(k.box, len(found) > 0)
	return true
}

func (k *known) take(i int) {
	k.f.w.do(desk.Take{Field: k.f.name, Index: i, Serial: k.f.w.serial()})
}

func (k *known) key(key kit.Key) bool {
	n, ok := strings.CutPrefix(string(key), "F")
	i, err := strconv.Atoi(n)
	if !ok || err != nil || i < 1 || i > len(k.found) {
		return false
	}
	k.take(i - 1)
	return true
}
