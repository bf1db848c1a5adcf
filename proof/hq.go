package proof

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// HQ is a head office: a data folder, and the process that serves it.
type HQ struct {
	program, dir string

	mu      sync.Mutex
	proc    *process // nil while stopped
	address string   // HOST:PORT of the process
}

// NewHQ is the head office whose data are in dir.
func NewHQ(bin, dir string) *HQ { return &HQ{program: filepath.Join(bin, "hq"), dir: dir} }

// Run carries out `hq COMMAND --data … args` and returns what it prints. It works whether HQ is started or not.
func (h *HQ) Run(command string, args ...string) (string, error) {
	return runProgram(h.program, slices.Concat(strings.Fields(command), []string{"--data", h.dir}, args)...)
}

// Start starts `hq serve` and returns when it listens: on a new port each time, which lines find by Address.
func (h *HQ) Start() error {
	p, err := start(h.program, "serve", "--data", h.dir, "--listen", "127.0.0.1:0")
	if err != nil {
		return err
	}
	listening := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(p.stdout)
		for lines.Scan() {
			if url, ok := strings.CutPrefix(lines.Text(), "listening https://"); ok {
				listening <- url
				break
			}
		}
		_, _ = io.Copy(io.Discard, p.stdout) // to its end, when it is reaped
		p.reap()
	}()
	select {
	case address := <-listening:
		h.mu.Lock()
		defer h.mu.Unlock()
		h.proc, h.address = p, address
		return nil
	case <-p.ended:
		return fmt.Errorf("hq serve ended at once: %s", p.stderr)
	case <-time.After(startWithin):
		p.kill()
		return fmt.Errorf("hq serve does not listen after %s: %s", startWithin, p.stderr)
	}
}

// Folder is where head office's data are.
func (h *HQ) Folder() string { return h.dir }

// Address is where the running process listens.
func (h *HQ) Address() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.address
}

func (h *HQ) take() *process {
	h.mu.Lock()
	defer h.mu.Unlock()
	p := h.proc
	h.proc = nil
	return p
}

// Stop asks HQ to end, and reports how it did.
func (h *HQ) Stop() error {
	if p := h.take(); p != nil {
		return p.stop()
	}
	return nil
}

// Kill ends HQ as a power cut would.
func (h *HQ) Kill() {
	if p := h.take(); p != nil {
		p.kill()
	}
}

// Pause has HQ stand still until Resume, as an overloaded machine would.
func (h *HQ) Pause() { h.signal((*process).pause) }

// Resume ends Pause.
func (h *HQ) Resume() { h.signal((*process).resume) }

func (h *HQ) signal(f func(*process)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.proc != nil {
		f(h.proc)
	}
}

// Running is nil while HQ runs, else what it last wrote to standard error.
func (h *HQ) Running() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.proc == nil {
		return errors.New("hq is not started")
	}
	select {
	case <-h.proc.ended:
		return fmt.Errorf("hq serve has ended: %s", h.proc.stderr)
	default:
		return nil
	}
}

// EnrolmentCode is a code that makes a till of whoever has it, once.
func (h *HQ) EnrolmentCode(store, till string) (string, error) {
	return h.Run("enrol", "--store", store, "--till", till)
}

// Member is what `hq member --json` says. Money is yuan with two decimals, as text.
type Member struct {
	ID, Name, Phone, Tier    string
	Principal, Bonus, Points string
	Owed                     string // points
	OwedValue, OwedBonus     string
	Cards                    []struct{ Number, Status string }
	Available                struct{ Principal, Bonus, Points string }
	Granted                  []Granted
	Entries                  int // journal entries that touched the member
}

// Granted is a part of a member's value that stands at a till, or is on its way there.
type Granted struct {
	Till   string
	Epoch  int
	Asset  string
	Amount string
	State  string // transit, held, frozen
}

// Member asks for a member by card or phone.
func (h *HQ) Member(key string) (m Member, err error) {
	return m, h.ask(&m, "member", key)
}

// TillState is what `hq till --json` says.
type TillState struct {
	Till, Store string
	Epoch       int
	Acked       int
	Online      bool
	Unsettled   int
}

// Till asks what HQ knows of a till.
func (h *HQ) Till(code string) (s TillState, err error) {
	return s, h.ask(&s, "till", code)
}

// Exception is one of `hq exceptions --json`.
type Exception struct{ ID, Kind, Till, Receipt, Member, Amount string }

// Exceptions asks for what a person must look at.
func (h *HQ) Exceptions() (list []Exception, err error) {
	return list, h.ask(&list, "exceptions")
}

func (h *HQ) ask(answer any, command string, args ...string) error {
	text, err := h.Run(command, append(args, "--json")...)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(text), answer); err != nil {
		return fmt.Errorf("hq %s answered %q: %w", command, text, err)
	}
	return nil
}
