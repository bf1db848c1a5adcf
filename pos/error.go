package pos

import (
	"errors"
	"strings"
)

// Code tells callers what kind of failure an error is. Only the console, the window and the server turn it into text.
type Code string

// The codes; they are the console's (see its package) and the wire's.
const (
	Usage        Code = "usage"        // the command's words are off
	Unbuilt      Code = "unbuilt"      // known, and not there yet
	Forbidden    Code = "forbidden"    // the person lacks the right, or nobody is signed in
	NotFound     Code = "not_found"    // no such product, member, card, receipt …
	Insufficient Code = "insufficient" // not enough value may be spent here
	Offline      Code = "offline"      // needs HQ, and the line is cut
	Timeout      Code = "timeout"      // HQ did not answer in time
	State        Code = "state"        // not now: no shift, nothing to pay, card lost …
	Conflict     Code = "conflict"     // contradicts what is there already
	Internal     Code = "internal"     // a broken invariant, a full disk: nothing the user did
)

// Error is an error of the domain: what a caller may act on (Code), where (Op, such as "pay") and a sentence that says
// what is wrong and what to do (Message with its Args, as a [Text] has them). Err is the cause, for the log.
type Error struct {
	Code    Code
	Op      string
	Message string
	Args    []any
	Err     error
}

func (e *Error) Error() string {
	s := Fill(e.Message, e.Args)
	if s == "" && e.Err != nil {
		s = e.Err.Error()
	}
	if e.Op != "" {
		s = e.Op + ": " + s
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// E makes an Error with a message that is in the catalogue, and what stands in it for each {}.
func E(code Code, op, message string, args ...any) *Error {
	return &Error{Code: code, Op: op, Message: message, Args: args}
}

// Because notes an error's cause, when it is made.
func (e *Error) Because(cause error) *Error {
	e.Err = cause
	return e
}

// CodeOf is the code of the outermost Error in err's chain: Internal where there is none, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) && e.Code != "" {
		return e.Code
	}
	return Internal
}

// TextOf is the sentence for the user: the outermost Error's message, else the error itself as it is.
func TextOf(err error) Text {
	var e *Error
	if errors.As(err, &e) && e.Message != "" {
		return Text{e.Message, e.Args}
	}
	return Said(err.Error())
}

// MessageOf is [TextOf] in English, to the last character: a message may repeat what was typed, and that may hold a |.
func MessageOf(err error) string {
	t := TextOf(err)
	return Fill(t.Message, t.Args)
}

// Listed is names as a message lists them.
func Listed[S ~string](names []S) string {
	texts := make([]string, len(names))
	for i, n := range names {
		texts[i] = string(n)
	}
	return strings.Join(texts, ", ")
}
