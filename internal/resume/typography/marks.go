package typography

import (
	"resumebot/internal/lazyregexp"
)

// What stands in the margins of pages and before the items of lists.
var (
	LeadMark   = lazyregexp.New(`^([*•‣▪●○◦∙⁃■□▸►➢➤✓✔·❖◆\x{f000}-\x{f0ff}]\s*|[-–—]\s+|\(?\d{1,2}[.)]\s+)\S`)
	PageNumber = lazyregexp.New(`(?i)^(?:.{0,60}?[\s–—|·-]\s*)?(?:page|seite|página|pagina|p\.)?\s*(\d{1,3})\s*(?:(?:/|of|von|de|sur|di)\s*(\d{1,3}))?$`)
	Updated    = lazyregexp.New(`(?i)^(?:last (?:updated?|modified|revised)|(?:zuletzt )?aktualisiert|stand:|updated (?:on|in)|revised (?:on|in)|dernière mise à jour)`)
)
