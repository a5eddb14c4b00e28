package discordbot

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/store"
)

// What the bot says of itself stands here, and only here, in one voice: friendly and
// short, it says what to do next, apologises for nothing and knows no jargon. What the
// résumé says is not in these words, nor is what commands are called (commands.go).
// testdata/words.txt shows all of it.

// To everybody.
const (
	notHere       = "I don’t answer in this place. Send me a direct message, or ask a moderator where I do."
	restarting    = "I’m just being restarted. Ask me again in a moment."
	unknownAction = "I don’t know that command any more. `/help` shows those I know."
	noTextThere   = "There is no text in that message that I could look up in the résumé."
	interrupted   = "I was interrupted before this was finished. Press **Retry** and I answer it."
	stoppedShort  = "Stopped."
	writing       = "-# …still writing"
	wholeInFile   = "-# The whole answer is in the file."
	firstQuestion = "That message is long, so this answers its first question."
	noTimeline    = "The résumé has no dates that a timeline could show. `/experience` lists what it has."
	noFiles       = "There is no file of the résumé that I may pass on. `/experience`, `/education` and `/skills` show what is in it."
	ownersOnly    = "That is for the owner of this résumé."
	nothingKept   = "I keep nothing about you."
	lastTrace     = " I still have to overwrite the last trace of it, and try every hour."
	fewerWords    = "That is longer than I can read. Please ask in fewer words, at most 1,000 characters."
)

// About buttons.
const (
	olderButton   = "That button is from an older version of me. Ask again and you get new ones."
	olderForm     = "That form is from an older version of me. Open it again from `/owner`."
	goneText      = "I no longer keep that answer. Just ask again."
	finishedText  = "That answer is finished already."
	askersStop    = "Only the person who asked can stop this answer."
	askersRetry   = "Only the person who asked can have this answered again."
	noSources     = "That answer quotes no line of the résumé, so there is nothing to show."
	alreadyShared = "You have shared that already."
	thanksUp      = "Thank you! 👍 noted."
	thanksDown    = "Thank you, noted. **Sources** shows the lines behind that answer; asking in other words may help."
	voteLost      = "Thank you! I could not note that just now; try again in a while."
)

// Why an answer is in the résumé's own words. They stand within a sentence of the
// answer's, or by themselves.
const (
	ownWordsCrowd = "many are asking just now, so this is in the résumé’s own words"
	ownWordsYours = "your share of model-written answers for today is used up, so this is in the résumé’s own words"
	ownWordsAll   = "the share of model-written answers for today is used up, so this is in the résumé’s own words"
)

// To the owner.
const (
	nothingOpen     = "The résumé has left no question open."
	openTitle       = "**Questions the résumé could not answer**"
	answersTitle    = "**Your answers**"
	noAnswers       = "You have written no answers yet. `/owner unanswered` shows what the résumé leaves open."
	notOpenAnyMore  = "That question is not open any more."
	answerGone      = "That answer is gone already."
	formTitle       = "Your answer"
	formLabel       = "What visitors are told"
	formPlaceholder = "In your own words. It is shown as yours, with today's date."
	nothingWritten  = "There was no text in it, so nothing has changed."
	questionGone    = "That question is gone by now, so there is nothing to answer. This is what you wrote:\n> "
	keptForLater    = "Kept. It will be used as soon as the résumé can be read again: "
	notReread       = "The résumé could not be read again, so the earlier one stays: "
	reread          = "Read again: "
	answerReturned  = "A visitor whose question you had answered asked to be forgotten, so the question is deleted and your answer with it. To keep the answer, put it into the résumé. It was:\n> "
)

// Labels of buttons.
const (
	labelSources = "Sources"
	labelUp      = "👍"
	labelDown    = "👎"
	labelStop    = "Stop"
	labelRetry   = "Retry"
	labelShare   = "Share"
	labelEarlier = "Earlier"
	labelMore    = "More"
)

