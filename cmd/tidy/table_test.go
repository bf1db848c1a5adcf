package tidy

// A rule says what one package may import of this module. What a package may import, its importers may too, so an arrow
// is drawn once: pos/record may import pos/ledger, hence pos/money. Lines for packages still to come are welcome.
type rule struct {
	may   []string
	tests []string // besides, in _test.go files
	pure  bool     // no goroutine, socket, file or clock: what it needs to know is passed in
	why   string
}

var packages = map[string]rule{
	// The point of sale, in reading order.
	"pos/money": {pure: true, why: "amounts know nothing of who owns them"},
	"pos":       {pure: true, may: []string{"pos/money"}, why: "the nouns and the errors that all others speak in"},
	"pos/texts": {pure: true, may: []string{"pos"}, why: "what messages are in Chinese; whoever shows one to a person says it"},
	"pos/ledger": {pure: true, may: []string{"pos"},
		why: "books balance whatever they are about"},
	"pos/escrow": {pure: true, may: []string{"pos/ledger"},
		why: "a place's right to spend is an account of the ledger, so it speaks of assets and postings"},
	"pos/label":   {pure: true, may: []string{"pos/money"}, why: "a codec: digits in, a price or a weight out"},
	"pos/rules":   {pure: true, may: []string{"pos/money", "pos/label"}, tests: []string{"pos"}, why: "the document that head office publishes, and whether it makes sense"},
	"pos/pricing": {pure: true, may: []string{"pos", "pos/rules"}, why: "a quote is a function of basket and rules"},
	"pos/points":  {pure: true, may: []string{"pos"}, why: "earning and paying are functions of amounts, rules and dates"},
	"pos/record": {pure: true, may: []string{"pos/ledger", "pos/escrow", "pos/pricing", "pos/points"},
		why: "the one place both ends decode, so it may see every body a record has"},
	"pos/refund":  {pure: true, may: []string{"pos/record"}, why: "what is left of a sale, and what a refund gives, are functions of records"},
	"pos/figures": {pure: true, may: []string{"pos/record"}, why: "figures are a fold of records, at the till and at head office the same"},
	"pos/receipt": {pure: true, may: []string{"pos/record", "pos/figures"}, why: "prints what was recorded and what it comes to, asks nobody"},
	"pos/pin":     {why: "hashes of PINs and passwords; salt needs the system's chance, so it isn't pure"},
	"pos/pinyin":  {pure: true, why: "what letters a name is found and typed by is a function of the name"},
	"pos/ahead":   {why: "a goroutine or two in front of a loop; what for is the caller's business"},
	"pos/sqlite":  {why: "opens and migrates databases; what is in them is the stores' business"},

	// The till.
	"pos/till/store": {may: []string{"pos/record", "pos/pinyin", "pos/sqlite", "pos/ahead", "sync/uplink"}, tests: []string{"proof/timing"},
		why: "the till's tables, and the store that the till's end of the sync runs over"},
	"pos/till": {may: []string{"pos/till/store", "pos/refund", "pos/receipt", "pos/pin", "devices", "assets"}, tests: []string{"pos/till/tilltest", "proof/timing"},
		why: "what a cashier does; no window, and HQ only through sync"},
	"pos/till/tilltest":      {may: []string{"pos/till"}, why: "a till in a world of its own, for the tests of all that call it; one world, so that all mean the same by a card that is lost"},
	"pos/till/console":       {may: []string{"pos/till"}, tests: []string{"pos/till/tilltest"}, why: "turns words into calls of pos/till; no powers of its own"},
	"pos/till/ui/golden":     {why: "pictures that tests have drawn, of whatever"},
	"pos/till/ui/kit":        {may: []string{"pos/money"}, tests: []string{"pos/till/ui/golden"}, why: "widgets know amounts and no till: what they show is set, what is done to them comes back through a func"},
	"pos/till/export":        {may: []string{"pos/till"}, tests: []string{"pos/till/tilltest"}, why: "a day as a spreadsheet; apart from pos/till, which is built without the library for them"},
	"pos/till/desk":          {may: []string{"pos/till", "pos/texts"}, tests: []string{"pos/till/tilltest", "pos/till/desk/desktest"}, why: "what a cashier sees and can do, without a window, so that nearly all of it is tested without one"},
	"pos/till/desk/desktest": {may: []string{"pos/till/desk", "pos/till/tilltest"}, why: "a desk that tests work at: those of the desk, and those of what draws it"},
	"pos/till/ui":            {may: []string{"pos/till/desk", "pos/till/ui/kit", "pos/pinyin"}, tests: []string{"pos/till/tilltest", "pos/till/desk/desktest", "pos/till/ui/golden"}, why: "draws the desk's states and turns taps into its actions; no powers of its own"},

	// Devices know no sales.
	"devices":            {why: "what a till asks of a printer or a drawer, in the device's own words"},
	"devices/devicetest": {may: []string{"devices"}, why: "the conformance suite each driver runs"},
	"devices/sim":        {may: []string{"devices", "devices/escpos"}, tests: []string{"devices/devicetest"}, why: "simulated devices are drivers too"},
	"devices/serialport": {may: []string{"devices"}, tests: []string{"devices/devicetest", "devices/sim"}, why: "drivers import devices, never the reverse"},
	"devices/usbport":    {may: []string{"devices"}, tests: []string{"devices/devicetest", "devices/sim"}, why: "drivers import devices, never the reverse"},
	"devices/escpos":     {pure: true, why: "a codec: bytes in, bytes out"},
	"devices/magstripe":  {pure: true, why: "a codec: bytes in, bytes out"},
	"devices/barcode":    {pure: true, why: "a codec: bytes in, bytes out"},

	// Sync knows no sales: records are opaque bytes with a header.
	"sync/wire":   {pure: true, why: "frames and codec; the protocol must not depend on what is sold"},
	"sync/uplink": {pure: true, may: []string{"sync/wire"}, tests: []string{"sync/hub", "sync/simnet"}, why: "the till's end as a state machine, so that the simulator runs the shipped code"},
	"sync/hub":    {pure: true, may: []string{"sync/wire"}, tests: []string{"sync/uplink", "sync/simnet"}, why: "HQ's end as a state machine, so that the simulator runs the shipped code"},
	"sync/simnet": {pure: true, may: []string{"sync/wire"}, why: "a bad network from a seed; real time would make its failures unrepeatable"},
	"sync/link": {may: []string{"sync/uplink", "sync/hub"},
		why: "the websocket, goroutines and clock around either end, and nothing else"},

	// Head office. It never imports pos/till or anything below it.
	"server/store": {may: []string{"pos/record", "pos/figures", "pos/sqlite", "pos/pin", "sync/hub"}, tests: []string{"server/react"},
		why: "HQ's tables, and the store that HQ's end of the sync runs over"},
	"server/react":    {may: []string{"server/store", "pos/refund", "pos/figures"}, why: "derives from HQ's journal and writes beside it, in one transaction"},
	"server/importer": {may: []string{"server/store"}, tests: []string{"assets"}, why: "reads a chain's files for the command line and, later, for HQ's pages"},
	"server/report":   {may: []string{"server/store"}, why: "figures from HQ's tables"},
	"server/admin":    {may: []string{"pos/texts", "server/react", "server/report", "server/importer", "pos/receipt", "assets"}, why: "HQ's pages"},
	"server/portal":   {may: []string{"server/store", "pos/receipt", "assets"}, why: "the member's pages; no way to HQ's"},
	"server":          {may: []string{"server/react", "server/admin", "server/portal", "sync/link", "pos/receipt", "assets"}, why: "wires head office together; all routes"},

	"assets":        {why: "embedded files; the demo chain is read by whoever loads it"},
	"proof/timing":  {why: "what measurements come to; of what is the benchmarks' business"},
	"proof/overlay": {why: "changes sources for a build; it must not know whose"},
	"proof": {tests: []string{"sync/link", "pos/record", "proof/overlay"},
		why: "starts the built programs and speaks to them as a person would, so it can't lean on their insides; its tests' own small till speaks frames, to say what the shipped one never would"},
	"proof/chaos": {may: []string{"proof"}, why: "has the built programs work while everything goes wrong; what it can't do to them by proof, nobody could"},

	"proof/load": {tests: []string{"proof/timing", "server", "pos/till/tilltest", "sync/link"}, why: "both ends in one process, as no program has them, to measure what they do together"},

	// Programs wire; nothing imports them, as no line here may name one.
	"cmd/till":   {may: []string{"cli", "cli/locale", "pos/till/console", "pos/till/ui", "pos/till/export", "sync/link", "devices/sim", "devices/serialport", "devices/usbport"}, tests: []string{"proof", "proof/timing", "pos/till/tilltest"}, why: "wires a till; no head office in it"},
	"cli/locale": {why: "must be initialised before Fyne is, so it may import nothing that takes longer"},
	"cli":        {may: []string{"pos"}, why: "what the programs' command lines have in common; it must not know what they command"},
	"cmd/hq":     {may: []string{"cli", "server", "server/importer"}, tests: []string{"proof"}, why: "wires head office; no till in it"},
	"cmd/sim":    {may: []string{"cli", "pos/till", "server", "sync/simnet", "proof/overlay"}, why: "a chain in a box needs both ends, and a network to break"},
	"cmd/demo":   {may: []string{"proof"}, why: "plays a day on the built programs"},
	"cmd/bench":  {may: []string{"proof"}, why: "runs the benchmarks and prints their ratios"},
	"cmd/tidy":   {why: "reads the files of all others and imports none"},

	"scripts/testsum":  {why: "runs go test for make"},
	"scripts/benchsum": {why: "reads what go test -bench prints, for make"},
}

