package admin

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
)

//go:embed pages
var files embed.FS

// templates is each page with the frame around it.
var templates = func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, name := range []string{"sign-in", "overview", "exceptions", "exception", "failure"} {
		all[name] = template.Must(template.New("frame.html").Funcs(placeholders).ParseFS(files, "pages/frame.html", "pages/parts.html", "pages/"+name+".html"))
	}
	return all
}()

// placeholders lets templates be parsed; each page gets its own.
var placeholders = template.FuncMap{"t": func(string, ...any) string { return "" }, "clock": func(string) string { return "" },
	"moment": func(time.Time) string { return "" }, "span": func(time.Duration) string { return "" }, "name": func(string, string) string { return "" },
	"kind": func(string) string { return "" }, "record": func(string) string { return "" }, "advice": func(string) string { return "" }, "yuan": yuan, "heard": func(string) string { return "" }}

// page is what the frame needs.
type page struct {
	Lang   lang
	Title  string
	Person *pos.Person // nil: nobody is signed in
	Token  string
	Path   string
	D      map[string]any
}

// show writes a page for whoever is signed in.
func (v *visit) show(status int, name string, d map[string]any) error {
	return render(v.w, v.r, status, name, page{Person: &v.person, Token: v.session.token, D: d}, v.now)
}

// show writes a page for nobody in particular.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, name string, d map[string]any) {
	if err := render(w, r, status, name, page{D: d}, p.now()); err != nil {
		p.office.Log.Error("page", "path", r.URL.Path, "err", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	}
}

// fail writes a page that says what is wrong and what to do.
func (p *Pages) fail(w http.ResponseWriter, r *http.Request, status int, text string) {
	p.show(w, r, status, "failure", map[string]any{"Text": text})
}

// render writes a page whole or not at all.
func render(w http.ResponseWriter, r *http.Request, status int, name string, x page, now time.Time) error {
	x.Lang, x.Path, x.Title = language(r), r.URL.Path, name
	t, err := templates[name].Clone()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Funcs(x.Lang.funcs(now)).Execute(&b, x); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", x.Lang.Tag())
	w.WriteHeader(status)
	_, err = b.WriteTo(w)
	return err
}

func (l lang) funcs(now time.Time) template.FuncMap {
	return template.FuncMap{
		"t":    l.say,
		"kind": l.kind, "record": l.record, "advice": l.advice, "yuan": yuan,
		"name": func(zh, en string) string {
			if l == english && en != "" {
				return en
			}
			return zh
		},
		"clock": func(rfc3339 string) string {
			at, err := time.Parse(time.RFC3339, rfc3339)
			if err != nil {
				return "–"
			}
			return l.clock(at, now)
		},
		"moment": func(at time.Time) string { return l.clock(at, now) },
		"span":   l.span,
		"heard":  l.heard,
	}
}

// yuan is an amount with its thousands set apart.
func yuan(amount money.Fen) string {
	text := amount.String()
	whole := strings.IndexByte(text, '.')
	first := strings.IndexFunc(text, func(c rune) bool { return c != '-' })
	for i := whole - 3; i > first; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// clock is a time in the chain's zone: the hour if it is today's.
func (l lang) clock(at, now time.Time) string {
	switch {
	case at.IsZero():
		return "–"
	case pos.Date(at) == pos.Date(now):
		return at.In(pos.Zone).Format("15:04")
	case at.In(pos.Zone).Year() == now.In(pos.Zone).Year():
		return at.In(pos.Zone).Format("01-02 15:04")
	}
	return at.In(pos.Zone).Format("2006-01-02 15:04")
}

// span is a length of time, roughly.
func (l lang) span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return l.say("moments")
	case d < time.Hour:
		return l.say("minutes", int(d/time.Minute))
	case d < 48*time.Hour:
		return l.say("hours", int(d/time.Hour))
	}
	return l.say("days", int(d/(24*time.Hour)))
}

func style(w http.ResponseWriter, r *http.Request) {
	b, err := files.ReadFile("pages/style.css")
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=300")
	http.ServeContent(w, r, "style.css", time.Time{}, bytes.NewReader(b))
}

const langCookie = "lang"

// language changes the language and goes back to where one was.
func (p *Pages) language(w http.ResponseWriter, r *http.Request) {
	to := chinese
	if r.URL.Query().Get("to") == english.Tag() {
		to = english
	}
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: to.Tag(), Path: "/", MaxAge: int((365 * 24 * time.Hour) / time.Second), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	back := r.URL.Query().Get("back")
	if !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n") {
		back = "/"
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// language is the one chosen, else the one the browser asks for; Chinese where it asks for neither.
func language(r *http.Request) lang {
	if c, err := r.Cookie(langCookie); err == nil {
		if c.Value == english.Tag() {
			return english
		}
		return chinese
	}
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
		return english
	}
	return chinese
}
