package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
)

// conn is one connection with the statements prepared on it.
type conn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
}

func newConn(c *sql.Conn) *conn { return &conn{c: c, stmts: map[string]*sql.Stmt{}} }

// exec runs a statement that needs no answer.
func (c *conn) exec(ctx context.Context, query string) error {
	s, err := c.stmt(ctx, query)
	if err == nil {
		_, err = s.ExecContext(ctx)
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

func (c *conn) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	s, err := c.c.PrepareContext(ctx, query)
	if err == nil && len(c.stmts) < maxStmts {
		c.stmts[query] = s
	}
	return s, err
}

// Tx is a transaction. Write queries as constants with ? for values: each is prepared once and kept.
type Tx struct {
	ctx  context.Context
	conn *conn
}

// Context is the transaction's.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	s, err := tx.conn.stmt(tx.ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(tx.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Insert runs an INSERT of one row and returns the row's id; inserted is false where ON CONFLICT DO NOTHING did nothing. It
// is faster than RETURNING, which keeps the answer in a table.
func (tx *Tx) Insert(query string, args ...any) (row int64, inserted bool, err error) {
	s, err := tx.conn.stmt(tx.ctx, query)
	if err != nil {
		return 0, false, err
	}
	res, err := s.ExecContext(tx.ctx, args...)
	if err != nil {
		return 0, false, err
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return 0, false, err
	}
	row, err = res.LastInsertId()
	return row, true, err
}

// Row is the one row of a query.
type Row struct {
	rows *sql.Rows
	err  error
}

// Scan reads the row; sql.ErrNoRows where there is none.
func (r Row) Scan(to ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		return errors.Join(r.rows.Err(), sql.ErrNoRows)
	}
	if err := r.rows.Scan(to...); err != nil {
		return err
	}
	return r.rows.Close()
}

// QueryRow runs a query of which the first row counts.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	rows, err := tx.query(query, args)
	return Row{rows, err}
}

func (tx *Tx) query(query string, args []any) (*sql.Rows, error) {
	s, err := tx.conn.stmt(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(tx.ctx, args...)
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
		defer rows.Close()
		for rows.Next() {
			if !yield(rows.Scan, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, err)
		}
	}
}
