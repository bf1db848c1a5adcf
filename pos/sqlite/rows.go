package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// rows is the answer of a query, row by row.
type rows struct {
	ctx context.Context
	r   driver.Rows
	row []driver.Value
}

func (r *rows) open(ctx context.Context, answer driver.Rows) {
	r.ctx, r.r = ctx, answer
	if n := len(answer.Columns()); len(r.row) != n {
		r.row = make([]driver.Value, n)
	}
}

func (r *rows) close() error {
	answer := r.r
	clear(r.row)
	r.r = nil
	return answer.Close()
}

// next goes to the next row; false where there is none.
func (r *rows) next() (bool, error) {
	if err := r.ctx.Err(); err != nil {
		return false, err
	}
	switch err := r.r.Next(r.row); {
	case err == nil:
		return true, nil
	case errors.Is(err, io.EOF):
		return false, nil
	default:
		return false, err
	}
}

// scan reads the row. What the driver gives is the caller's own: it makes texts and bytes anew for each row.
func (r *rows) scan(to ...any) error {
	if len(to) != len(r.row) {
		return fmt.Errorf("the query has %d columns, and %d are scanned", len(r.row), len(to))
	}
	for i, v := range r.row {
		if err := assign(to[i], v); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

// assign puts what SQLite has, an int64, float64, text, blob or nothing, where a pointer points to. A pointer to a pointer
// takes nothing as nil; for any other it is an error, but for bytes.
func assign(to any, v driver.Value) error {
	switch to := to.(type) {
	case *string:
		if s, ok := v.(string); ok {
			*to = s
			return nil
		}
	case *int64:
		if n, ok := v.(int64); ok {
			*to = n
			return nil
		}
	case *int:
		if n, ok := v.(int64); ok {
			*to = int(n)
			return nil
		}
	case *uint64:
		if n, ok := v.(int64); ok && n >= 0 {
			*to = uint64(n)
			return nil
		}
	case *bool:
		if n, ok := v.(int64); ok && (n == 0 || n == 1) {
			*to = n == 1
			return nil
		}
	case *[]byte:
		switch b := v.(type) {
		case []byte:
			*to = b
			return nil
		case string:
			*to = []byte(b)
			return nil
		case nil:
			*to = nil
			return nil
		}
	}
	p := reflect.ValueOf(to)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("%T is no pointer to scan into", to)
	}
	return assignTo(p.Elem(), v)
}

// assignTo is assign for types of other names, and pointers.
func assignTo(to reflect.Value, v driver.Value) error {
	switch n := v.(type) {
	case nil:
		if k := to.Kind(); k == reflect.Pointer || k == reflect.Slice || k == reflect.Interface {
			to.SetZero()
			return nil
		}
	case int64:
		switch {
		case to.CanInt() && !to.OverflowInt(n):
			to.SetInt(n)
			return nil
		case to.CanUint() && n >= 0 && !to.OverflowUint(uint64(n)):
			to.SetUint(uint64(n))
			return nil
		case to.CanFloat():
			to.SetFloat(float64(n))
			return nil
		case to.Kind() == reflect.Bool && (n == 0 || n == 1):
			to.SetBool(n == 1)
			return nil
		}
	case float64:
		if to.CanFloat() {
			to.SetFloat(n)
			return nil
		}
	case string, []byte:
		if k := to.Kind(); k == reflect.String || k == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8 {
			to.Set(reflect.ValueOf(v).Convert(to.Type()))
			return nil
		}
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return assign(to.Interface(), v)
	case reflect.Interface:
		if x := reflect.ValueOf(v); x.Type().AssignableTo(to.Type()) {
			to.Set(x)
			return nil
		}
	}
	return fmt.Errorf("%T doesn't go into %s", v, to.Type())
}

// bind keeps arguments as the driver takes them.
func (s *stmt) bind(args []any) error {
	s.args = s.args[:0]
	for i, arg := range args {
		bound := driver.NamedValue{Ordinal: i + 1}
		switch v := arg.(type) {
		case string, int64, float64, []byte, bool, nil:
			bound.Value = v
		case int:
			bound.Value = int64(v)
		default:
			var err error
			if bound.Value, err = driver.DefaultParameterConverter.ConvertValue(arg); err != nil {
				return fmt.Errorf("argument %d: %w", i+1, err)
			}
		}
		s.args = append(s.args, bound)
	}
	return nil
}