// failure says that something went wrong, with a name for it that the log has too.
func failure(ref string) string {
	return "Something went wrong on my side. Ask again in a moment; if it happens again, give the owner this reference: `" + ref + "`"
}

func tooFast(after time.Duration) string {
	return "You are asking faster than I can keep up. Wait " + wait(after) + " and ask again."
}

func tooMany(after time.Duration) string {
	return "There are many questions in this channel just now. Wait " + wait(after) + ", or ask me in a direct message."
}

func turnText(ahead int) string {
	if ahead <= 0 {
		return "_You are next…_"
	}
	return fmt.Sprintf("_%d ahead of you…_", ahead)
}

// mentionMe tells who seems to ask that the text did not arrive.
func mentionMe(bot string) string {
	return "Discord shows me only messages that mention me: put " + escape("@"+bot) + " before your question, and I answer it."
}

// greeting answers who says nothing.
func greeting(person string) string {
	return "Hi! Ask me anything about " + possessive(person) + " résumé, for instance “" + example(person) + "” `/help` shows more."
}

// example is a question that most résumés answer.
func example(person string) string {
	if first, _, _ := strings.Cut(person, " "); first != "" {
		return "Where does " + escape(first) + " work now?"
	}
	return "Where was the last position?"
}

func help(person, bot string, content bool, beyond string) string {
	lines := []string{
		"I answer questions about " + possessive(person) + " résumé, and only from it. A number like [1] stands for a place in it; **Sources** shows it.",
		"- Mention me in a channel (" + escape("@"+bot) + " _your question_), reply to one of my answers, or write to me directly.",
		"- `/ask` asks from anywhere; with `private`, only you see the answer.",
		"- `/skills` `/experience` `/projects` `/education` `/contact` show what there is, `/timeline` draws it, `/resume` gives you the file.",
		"- Right-click a message, then Apps, to ask the résumé about it.",
		"- `/forget` deletes what I keep about you; `/about` says what that is." + beyond,
	}
	if !content {
		lines = append(lines, "-# I do not read along: I see only what mentions me, replies to me or is written to me.")
	}
	return strings.Join(lines, "\n")
}

func about(person string, model bool, files []string, read time.Time, privacy string) string {
	lines := []string{
		"I answer questions about " + possessive(person) + " résumé and say nothing that is not in it.",
		"- **How:** I look up the lines that bear on your question and quote them.",
		"- **Résumé:** " + escape(shorten(strings.Join(files, ", "), 400)) + ", read " + since(read),
		"- **Privacy:** " + privacy,
		"- **Source:** free software under the MIT licence",
	}
	if model {
		lines[1] = "- **How:** a language model words the answer from the lines that bear on your question, and each sentence is checked against them before you see it."
		lines[3] += " Your question and those lines go to the model’s server."
	}
	return strings.Join(lines, "\n")
}

// privacy says what is kept, for how long, and where. Unused is why the store keeps
// nothing on disk, nil where it does.
func privacy(retention time.Duration, unused error, beyond string) string {
	keeps := "until you say `/forget`"
	if retention > 0 {
		keeps = "for " + span(retention) + ", or until you say `/forget`"
	}
	if unused != nil {
		keeps = "in memory until I am restarted, or until you say `/forget`"
	}
	return "I keep your questions, my answers, your user id and your 👍/👎 " + keeps + ", so that conversations can go on." + beyond +
		" Questions that the résumé leaves open are shown to its owner without your name; `/forget` takes yours away, with the owner’s answers to them. I make no profile of you and train no model on what you write."
}

// beyondReach says that something may be kept that cannot be deleted now.
func beyondReach(why error) string {
	return " I cannot reach what I kept before my last start (" + reason(why) + "). Some of it may be yours: say `/forget`, and I delete it as soon as I can."
}

func forgotten(rows int) string {
	return fmt.Sprintf("Done: I have deleted what I kept about you (%s). Messages in Discord stay until you delete them there.", plural(rows, "record", "records"))
}

