package proof

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Line is the wire between one till and head office: a TCP relay whose far end is wherever head office listens now.
// The till believes itself connected until it notices, as with a real line; `net off` at its console is a cut that it
// knows of.
type Line struct {
	listener net.Listener

	sent     atomic.Int64 // bytes from the till
	received atomic.Int64 // bytes from head office, whatever became of them

	mu      sync.Mutex
	target  func() string
	cut     bool
	down    flow
	weather Weather
	garble  bool
	moved   chan struct{} // closed when cut, down or weather changes
	conns   map[net.Conn]bool
}

// Weather is what a line that is up does to what passes, both ways.
type Weather struct {
	Delay          time.Duration // each piece comes so much later, and the next ones wait behind it
	BytesPerSecond int           // 0: as fast as it goes
}

// lateness is how long a piece is held up.
func (w Weather) lateness(bytes int) time.Duration {
	late := w.Delay
	if w.BytesPerSecond > 0 {
		late += time.Duration(bytes) * time.Second / time.Duration(w.BytesPerSecond)
	}
	return late
}

// flow is what becomes of bytes from head office.
type flow int

const (
	flowing flow = iota
	held         // they wait
	lost         // they are swallowed
)

// NewLine lays a line; target is asked for HOST:PORT each time the till connects.
func NewLine(target func() string) (*Line, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &Line{listener: listener, target: target, moved: make(chan struct{}), conns: map[net.Conn]bool{}}
	go l.serve()
	return l, nil
}

// URL is head office's address as the till knows it.
func (l *Line) URL() string { return "https://" + l.listener.Addr().String() }

// Cut cuts the line: connections end, new ones end at once.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for conn := range l.conns {
		conn.Close()
	}
	l.wake()
}

// Mend mends the line, and ends Hold, Lose and bad weather.
func (l *Line) Mend() {
	l.mu.Lock()
	l.cut, l.garble = false, false
	l.mu.Unlock()
	l.Have(Weather{})
	l.flow(flowing)
}

// Have gives the line its weather.
func (l *Line) Have(w Weather) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.weather = w
	l.wake()
}

// Garble turns over one bit of the next piece that passes, whichever way it goes.
func (l *Line) Garble() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.garble = true
}

// Hold keeps what head office sends, until Mend: a line that is slow without end.
func (l *Line) Hold() { l.flow(held) }

// Lose swallows what head office sends, while what the till sends arrives. What comes after lost bytes is of no use,
// so Cut comes before Mend.
func (l *Line) Lose() { l.flow(lost) }

func (l *Line) flow(f flow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = f
	l.wake()
}

// wake has held bytes look again what becomes of them. The caller holds mu.
func (l *Line) wake() {
	close(l.moved)
	l.moved = make(chan struct{})
}

// Sent is how many bytes the till has sent.
func (l *Line) Sent() int64 { return l.sent.Load() }

// Received is how many bytes head office has sent, lost and held ones included.
func (l *Line) Received() int64 { return l.received.Load() }

// Redirect has the line end at another server from now on.
func (l *Line) Redirect(target func() string) {
	l.mu.Lock()
	l.target = target
	l.mu.Unlock()
	l.Cut()
	l.Mend()
}

// Close takes the line away for good.
func (l *Line) Close() {
	l.listener.Close()
	l.Cut()
}

func (l *Line) serve() {
	for {
		till, err := l.listener.Accept()
		if err != nil {
			return
		}
		go l.relay(till)
	}
}

// relay joins one connection of the till with one to head office until either ends.
func (l *Line) relay(till net.Conn) {
	defer till.Close()
	if !l.keep(till) {
		return
	}
	defer l.drop(till)
	l.mu.Lock()
	target := l.target
	l.mu.Unlock()
	hq, err := net.Dial("tcp", target())
	if err != nil {
		return
	}
	defer hq.Close()
	if !l.keep(hq) {
		return
	}
	defer l.drop(hq)

	go func() {
		l.pass(till, hq, &l.sent, func() bool { return true })
		hq.Close()
	}()
	l.pass(hq, till, &l.received, func() bool { return l.await(hq) })
}

// pass brings what one end says to the other, through the weather, until either has ended.
func (l *Line) pass(from, to net.Conn, count *atomic.Int64, await func() bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		count.Add(int64(n))
		if n > 0 && await() && l.endure(from, buffer[:n]) {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// await waits while bytes are held, and reports whether they are to be passed on. A cut ends the wait.
func (l *Line) await(conn net.Conn) bool {
	for {
		l.mu.Lock()
		down, moved, gone := l.down, l.moved, l.cut || !l.conns[conn]
		l.mu.Unlock()
		if down != held || gone {
			return down == flowing && !gone
		}
		<-moved
	}
}

// endure holds a piece up for as long as the weather wants, and garbles it when that is due. It is false after a cut.
func (l *Line) endure(conn net.Conn, piece []byte) bool {
	for begun := time.Now(); ; {
		l.mu.Lock()
		moved, gone := l.moved, l.cut || !l.conns[conn]
		left := l.weather.lateness(len(piece)) - time.Since(begun)
		if left <= 0 && !gone && l.garble {
			piece[len(piece)/2] ^= 1
			l.garble = false
		}
		l.mu.Unlock()
		if gone || left <= 0 {
			return !gone
		}
		select {
		case <-time.After(left):
		case <-moved:
		}
	}
}

// keep notes an end of a connection, so that Cut finds it; false while the line is cut.
func (l *Line) keep(conn net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		return false
	}
	l.conns[conn] = true
	return true
}

func (l *Line) drop(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, conn)
}
