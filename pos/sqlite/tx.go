package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// conn is one connection with the statements prepared on it. It speaks to the driver itself: what database/sql does for
// each statement (locks, books of who uses what, conversions) costs as much as a small statement.
type conn struct {
	c     *sql.Conn // held for good, so that nobody else has it
	d     driver.ConnPrepareContext
	stmts map[string]*stmt
}

// stmt is a prepared statement. It can't run again before its rows are closed, so that all its runs use the same memory.
type stmt struct {
	prepared
	changes bool // it returns rows that it has changed
	args    []driver.NamedValue
	rows    rows
}

// prepared is a statement of the driver's.
type prepared interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// errRuns: the driver has one place for a statement's rows, and would mix them up.
var errRuns = errors.New("sqlite: a query runs within the rows of itself")

func (s *stmt) exec(ctx context.Context, args []any) (driver.Result, error) {
	if s.rows.r != nil {
		return nil, errRuns
	}
	if err := s.bind(args); err != nil {
		return nil, err
	}
	defer clear(s.args)
	return s.ExecContext(ctx, s.args)
}

func (s *stmt) query(ctx context.Context, args []any) (*rows, error) {
	if s.rows.r != nil {
		return nil, errRuns
	}
	if err := s.bind(args); err != nil {
		return nil, err
	}
	defer clear(s.args)
	r, err := s.QueryContext(ctx, s.args)
	if err != nil {
		return nil, err
	}
	s.rows.open(ctx, r)
	return &s.rows, nil
}

func newConn(c *sql.Conn) (*conn, error) {
	conn := &conn{c: c, stmts: map[string]*stmt{}}
	return conn, c.Raw(func(d any) error {
		var ok bool
		if conn.d, ok = d.(driver.ConnPrepareContext); !ok {
			return fmt.Errorf("the driver's %T prepares nothing", d)
		}
		return nil
	})
}

// exec runs a statement that needs no answer.
func (c *conn) exec(ctx context.Context, query string) error {
	s, err := c.stmt(ctx, query)
	if err == nil {
		_, err = s.exec(ctx, nil)
	}
	return err
}

func (c *conn) close() {
	for _, s := range c.stmts {
		s.Close()
	}
	c.c.Close()
}

// maxStmts bounds the statements kept; queries are constants, so it is never reached but by mistake.
const maxStmts = 256

func (c *conn) stmt(ctx context.Context, query string) (*stmt, error) {
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	p, err := c.d.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	d, ok := p.(prepared)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the driver's %T can't be run", p), p.Close())
	}
	s := &stmt{prepared: d, changes: strings.Contains(query, "RETURNING")}
	if len(c.stmts) < maxStmts {
		c.stmts[query] = s
	}
	return s, nil
}

// Tx is a transaction. Write queries as constants with ? for values: each is prepared once and kept. A limit is best +?, as
// SQLite wants to know the value of a bare one, and prepares the statement again for each.
type Tx struct {
	ctx   context.Context
	conn  *conn
	wrote bool // it has changed a row
}

// Context is the transaction's.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	res, err := tx.exec(query, args)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	tx.wrote = tx.wrote || n > 0
	return n, err
}

// Insert runs an INSERT of one row and returns the row's id; inserted is false where ON CONFLICT DO NOTHING did nothing. It
// is faster than RETURNING, which keeps the answer in a table.
func (tx *Tx) Insert(query string, args ...any) (row int64, inserted bool, err error) {
	res, err := tx.exec(query, args)
	if err != nil {
		return 0, false, err
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return 0, false, err
	}
	tx.wrote = true
	row, err = res.LastInsertId()
	return row, true, err
}

func (tx *Tx) exec(query string, args []any) (driver.Result, error) {
	s, err := tx.conn.stmt(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	return s.exec(tx.ctx, args)
}

// Row is the one row of a query.
type Row struct {
	rows *rows
	err  error
}

// Scan reads the row; sql.ErrNoRows where there is none.
func (r Row) Scan(to ...any) error {
	if r.err != nil {
		return r.err
	}
	some, err := r.rows.next()
	switch {
	case err != nil:
	case !some:
		err = sql.ErrNoRows
	default:
		err = r.rows.scan(to...)
	}
	return errors.Join(err, r.rows.close())
}

// QueryRow runs a query of which the first row counts.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	rows, err := tx.query(query, args)
	return Row{rows, err}
}

func (tx *Tx) query(query string, args []any) (*rows, error) {
	s, err := tx.conn.stmt(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	tx.wrote = tx.wrote || s.changes
	return s.query(tx.ctx, args)
}

// Scan reads the current row of Query.
type Scan func(to ...any) error

// Query ranges over the rows of a query; each step yields the row's Scan and the error that ended it early:
//
//	for scan, err := range tx.Query("SELECT a, b FROM t WHERE c = ?", c) {
//		if err != nil { return err }
//		if err := scan(&a, &b); err != nil { return err }
//	}
func (tx *Tx) Query(query string, args ...any) iter.Seq2[Scan, error] {
	return func(yield func(Scan, error) bool) {
		rows, err := tx.query(query, args)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.close()
		for {
			some, err := rows.next()
			if err != nil {
				yield(nil, err)
				return
			}
			if !some || !yield(rows.scan, nil) {
				return
			}
		}
	}
}