// A library is a module, or a part of the standard library, that not everybody may import.
type library struct {
	only  []string // nil: every package
	tests bool     // besides, every _test.go file may
	why   string
}

// libraries lists all of the module's dependencies by the start of their import paths: one library per need.
var libraries = map[string]library{
	"fyne.io/fyne":                        {only: []string{"pos/till/ui", "pos/till/ui/kit", "cmd/till"}, why: "only the window knows what draws it, and the program that runs it; all else is built and tested without cgo"},
	"github.com/go-gl/glfw":               {only: []string{"cmd/till"}, why: "what Fyne opens windows with; one call of it, so that a finger presses where it is"},
	"modernc.org/sqlite":                  {only: []string{"pos/sqlite"}, why: "one place sets the pragmas that durability hangs on"},
	"github.com/jackc/pgx":                {only: []string{"server/store"}, why: "HQ at scale; nobody else may know which database it is"},
	"github.com/coder/websocket":          {only: []string{"sync/link"}, tests: true, why: "both ends of the sync stay without a socket; benchmarks compare with it bare"},
	"github.com/tarm/serial":              {only: []string{"devices/serialport"}, why: "a driver's own affair"},
	"github.com/google/gousb":             {only: []string{"devices/usbport"}, why: "a driver's own affair, and it needs cgo"},
	"github.com/boombuler/barcode":        {only: []string{"devices/barcode", "devices/escpos", "pos/receipt", "server/portal"}, why: "pictures of codes"},
	"github.com/shopspring/decimal":       {why: "exact rates inside rules"},
	"github.com/fxamacker/cbor":           {why: "deterministic encoding, for what is hashed"},
	"github.com/oklog/ulid":               {why: "ids that sort and are made offline"},
	"github.com/xuri/excelize":            {only: []string{"server/report", "server/importer", "pos/till/export"}, why: "Excel in and out at HQ, and a manager's day at the till"},
	"github.com/go-analyze/charts":        {only: []string{"server/report", "pos/till/ui"}, why: "the same picture in window and page"},
	"github.com/mozillazg/go-pinyin":      {only: []string{"pos/pinyin"}, tests: true, why: "search Chinese names by their first letters"},
	"cel.dev/cel-go":                      {why: "tags and segments are expressions"},
	"github.com/alecthomas/kong":          {only: []string{"cli", "cmd/hq", "cmd/demo", "cmd/bench"}, why: "command lines are read where programs are wired"},
	"github.com/prometheus/client_golang": {only: []string{"server"}, why: "metrics of the running head office"},
	"golang.org/x":                        {why: "the Go project's own: crypto, text"},

	"github.com/google/go-cmp":              {only: []string{"cmd/sim"}, tests: true, why: "tests only; the simulator is one, and says how books differ"},
	"pgregory.net/rapid":                    {only: []string{}, tests: true, why: "tests only"},
	"github.com/rogpeppe/go-internal":       {only: []string{}, tests: true, why: "tests only"},
	"github.com/anishathalye/porcupine":     {only: []string{}, tests: true, why: "tests only"},
	"github.com/santhosh-tekuri/jsonschema": {only: []string{}, tests: true, why: "tests only: an independent reader of the rules' schema"},
	"github.com/chromedp/chromedp":          {only: []string{"proof"}, tests: true, why: "looks at HQ's pages in a browser"},
}

// maxLines is where a file is usually two nouns in one; tests may be longer, as tables are.
const maxLines = 400

// longFiles are past maxLines, each with the reason why two files would read worse.
var longFiles = map[string]string{}

// notPaths look like paths of the repository in README and are none.
var notPaths = map[string]string{
	"bin/": "built by make",
	"run/": "left by make run",
}