// notForgotten tells a visitor that something may still be kept, why, and what
// becomes of the wish.
func notForgotten(rows int, e *store.NotForgottenError, told bool, ref string) string {
	lines := []string{"I could not delete all that is kept about you: " + reason(e.Err) + ", so something may still be there."}
	if rows > 0 {
		lines[0] = fmt.Sprintf("I have deleted %s about you. The rest I could not delete: %s, so something may still be there.", plural(rows, "record", "records"), reason(e.Err))
	}
	if e.Wish == nil {
		lines = append(lines, "I have noted your wish and delete it as soon as that is mended.")
	} else {
		lines = append(lines, "I could not even note your wish for later: say `/forget` again tomorrow.")
	}
	if told {
		lines = append(lines, "The owner has been told.")
	} else {
		lines = append(lines, "It stands in my log; please tell the owner, too.")
	}
	return strings.Join(lines, " ") + " Reference: `" + ref + "`"
}

// toBeForgotten tells the owner of a wish that could not be carried out.
func toBeForgotten(ref, why string) string {
	return "Somebody asked to be forgotten, and I could not do it (" + ref + "): " + why
}

func curated(question string) string {
	return "Thank you. From now on, “" + asWritten(question, 200) + "” is answered with your words."
}

// moreSources counts the sources that are not shown.
func moreSources(n int) string {
	return fmt.Sprintf("-# … and %s. A narrower question, or a page narrowed to one name, shows theirs.", plural(n, "more source", "more sources"))
}

func hereIs(person string) string { return "Here is " + possessive(person) + " résumé." }

func tooLarge(names []string) string {
	return "-# Too large to send: " + escape(strings.Join(names, ", "))
}

// askedBy is a question that is answered elsewhere than it was asked, with who asked it
// where that does not show.
func askedBy(name, question string) string {
	if name == "" {
		return "> " + asWritten(question, 300)
	}
	return "> **" + asWritten(name, 60) + "**: " + asWritten(question, 300)
}

// aboutMessage links the message that an answer is about.
func aboutMessage(link string) string { return "-# About [this message](<" + link + ">)" }

// shownRange tells which of how many are shown.
func shownRange(title string, from, shown, all int) string {
	if shown == all {
		return title
	}
	return fmt.Sprintf("%s (%d–%d of %d)", title, from+1, from+shown, all)
}

func askedTimes(n int, last time.Time) string {
	return "-# asked " + times(n) + ", last " + since(last)
}

// since is a moment in everybody's own time zone.
func since(t time.Time) string { return fmt.Sprintf("<t:%d:R>", t.Unix()) }

func wait(d time.Duration) string {
	s := max(1, int((d+time.Second-1)/time.Second))
	switch {
	case s == 1:
		return "a second"
	case s < 120:
		return fmt.Sprintf("%d seconds", s)
	}
	return fmt.Sprintf("%d minutes", (s+59)/60)
}

// span is a time of some hours or more.
func span(d time.Duration) string {
	if d < 48*time.Hour {
		return plural(int(d.Hours()+0.5), "hour", "hours")
	}
	return plural(int(d.Hours()/24+0.5), "day", "days")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func possessive(name string) string {
	if name == "" {
		return "the"
	}
	return escape(name) + "’s"
}

// asSentence is a reason as an answer gives it, to stand by itself.
func asSentence(reason string) string {
	first, n := utf8.DecodeRuneInString(reason)
	return string(unicode.ToUpper(first)) + reason[n:] + "."
}

// asked writes a question as people do, however it was typed.
func asked(question string) string {
	first, n := utf8.DecodeRuneInString(question)
	if n == 0 {
		return ""
	}
	question = string(unicode.ToUpper(first)) + question[n:]
	if last, _ := utf8.DecodeLastRuneInString(question); unicode.IsLetter(last) || unicode.IsDigit(last) {
		question += "?"
	}
	return question
}
