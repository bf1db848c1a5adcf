package tidy

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The catalogue's files, each of a topic.
const catalogue = "pos/texts/zh"

// spoken are the folders whose messages a cashier may get to see; what is below them too.
var spoken = []string{"pos", "cmd/till"}

// unspoken are folders among them that say nothing to a cashier.
var unspoken = map[string]string{
	"pos/till/tilltest": "plays head office in tests",
	"pos/texts":         "says what others say",
}

// told are the folders that refuse a till, or make a note for a person, in whole sentences.
var told = []string{"sync/hub", "sync/uplink", "sync/link", "server/store", "server/react", "server"}

// tells are the functions there that are given a sentence, or return one, and in which place.
var tells = map[string]int{
	"h.bye": 2, "no": 0, "unusable": 0, "t.nonsense": 1, // given
	"closed": 0, "badProfile": 0, "clashNote": 0, "forbidden": 1, "frozenAt": 1, // returned
}

// passed are messages that aren't literals, as they are written: what they come to is in words, or isn't shown.
var passed = map[string]string{
	"choice": "the choices of settings",
	"m.Tier": "a chain's tiers are what its rules name them",
	"\"what head office sent could not be used any more (\"+why+\")\"": "where value lacks, it is said where the rest is",
}

// named are the types whose constants are said as words.
var named = map[string]string{
	"pos.CardStatus":    "a card is it",
	"pos.CardKind":      "a card is of it",
	"pos.Role":          "somebody is it",
	"record.Kind":       "a receipt is of it",
	"record.TenderKind": "a payment is of it",
}

// words are entries of the catalogue that no literal names, each list with the reason.
var words = map[string][]string{
	"tiers of the demo's rules, which most chains will keep": {"normal", "silver", "gold", "diamond"},
	"errors of pos/money, which are shown as they come": {
		"{}: not an amount with at most {} decimals",
		"{}: not an amount; write digits and one point",
		"{}: not an amount that can be right; the largest is {}",
	},
	"why an epoch is closed, as Bye says it": {
		"the till was closed; nothing was left there",
		"the till was declared lost",
		"the till was enrolled anew",
	},
	"errors of the line and of enrolment codes, which are shown as they come": {
		"another server answers there: its certificate is not the one this till was enrolled with",
		"head office knows records of this till that are not in its journal (an old copy?); nothing is spent from what it holds until it is enrolled again",
		"the last records of this till are not in its books (a damaged disk?); nothing is spent from what it holds until it is enrolled again",
		"this till is not enrolled at this head office: {}",
		"head office can't be reached: {}",
		"head office doesn't answer within {}",
		"head office speaks versions {} to {}, this till {} to {}; update the older one",
		"{} is no address of a head office; write https://HOST:PORT",
		"this is no enrolment code; copy it whole from 'hq enrol'",
		"the enrolment code is mistyped; copy it whole from 'hq enrol'",
	},
}

// checkTexts wants each message in the catalogue, with as many arguments as it is given, and each entry used.
func checkTexts(tree fs.FS, sources []source, passed map[string]string, words map[string][]string) (problems []string) {
	said, problems := readCatalogue(tree)
	c := texts{said: said, passed: passed, used: map[string]bool{}, missing: map[string][]string{}, speakers: map[string]place{}}
	for _, s := range sources {
		c.learn(s)
	}
	for _, s := range sources {
		c.read(s)
	}
	for _, list := range words {
		for _, word := range list {
			c.needs(word, "words of cmd/tidy/texts_test.go")
		}
	}
	for _, file := range slices.Sorted(maps.Keys(c.missing)) {
		lines := slices.Compact(slices.Sorted(slices.Values(c.missing[file])))
		c.problems = append(c.problems, fmt.Sprintf("%s: no Chinese in %s/%s for:\n%s", file, catalogue, topic(file), strings.Join(lines, "\n")))
	}
	for _, message := range slices.Sorted(maps.Keys(said)) {
		if !c.used[message] {
			c.problems = append(c.problems, fmt.Sprintf("%s: nothing says %q", catalogue, message))
		}
	}
	return append(problems, c.problems...)
}

// topic is the file of the catalogue that a Go file's messages are looked for in first.
func topic(file string) string {
	switch {
	case within(file, []string{"pos/till/desk"}):
		return "desk.json"
	case within(file, []string{"pos/till/ui"}):
		return "ui.json"
	case within(file, told):
		return "hq.json"
	}
	return "till.json"
}

// entry is a line of a catalogue's file.
var entry = regexp.MustCompile(`^("(?:[^"\\]|\\.)*"): ("(?:[^"\\]|\\.)*"),?$`)

