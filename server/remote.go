package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"holdfast/pos"
)

// message is one line of JSON on the socket. A conversation is: the client's Args; the server's Taken, before which
// nothing has happened; Out and Err as they come, and Open for a file, which the client answers with Data up to End or
// Fail; last the server's Exit.
type message struct {
	Args []string `json:"args,omitempty"`
	Dir  string   `json:"dir,omitempty"` // where they were typed
	Data []byte   `json:"data,omitempty"`
	End  bool     `json:"end,omitempty"`
	Fail string   `json:"fail,omitempty"`

	Taken bool   `json:"taken,omitempty"`
	Out   []byte `json:"out,omitempty"`
	Err   []byte `json:"err,omitempty"`
	Open  string `json:"open,omitempty"`
	Exit  *int   `json:"exit,omitempty"`
}

// chunk is how much of a file goes into one message.
const chunk = 64 << 10

// peer is one end of the conversation. Writes may come from several goroutines.
type peer struct {
	mu  sync.Mutex
	enc *json.Encoder
	dec *json.Decoder
}

func newPeer(c net.Conn) *peer {
	return &peer{enc: json.NewEncoder(c), dec: json.NewDecoder(bufio.NewReader(c))}
}

func (p *peer) send(m message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.enc.Encode(m)
}

// stream is a Writer whose every write is a message.
type stream struct {
	peer *peer
	in   func([]byte) message
}

func (s stream) Write(b []byte) (int, error) { return len(b), s.peer.send(s.in(b)) }

// commands runs what comes in through the socket until that is closed; then what is running may end, until ctx does.
func (s *Server) commands(ctx context.Context, socket net.Listener) {
	var all sync.WaitGroup
	defer all.Wait()
	for {
		c, err := socket.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.log.Warn("local socket", "err", err)
			select {
			case <-time.After(time.Second): // out of file handles, most likely
				continue
			case <-ctx.Done():
				return
			}
		}
		all.Go(func() {
			defer c.Close() // the client has its exit code or is gone
			s.converse(ctx, c)
		})
	}
}

// converse runs one command for a client.
func (s *Server) converse(ctx context.Context, c net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { c.Close() })() // wakes whoever waits for the client
	p := newPeer(c)
	var first message
	if err := p.dec.Decode(&first); err != nil || len(first.Args) == 0 {
		return // somebody who only looked whether a server is here
	}
	if p.send(message{Taken: true}) != nil {
		return
	}
	s.log.Info("command", "name", first.Args[0])
	received := make(chan message)
	go func() {
		defer cancel() // a client that is gone ends its command
		defer close(received)
		for {
			var m message
			if p.dec.Decode(&m) != nil {
				return
			}
			select {
			case received <- m:
			case <-ctx.Done():
				return
			}
		}
	}()
	open := func(name string) (io.ReadCloser, error) {
		if err := p.send(message{Open: name}); err != nil {
			return nil, err
		}
		return io.NopCloser(&file{received: received}), nil
	}
	s.using.RLock()
	code := s.command(ctx, Live{Books: s.books, Status: s.pump.status, Sweep: s.pump.sweep, Moved: s.moved, Dir: first.Dir}, first.Args, open,
		stream{p, func(b []byte) message { return message{Out: b} }},
		stream{p, func(b []byte) message { return message{Err: b} }})
	s.using.RUnlock()
	s.pump.nudge()
	p.send(message{Exit: &code}) //nolint:errcheck // the client is gone
}

// file reads a file on the client's side.
type file struct {
	received <-chan message
	rest     []byte
	end      error
}

func (f *file) Read(b []byte) (int, error) {
	for len(f.rest) == 0 && f.end == nil {
		m, ok := <-f.received
		switch {
		case !ok:
			f.end = io.ErrUnexpectedEOF
		case m.Fail != "":
			f.end = pos.E(pos.NotFound, "", m.Fail)
		case m.End:
			f.end = io.EOF
		}
		f.rest = m.Data
	}
	if len(f.rest) == 0 {
		return 0, f.end
	}
	n := copy(b, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// takenWithin is how long a server may take to take a command.
const takenWithin = 10 * time.Second

// Remote has the server that runs on a data folder run a command, with this process's files and streams. ok is false
// where no server took it.
func Remote(ctx context.Context, dir string, args []string, open func(string) (io.ReadCloser, error), stdout, stderr io.Writer) (code int, ok bool, err error) {
	c, err := dial(dir)
	if err != nil {
		return 0, false, nil // that none answers is an answer
	}
	defer c.Close()                                      // it is over either way
	defer context.AfterFunc(ctx, func() { c.Close() })() // wakes the loop below
	p := newPeer(c)
	if err := c.SetDeadline(time.Now().Add(takenWithin)); err != nil {
		return 0, false, err
	}
	wd, err := os.Getwd()
	if err != nil {
		return 0, false, err
	}
	if err := p.send(message{Args: args, Dir: wd}); err != nil {
		return 0, false, nil // it is just ending
	}
	for {
		var m message
		err := p.dec.Decode(&m)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return 0, false, pos.E(pos.Timeout, "", "the server on "+dir+" does not answer; look whether its process is stopped, or end it")
		}
		if err != nil {
			if !ok {
				return 0, false, context.Cause(ctx)
			}
			return 0, true, pos.E(pos.Internal, "", "the server on "+dir+" ended in the middle of the command; look at what it did, and try again")
		}
		switch {
		case m.Taken:
			ok = true
			if err := c.SetDeadline(time.Time{}); err != nil { // from here on it takes what it takes
				return 0, true, err
			}
		case m.Exit != nil:
			return *m.Exit, true, nil
		case m.Open != "":
			go upload(p, m.Open, open)
		}
		if _, err := stdout.Write(m.Out); err != nil {
			return 0, true, err
		}
		if _, err := stderr.Write(m.Err); err != nil {
			return 0, true, err
		}
	}
}

// upload sends a file. Where the server doesn't want all of it, the connection ends under it.
func upload(p *peer, name string, open func(string) (io.ReadCloser, error)) {
	f, err := open(name)
	if err != nil {
		p.send(message{Fail: err.Error()}) //nolint:errcheck // the reader of the connection sees it too
		return
	}
	defer f.Close() // only read
	for b := make([]byte, chunk); ; {
		n, err := f.Read(b)
		if n > 0 && p.send(message{Data: b[:n]}) != nil {
			return
		}
		if errors.Is(err, io.EOF) {
			p.send(message{End: true}) //nolint:errcheck // as above
			return
		}
		if err != nil {
			p.send(message{Fail: fmt.Sprintf("%s: %v", name, err)}) //nolint:errcheck // as above
			return
		}
	}
}
