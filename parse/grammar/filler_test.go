package grammar_test

import (
	"regexp"
	"strconv"
)

var placeholder = regexp.MustCompile(`\$(\d+)`)

// fill replaces $7 by the seventh line of filler.
func fill(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		return filler[n-1]
	})
}

// filler is prose for specimens where the words do not matter.
var filler = []string{
	"Leaders have strengthened the duty team since the spring, and most families are seen within two days of a referral being accepted.",
	"Social workers describe a calm and friendly place to work in, and the number who leave has fallen by half over the year.",
	"Plans are usually written in clear language. A few still list meetings and appointments rather than what should change for the child.",
	"Children who go missing are offered a conversation on their return, but the notes of these conversations are not always shared with the police.",
	"Managers look at every new assessment before it is finished. Their comments are brief and seldom ask why a different view was ruled out.",
	"Independent visitors see children in their homes each month, and what children tell them is followed up.",
	"The hub receives about forty contacts a day. Nearly all of them are read by an experienced worker before the end of the morning.",
	"Strategy meetings are quick to convene, although the school nurse is missing from too many of them.",
	"The quality of chronologies, so that a new worker can understand a family’s history within minutes.",
	"The speed with which health assessments are requested for children who have just come into care.",
	"The oversight that managers have of children whose plans have not changed for more than a year.",
	"The sharing of return-home interviews with partner agencies.",
	"Personal advisers keep in touch with nearly all of the young people they support, including those who have moved to another county.",
	"Foster carers told us that training is useful and that a supervising social worker answers the telephone when they need advice.",
	"Elected members ask searching questions of officers, and the minutes of the scrutiny committee show that answers are followed up.",
	"A small group of children waited for more than six weeks before anyone visited them after the first concern was raised.",
	"Audits are frequent and honest. They do not yet lead to changes in practice across all of the teams that they look at.",
	"Parents said that they understood what was expected of them and by when, and that workers kept their promises.",
	"Pre-proceedings work is tracked week by week, and letters to parents are plain about what has to be different.",
	"Disabled children have a dedicated team whose workers know them well and adapt their methods to how each child communicates.",
	"Early help has grown quickly in two of the three districts; in the third, families still wait for several months.",
	"The practice model is popular with staff and gives them a shared way of talking about risk and about strengths.",
	"Decisions about permanence are made in good time for younger children, but are put off for teenagers without a stated reason.",
	"Most young people live in homes that suit them, and their views are asked for before any move is agreed.",
	"Supervision happens every month. Records show that workers have time to reflect, but not what they agreed to do next.",
	"Police officers who attend incidents at home speak to the children who are there and pass on what they saw the same night.",
	"The safeguarding partners meet every quarter and have a shared plan that sets out who is responsible for each step.",
	"Health visitors share what they know quickly, and they stay involved with families for as long as they are needed.",
	"A new dashboard lets team managers see which visits are overdue, and this has reduced delay for children in need.",
	"Younger children are helped to talk about home through drawing and play, and their words appear in their records.",
}
