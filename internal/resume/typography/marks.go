package typography

import (
	"regexp"
)

// What stands in the margins of pages and before the items of lists.
var (
	LeadMark   = regexp.MustCompile(`^([*•‣▪●○◦∙⁃■□▸►➢➤✓✔·❖◆\x{f000}-\x{f0ff}]\s*|[-–—]\s+|\(?\d{1,2}[.)]\s+)\S`)
	PageNumber = regexp.MustCompile(`(?i)^(?:.{0,60}?[\s–—|·-]\s*)?(?:page|seite|página|pagina|p\.)?\s*(\d{1,3})\s*(?:(?:/|of|von|de|sur|di)\s*(\d{1,3}))?$`)
	Updated    = regexp.MustCompile(`(?i)^(?:last (?:updated?|modified|revised)|(?:zuletzt )?aktualisiert|stand:|updated (?:on|in)|revised (?:on|in)|dernière mise à jour)`)
)
