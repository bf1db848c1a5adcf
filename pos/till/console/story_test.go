package console_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/till"
)

var update = flag.Bool("update", false, "write the answers into testdata")

// TestStories plays what testdata tells, one story a file. In the part "text" or "json", a line `> COMMAND` is typed and
// what is under it must be the answer; a line `~ WORDS` is something that happens meanwhile (see happens).
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { play(t, file) }) // nobody waits for a line that doesn't answer
		})
	}
}

// ids are made by chance; the stories don't depend on whose turn it was.
var ids = regexp.MustCompile(`\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b`)

func play(t *testing.T, file string) {
	story, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range story.Files {
		w := newWorld(t, onDisk(t))
		w.console.JSON = part.Name == "json"
		var got strings.Builder
		for line := range strings.Lines(string(part.Data)) {
			switch {
			case strings.HasPrefix(line, "> "):
				command := strings.TrimSpace(line[2:])
				got.WriteString(line + w.answered(command, w.do(w.typed(command))))
			case strings.HasPrefix(line, "~ "):
				got.WriteString(line)
				w.happens(strings.Fields(line[2:]))
			}
		}
		w.verify()
		w.shiftsAddUp()
		if *update {
			story.Files[i].Data = []byte(got.String())
			w.must(os.WriteFile(file, txtar.Format(story), 0o644))
		}
		if diff := cmp.Diff(string(story.Files[i].Data), got.String()); diff != "" {
			t.Errorf("%s (-update writes what is answered now):\n%s", file, diff)
		}
	}
}

// happens is all that may happen in a story beside the cashier's doings.
func (w *world) happens(words []string) {
	w.t.Helper()
	switch what := words[0]; what {
	case "crash":
		w.crash()
	case "wait":
		d, err := time.ParseDuration(words[1])
		w.must(err)
		w.clock.now = w.clock.now.Add(d)
	case "granted": // MEMBER PRINCIPAL BONUS LIFE
		life, err := time.ParseDuration(words[4])
		w.must(err)
		w.grant("", words[1], w.fen(words[2]), w.fen(words[3]), life)
	case "line": // up, down, slow
		w.office.up, w.office.slow = words[1] != "down", words[1] == "slow"
	case "doubt": // WHY
		w.must(w.store.Doubt(strings.Join(words[1:], " ")))
	case "head-office-has": // MEMBER AMOUNT
		w.office.available[words[1]] = w.fen(words[2])
	case "held-at": // PLACE AMOUNT
		w.office.elsewhere = append(w.office.elsewhere, till.Elsewhere{
			Place: words[1], Balance: pos.Balance{Principal: w.fen(words[2])}, Since: w.clock.now.Add(12 * time.Minute),
		})
	case "card": // NUMBER STATUS MEMBER
		w.feed(item(pos.TopicCard, words[1], pos.Card{Number: words[1], Status: pos.CardStatus(words[2]), Member: words[3]}))
	case "rules": // MODE [ORDER]
		r := rules(pos.TopUpMode(words[1]))
		r.Version++
		if len(words) > 2 {
			r.Stored.Order = words[2]
		}
		w.feed(item(pos.TopicRules, pos.CurrentKey, r))
	case "price": // CODE AMOUNT
		w.feed(item(pos.TopicProduct, words[1], pos.Product{Code: words[1], Name: "大米", Unit: "袋", Price: w.fen(words[2])}))
	case "gone": // PERSON
		gone := item(pos.TopicPerson, words[1], nil)
		gone.Body = nil
		w.feed(gone)
	default:
		if w.happensAtTheCounter(words) || w.happensToReceipts(words) || w.happensToMembers(words) {
			return
		}
		w.t.Fatalf("nothing is called %q in a story", what)
	}
}

func (w *world) fen(s string) money.Fen {
	w.t.Helper()
	f, err := money.ParseFen(s)
	w.must(err)
	return f
}
