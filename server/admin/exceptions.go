package admin

import (
	"net/http"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/server/store"
)

// exceptions lists what a person is to look at; with ?all also what somebody has.
func (p *Pages) exceptions(v *visit) error {
	all := v.r.URL.Query().Has("all")
	list, err := v.books.Exceptions(all)
	if err != nil {
		return err
	}
	return v.show(http.StatusOK, "exceptions", map[string]any{"Exceptions": newest(list), "All": all})
}

// exception shows one, with the form that settles it for who may.
func (p *Pages) exception(v *visit) error {
	x, err := v.books.Exception(v.r.PathValue("id"))
	if err != nil {
		return err
	}
	return v.showException(http.StatusOK, x, "", store.Settlement{})
}

func (v *visit) showException(status int, x store.Exception, refused string, filled store.Settlement) error {
	var fork []store.Stray
	if x.Kind == "branch" {
		var err error
		if fork, err = v.books.Branch(x.ID); err != nil {
			return err
		}
	}
	return v.show(status, "exception", map[string]any{
		"X": x, "Fork": fork, "Refused": refused, "Filled": filled, "MaySettle": v.may(pos.MaySettle),
		"MayPay": store.PaysMember(x.Kind) && x.Member != "", "Frozen": x.Kind == string(pos.IssuedTwice),
	})
}

// settle ends an exception as the form says.
func (p *Pages) settle(v *visit) error {
	x, err := v.books.Exception(v.r.PathValue("id"))
	if err != nil {
		return err
	}
	s := store.Settlement{Exception: x.ID, Note: v.r.PostFormValue("note"), Waive: v.r.PostFormValue("waive") != "", Fork: v.r.PostFormValue("fork") != "", CardOf: v.r.PostFormValue("card-of")}
	if text := v.r.PostFormValue("member"); text != "" {
		if s.Member, err = money.ParseFen(text); err != nil {
			return v.showException(http.StatusUnprocessableEntity, x, err.Error(), s)
		}
	}
	done, err := v.books.As(store.Actor{Who: v.person.ID, At: v.now}).Settle(s)
	if code := pos.CodeOf(err); code != "" && code != pos.Internal {
		return v.showException(http.StatusUnprocessableEntity, x, pos.MessageOf(err), s)
	}
	if err != nil {
		return err
	}
	p.office.Log.Info("page: exception settled", "id", x.ID, "person", v.person.ID)
	p.office.Moved(done.Members...)
	http.Redirect(v.w, v.r, "/exceptions/"+x.ID, http.StatusSeeOther)
	return nil
}
