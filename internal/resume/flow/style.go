package flow

import "resumebot/internal/lazyregexp"

var (
	headingName = lazyregexp.New(`(?i)^(?:heading|überschrift|titre|título|titulo|encabezado|rubrik|kop|titolo|nagłówek|заголовок)[ _-]*([1-9])$`)
	titleName   = lazyregexp.New(`(?i)^(?:title|titel|titre|título|titolo|your name|name)$`)
	quoteName   = lazyregexp.New(`(?i)^(?:intense )?(?:quotations?|quote|zitat|citation|cita)$`)
)

// HeadingStyle is the level of the headings that a style of that name is for, 0 for
// none.
func HeadingStyle(name string) int {
	if m := headingName.FindStringSubmatch(name); m != nil {
		return int(m[1][0] - '0')
	}
	return 0
}

// TitleStyle tells the name of the style of a document's title.
func TitleStyle(name string) bool { return titleName.MatchString(name) }

// QuoteStyle tells the name of the style of what is quoted.
func QuoteStyle(name string) bool { return quoteName.MatchString(name) }
