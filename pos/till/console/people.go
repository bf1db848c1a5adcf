package console

import (
	"fmt"
	"strings"

	"holdfast/pos/till"
)

func login(c call) (reply, error) {
	who, err := c.Till.Login(c.args[0], c.args[1])
	return said(who, fmt.Sprintf("%s (%s), %s", who.Name, who.Person, who.Role), err)
}

func override(c call) (reply, error) {
	lend := func() (till.Lent, error) { return c.Till.OverrideCard(c.args[0]) }
	if len(c.args) == 2 {
		lend = func() (till.Lent, error) { return c.Till.Override(c.args[0], c.args[1]) }
	}
	lent, err := lend()
	return said(lent, fmt.Sprintf("the next command may use the rights of %s (%s)", lent.Name, lent.Person), err)
}

func logout(c call) (reply, error) { return reply{}, c.Till.Logout() }

func status(c call) (reply, error) {
	s, err := c.Till.Status()
	line := "offline"
	if s.Online {
		line = "online"
	}
	text := fmt.Sprintf("%s at %s: %s since %s, %d unsent, %d acked, rules %d", s.Till, s.Store, line, s.Since.Format("15:04"), s.Unsent, s.Acked, s.Rules)
	for _, also := range [][2]string{{"because ", s.Why.String()}, {"signed in: ", s.Person}, {"shift of ", s.Shift}, {"in doubt: ", s.Doubt.String()}} {
		if also[1] != "" {
			text += "; " + also[0] + also[1]
		}
	}
	if s.Closing != nil {
		text += fmt.Sprintf("; being closed since %s, left to do: %s", s.Closing.Since.Format("2006-01-02 15:04"), s.Closing.Todo)
	}
	text += dropText(s.DropDue)
	return said(s, text, err)
}

func syncAll(c call) (reply, error) { return reply{}, c.Till.Sync(c.ctx) }

// listed is a command as help shows it.
type listed struct {
	Use   string `json:"use"`
	Help  string `json:"help"`
	Built bool   `json:"built"`
}

func help(call) (reply, error) {
	var all struct {
		Commands []listed `json:"commands"`
	}
	var text strings.Builder
	for _, c := range commands {
		l := listed{c.use(), c.help, c.run != nil}
		all.Commands = append(all.Commands, l)
		if l.Built {
			fmt.Fprintf(&text, "%-59s %s\n", l.Use, l.Help)
		}
	}
	return reply{all, text.String()}, nil
}