// readCatalogue reads the catalogue: an entry a line, in order, each message once, its arguments all in the Chinese.
func readCatalogue(tree fs.FS) (said map[string]string, problems []string) {
	said = map[string]string{}
	files, err := fs.Glob(tree, catalogue+"/*.json")
	if err != nil || len(files) == 0 {
		return said, []string{fmt.Sprintf("%s: no catalogue (%v)", catalogue, err)}
	}
	for _, file := range files {
		text, err := fs.ReadFile(tree, file)
		if err != nil {
			return said, append(problems, err.Error())
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if !json.Valid(text) || lines[0] != "{" || lines[len(lines)-1] != "}" {
			problems = append(problems, fmt.Sprintf("%s: it is one JSON object, with a line for each entry", file))
			continue
		}
		before := ""
		for i, line := range lines[1 : len(lines)-1] {
			at := fmt.Sprintf("%s:%d", file, i+2)
			match := entry.FindStringSubmatch(line)
			if match == nil {
				problems = append(problems, at+": an entry is a line: the English, a colon, the Chinese")
				continue
			}
			var message, zh string
			if json.Unmarshal([]byte(match[1]), &message) != nil || json.Unmarshal([]byte(match[2]), &zh) != nil {
				problems = append(problems, at+": no JSON")
				continue
			}
			if _, twice := said[message]; twice {
				problems = append(problems, fmt.Sprintf("%s: %q is there twice", at, message))
			}
			if message <= before {
				problems = append(problems, fmt.Sprintf("%s: %q belongs before %q: the entries are sorted", at, message, before))
			}
			if places := placeholders(zh); !slices.Equal(places, placeholders(message)) {
				problems = append(problems, fmt.Sprintf("%s: %q has %d arguments, and in Chinese the %v", at, message, strings.Count(message, "{}"), places))
			}
			before, said[message] = message, zh
		}
	}
	return said, problems
}

var placeholder = regexp.MustCompile(`\{(\d*)\}`)

// placeholders are the numbers of the arguments that a text has, in order, each once.
func placeholders(text string) (numbers []int) {
	for i, match := range placeholder.FindAllStringSubmatch(text, -1) {
		n := i + 1
		if match[1] != "" {
			n, _ = strconv.Atoi(match[1]) // it is all digits
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// texts is what is known of the messages while the files are read.
type texts struct {
	said     map[string]string
	passed   map[string]string
	speakers map[string]place // functions with a parameter called message
	used     map[string]bool
	missing  map[string][]string // by file, ready to be pasted
	problems []string
}

// place is where a function takes a message, and whether the arguments for it follow.
type place struct {
	at   int
	args bool
}

// speaks reports whether a file's messages are for a cashier.
func speaks(s source) bool {
	return !s.test && within(s.dir, spoken) && unspoken[s.dir] == ""
}

// learn finds the functions whose callers give them a message: those with a parameter of that name.
func (c *texts) learn(s source) {
	if !speaks(s) {
		return
	}
	for _, d := range s.syntax.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		at := 0
		for _, field := range f.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == "message" {
					c.speakers[speaker(s.dir, f.Name.Name, f.Recv != nil)] = place{at, f.Type.Params.NumFields() > at+1}
				}
				at++
			}
		}
	}
}

func speaker(dir, name string, method bool) string { return fmt.Sprint(dir, " ", name, " ", method) }

// read looks at what a file says.
func (c *texts) read(s source) {
	switch {
	case speaks(s):
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				c.call(s, n)
			case *ast.CompositeLit:
				c.literal(s, n)
			case *ast.ValueSpec:
				c.constants(s, n)
			}
			return true
		})
	case !s.test && slices.Contains(told, s.dir):
		ast.Inspect(s.syntax, func(n ast.Node) bool { c.refusal(s, n); return true })
	}
}

// call looks at a call that gives a message.
func (c *texts) call(s source, call *ast.CallExpr) {
	var p place
	ok := false
	switch f := call.Fun.(type) {
	case *ast.Ident:
		p, ok = c.speakers[speaker(s.dir, f.Name, false)]
	case *ast.SelectorExpr:
		if of, is := f.X.(*ast.Ident); is && of.Name == "pos" {
			p, ok = c.speakers[speaker("pos", f.Sel.Name, false)]
		} else {
			p, ok = c.speakers[speaker(s.dir, f.Sel.Name, true)]
		}
	}
	if !ok || p.at >= len(call.Args) {
		return
	}
	given := -1 // as many as there are
	if p.args && call.Ellipsis == token.NoPos {
		given = len(call.Args) - p.at - 1
	}
	c.message(s, call.Args[p.at], given)
}

