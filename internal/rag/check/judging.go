package check

import (
	"errors"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

// judged is what tells whose judgement a sentence gives: the résumé's, a referee's, of
// those who gave a prize.
var judged = lazyregexp.New(`(?i)\b(?:says?|said|calls?|called|describes?|described|writes?|wrote|states?|stated|names?|named|voted|elected|ranked|awarded|honou?red|won|according to|in the words of)\b`)

// checkJudging wants nobody judged in the bot's own words: that somebody should be
// hired, or is the best, is for others to say, whom the sentence must name.
func checkJudging(text string) error {
	bare := withoutQuotes.ReplaceAllString(text, "")
	if lexicon.Judges(bare) && !judged.MatchString(bare) {
		return errors.New("it judges the person; leave it out, or say who says so")
	}
	return nil
}
