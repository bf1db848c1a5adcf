package console_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/rules"
	"holdfast/pos/till"
	"holdfast/pos/till/tilltest"
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
		w := newWorld(t, tilltest.OnDisk(t))
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
		w.Verify()
		w.shiftsAddUp()
		if *update {
			story.Files[i].Data = []byte(got.String())
			w.Must(os.WriteFile(file, txtar.Format(story), 0o644))
		}
		if diff := cmp.Diff(string(story.Files[i].Data), got.String()); diff != "" {
			t.Errorf("%s (-update writes what is answered now):\n%s", file, diff)
		}
	}
}

// happens is all that may happen in a story beside the cashier's doings.
func (w *world) happens(words []string) {
	w.T.Helper()
	switch what := words[0]; what {
	case "crash":
		w.crash()
	case "wait":
		d, err := time.ParseDuration(words[1])
		w.Must(err)
		w.Clock.Now = w.Clock.Now.Add(d)
	case "granted": // MEMBER PRINCIPAL BONUS LIFE
		life, err := time.ParseDuration(words[4])
		w.Must(err)
		w.Grant("", words[1], w.fen(words[2]), w.fen(words[3]), life)
	case "line": // up, down, slow
		w.Office.Up, w.Office.Slow = words[1] != "down", words[1] == "slow"
	case "doubt": // WHY
		w.Must(w.Store.Doubt(strings.Join(words[1:], " ")))
	case "head-office-has": // MEMBER AMOUNT
		w.Office.Available[words[1]] = w.fen(words[2])
	case "held-at": // PLACE AMOUNT
		w.Office.Elsewhere = append(w.Office.Elsewhere, till.Elsewhere{
			Place: words[1], Balance: pos.Balance{Principal: w.fen(words[2])}, Since: w.Clock.Now.Add(12 * time.Minute),
		})
	case "card": // NUMBER STATUS MEMBER
		w.Feed(tilltest.Item(pos.TopicCard, words[1], pos.Card{Number: words[1], Status: pos.CardStatus(words[2]), Member: words[3]}))
	case "rules": // MODE [ORDER]
		r := tilltest.Rules(rules.TopUpMode(words[1]))
		r.Version++
		if len(words) > 2 {
			r.Stored.Order = words[2]
		}
		w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	case "promotions": // JSON, on one line
		w.happens(append([]string{"published", "2"}, words[1:]...))
	case "published": // VERSION PROMOTIONS
		r := tilltest.Rules(rules.Highest)
		w.Must(json.Unmarshal([]byte(strings.Join(words[2:], " ")), &r.Promotions))
		w.Must(r.Check())
		r.Version, _ = strconv.Atoi(words[1])
		w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	case "rounding": // AMOUNT, of cash
		r := tilltest.Rules(rules.Highest)
		r.Version, r.Rounding.Cash = 2, w.fen(words[1])
		w.Must(r.Check())
		w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	case "labels": // JSON, on one line
		r := tilltest.Rules(rules.Highest)
		w.Must(json.Unmarshal([]byte(strings.Join(words[1:], " ")), &r.Labels))
		w.Must(r.Check())
		r.Version = 2
		w.Feed(tilltest.Item(pos.TopicRules, pos.CurrentKey, r))
	case "sold-by": // CODE UNIT
		w.Feed(tilltest.Item(pos.TopicProduct, words[1], pos.Product{Code: words[1], Name: "苹果", Unit: words[2], Price: 499}))
	case "barcode": // CODE BARCODE
		w.Feed(tilltest.Item(pos.TopicProduct, words[1], pos.Product{Code: words[1], Name: "大米", Unit: "袋", Price: 1000, Barcodes: words[2:]}))
	case "price": // CODE AMOUNT
		w.Feed(tilltest.Item(pos.TopicProduct, words[1], pos.Product{Code: words[1], Name: "大米", Unit: "袋", Price: w.fen(words[2])}))
	case "gone": // PERSON
		gone := tilltest.Item(pos.TopicPerson, words[1], nil)
		gone.Body = nil
		w.Feed(gone)
	default:
		if w.happensAtTheCounter(words) || w.happensToReceipts(words) || w.happensToMembers(words) {
			return
		}
		w.T.Fatalf("nothing is called %q in a story", what)
	}
}

func (w *world) fen(s string) money.Fen {
	w.T.Helper()
	f, err := money.ParseFen(s)
	w.Must(err)
	return f
}
