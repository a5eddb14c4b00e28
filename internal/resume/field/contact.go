package field

import (
	"strings"

	"resumebot/internal/lazyregexp"
)

var (
	EmailForm = lazyregexp.New(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	UrlForm   = lazyregexp.New(`(?i)\bhttps?://[a-z0-9][^\s|,;)\]<>]*[^\s|,;)\]<>.]|\b(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|me|ai|co|in|de|fr|es|uk|us|eu|ch|at|app|tech|info|xyz|edu|gov|it|nl|be|pt|pl|se|no|dk|fi|ie|ca|au|nz|br|mx|jp|kr|cn|sg|hk|za|ng|ke|tr|ru|ua|cz|hu|ro|gr|design|studio|art|photo|photography|page|blog|site|online|cloud|codes|name|pro|work|works|law|legal|example)\b(?:/[^\s|,;)\]<>]*)?`)
	MailLabel = lazyregexp.New(`(?i)^(?:e-?mail|mail|courriel|correo)`)
	NetFrame  = lazyregexp.New(`(?i)^(?:asp|vb|ado|ml)\.net$`)
	Slashes   = lazyregexp.New(`\s//?\s`)
)

// Networks are those on which people have accounts, in lower case.
var Networks = []string{"linkedin", "github", "gitlab", "bitbucket", "twitter", "mastodon", "bsky", "stackoverflow", "medium", "kaggle", "youtube", "instagram", "facebook", "behance", "dribbble", "orcid", "xing", "soundcloud"}

// BrokenMail is a mail address as people write it to hide it from harvesters, or
// with blanks around its sign: "jane (at) doe.org", "jane at doe dot org".
var BrokenMail = lazyregexp.New(`(?i)[\w.+-]+(?:\s+@\s*|\s*@\s+)[\w-]+(?:\.[\w-]+)+|[\w.+-]+\s*[\[({<]\s*(?:at|@|ät|arroba|æt)\s*[\])}>]\s*[\w-]+(?:(?:\.|\s*[\[({<]?\s*\b(?:dot|punkt|punto|point)\b\s*[\])}>]?\s*)[\w-]+)+|[\w.+-]+ at [\w-]+(?: dot [\w-]+)+`)

// WebAddress tells an address that may be shown as a link.
func WebAddress(url string) bool {
	u := strings.ToLower(url)
	return strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "mailto:") || strings.HasPrefix(u, "tel:")
}
