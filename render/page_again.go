package render

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"

	"ofsted/model"
)

// A mention leads to the items of one inspection that raise an issue.
type mention struct {
	When  string
	Items []link
	More  int // how many it does not lead to

	at int // place of the inspection
}

// mostLinks is how many items of one inspection a mention leads to. An item of
// a real report raises few others again.
const mostLinks = 8

// mention adds an item of an inspection to those that raise an issue. Items of
// one inspection come one behind the other.
func (a *authorityPage) mention(list []mention, at int, id string, on int) []mention {
	if n := len(list); n == 0 || list[n-1].at != at {
		list = append(list, mention{When: a.when(at), at: at})
	}
	m := &list[len(list)-1]
	if len(m.Items) == mostLinks {
		m.More++
		return list
	}
	item, alike := link{a.itemAnchor(at, id), cmp.Or(page(on), "item")}, 1
	for _, other := range m.Items {
		if other.Text == item.Text || strings.HasPrefix(other.Text, item.Text+" (") {
			alike++
		}
	}
	if alike > 1 {
		item.Text += fmt.Sprintf(" (%s)", ordinal(alike))
	}
	m.Items = append(m.Items, item)
	return list
}

// An again is what the latest inspection raises again, what is new in it, and
// what it does not raise again.
type again struct {
	Now, Then link
	Notes     []string
	Lists     []againList
}

type againList struct {
	Title, Note string
	Open        bool // shown at once
	Items       []againItem
}

type againItem struct {
	Item     link
	Text     string
	Earlier  []againEarlier
	StillOld []mention // what inspections before those two asked
}

type againEarlier struct {
	Item               link
	Text, Sure, Common string
}

// again shows what the latest inspection of some services makes of the areas
// for improvement before.
func (a *authorityPage) again(l model.Latest) again {
	v := again{Now: a.link(l.At), Then: a.link(l.Before)}
	for _, n := range l.Since.Notes {
		v.Notes = append(v.Notes, a.files.in(n.Message))
	}
	for _, list := range itemLists(l.Since) {
		from := l.At
		if list.older {
			from = l.Before
		}
		note := list.note
		if note == newOnly { // earlier ones may have asked for it
			note = "Not in the inspection before."
		}
		shown := againList{Title: fmt.Sprintf("%s (%d)", list.title, len(list.items)), Note: note}
		for _, r := range list.items {
			shown.Items = append(shown.Items, a.againItem(l, from, r))
			shown.Open = shown.Open || len(r.Old) > 0
		}
		v.Lists = append(v.Lists, shown)
	}
	return v
}

func (a *authorityPage) againItem(l model.Latest, from int, r model.Recurrence) againItem {
	item := againItem{Item: a.finding(from, r.New), Text: itemText(r.New)}
	for _, o := range r.Old {
		item.Earlier = append(item.Earlier, againEarlier{a.finding(l.Before, o.Item), itemText(o.Item), sure(o.Score), strings.Join(o.Common, ", ")})
	}
	if from == l.At {
		for _, e := range a.Raised[l.At][r.New.ID] {
			if e.At != l.Before {
				item.StillOld = a.mention(item.StillOld, e.At, e.ID, e.Page)
			}
		}
	}
	return item
}

// A balanceView is what inspectors said on each theme, then and now.
type balanceView struct {
	Caption   string
	Then, Now string
	Chart     template.HTML
	Rows      []balanceRow
}

type balanceRow struct {
	Theme     string
	Then, Now model.Counts
}

// balance shows what the latest inspection of some services and the one before
// say on each theme.
func (a *authorityPage) balance(l model.Latest, id string) (balanceView, bool) {
	rows := saidThemes(&model.Comparison{Themes: l.Themes})
	if len(rows) == 0 {
		return balanceView{}, false
	}
	v := balanceView{Now: a.link(l.At).Text}
	v.Caption = "Findings by theme: " + v.Now
	if l.Before >= 0 {
		v.Then = a.link(l.Before).Text
		v.Caption += ", and before, " + v.Then
	}
	v.Chart = themesInline(rows, v.Then, v.Now, id)
	for _, r := range rows {
		v.Rows = append(v.Rows, balanceRow{r.Theme.Title(), r.Old, r.New})
	}
	return v, true
}