// literal looks at an error or a text that is written out.
func (c *texts) literal(s source, lit *ast.CompositeLit) {
	of := typeName(lit.Type)
	if of != "pos.Error" && of != "pos.Text" && (s.dir != "pos" || of != "Error" && of != "Text") {
		return
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && name(kv.Key) == "Message" {
			c.message(s, kv.Value, -1)
		}
	}
}

// message wants a message to be in the catalogue, with as many places as arguments are given.
func (c *texts) message(s source, e ast.Expr, given int) {
	text, ok := folded(e)
	at := s.position(e.Pos())
	if conv, is := e.(*ast.CallExpr); is && name(conv.Fun) == "string" {
		return // of a type of its own, whose constants are words
	}
	if !ok {
		expr := string(s.text[s.offset(e.Pos()):s.offset(e.End())])
		if expr != "message" && s.dir != "pos" && c.passed[expr] == "" {
			c.problems = append(c.problems, fmt.Sprintf("%s: the message %s is no literal: write {} for what is put in, and give that as arguments", at, expr))
		}
		return
	}
	if places := strings.Count(text, "{}"); given >= 0 && places != given {
		c.problems = append(c.problems, fmt.Sprintf("%s: the message %q has %d {}, and %d arguments", at, text, places, given))
	}
	c.needs(text, s.path)
}

func (c *texts) needs(message, file string) {
	if strings.Trim(message, "{} ") == "" && message != "{}; {}" {
		return // nothing to translate
	}
	c.used[message] = true
	if _, ok := c.said[message]; !ok {
		c.missing[file] = append(c.missing[file], fmt.Sprintf("%q: \"\",", message))
	}
}

// constants looks at the words that constants with a type of their own stand for: they may be arguments.
func (c *texts) constants(s source, v *ast.ValueSpec) {
	if v.Type == nil {
		return
	}
	of := typeName(v.Type)
	if !strings.Contains(of, ".") {
		of = path.Base(s.dir) + "." + of
	}
	for _, e := range v.Values {
		if text, ok := folded(e); ok && named[of] != "" {
			c.needs(text, s.path)
		} else if ok {
			c.used[text] = true
		}
	}
}

// refusal looks at what head office says to a till: it comes as a whole sentence, and is known by its words.
func (c *texts) refusal(s source, n ast.Node) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		of := typeName(n.Type)
		for i, e := range n.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			switch {
			case ok && name(kv.Key) == "Message" && (of == "hub.Refusal" || of == "wire.Bye"),
				ok && name(kv.Key) == "note" && of == "exception", ok && name(kv.Key) == "Note" && of == "store.Finding":
				c.sentence(s, kv.Value)
			case !ok && i == 1 && of == "Refusal":
				c.sentence(s, e)
			}
		}
	case *ast.CallExpr:
		f := typeName(n.Fun)
		if at, ok := tells[f]; ok && at < len(n.Args) {
			c.sentence(s, n.Args[at])
		}
		if f == "pos.E" && len(n.Args) > 2 {
			c.used[sentence(n.Args[2])] = true // the checks of an enrolment, for one, are passed on
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if to, ok := to.(*ast.SelectorExpr); ok && strings.EqualFold(to.Sel.Name, "note") && len(n.Rhs) == len(n.Lhs) {
				c.sentence(s, n.Rhs[i])
			}
		}
	case *ast.FuncDecl:
		at, ok := tells[n.Name.Name]
		if !ok {
			return
		}
		ast.Inspect(n.Body, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && at < len(r.Results) {
				c.sentence(s, r.Results[at])
			}
			return true
		})
	}
}

func (c *texts) sentence(s source, e ast.Expr) {
	c.needs(sentence(e), s.path)
}

var verb = regexp.MustCompile(`%[a-z]`)

// sentence is a string with {} for all that isn't there yet.
func sentence(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return sentence(e.X) + sentence(e.Y)
	case *ast.CallExpr:
		if typeName(e.Fun) == "fmt.Sprintf" {
			return verb.ReplaceAllString(sentence(e.Args[0]), "{}")
		}
	case *ast.BasicLit:
		text, _ := folded(e)
		return text
	}
	return "{}"
}

// folded is a string that is all literals.
func folded(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		x, ok1 := folded(e.X)
		y, ok2 := folded(e.Y)
		return x + y, ok1 && ok2
	}
	return "", false
}

// typeName is "T" or "p.T"; "" for anything else.
func typeName(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		return name(s.X) + "." + s.Sel.Name
	}
	return name(e)
}

func name(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
