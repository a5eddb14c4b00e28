package resume

import (
	"regexp"
	"strings"
	"unicode"
)

// sectionWords tell what a section is about; the first row that matches wins.
var sectionWords = []struct {
	kind  SectionKind
	words string
}{
	{SectionContact, "contact|contact information|contact details|kontakt|personal details|personal information|persönliche daten|coordonnées|contacto"},
	{SectionVolunteer, "volunteer|volunteering|volunteer experience|volunteer work|community|community service|ehrenamt|bénévolat|voluntariado"},
	{SectionReferences, "references|referees|referenzen|références|referencias|recommendations"},
	{SectionPublications, "publications|papers|articles|patents|publikationen|talks|selected publications"},
	{SectionAwards, "awards|honors|honours|achievements|scholarships|auszeichnungen|prix|premios|accomplishments"},
	{SectionEducation, "education|academic|academics|qualifications|studies|ausbildung|bildung|studium|formation|educación|formación|schooling"},
	{SectionCertificates, "certifications|certificates|certification|licenses|licences|courses|training|zertifikate|weiterbildung|certificaciones|certificats"},
	{SectionProjects, "projects|portfolio|open source|side projects|projekte|projets|proyectos"},
	{SectionWork, "experience|employment|work history|work|career|professional background|internships|positions|berufserfahrung|berufspraxis|werdegang|expérience|expériences|experiencia|employment history"},
	{SectionSkills, "skills|technologies|technical arsenal|arsenal|competencies|expertise|proficiencies|tech stack|toolbox|tools|kenntnisse|fähigkeiten|compétences|habilidades|aptitudes|core competencies|programming languages|technical experience"},
	{SectionLanguages, "languages|human languages|spoken languages|sprachen|sprachkenntnisse|langues|idiomas"},
	{SectionSummary, "summary|profile|about|about me|objective|overview|introduction|zusammenfassung|profil|über mich|à propos|resumen|perfil|sobre mí"},
	{SectionInterests, "interests|hobbies|interessen|centres d'intérêt|intereses|activities"},
}

// sectionKind tells what a heading's section is about. known is false where no
// word of it tells.
func sectionKind(heading string) (kind SectionKind, known bool) {
	low := " " + strings.Join(strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\''
	}), " ") + " "
	best := -1
	for _, row := range sectionWords {
		for w := range strings.SplitSeq(row.words, "|") {
			if i := strings.Index(low, " "+w+" "); i >= 0 {
				// The word that stands last says what the heading is ("Research
				// Portfolio"), but the first of a list ("Education & Certifications").
				rank := len(w)
				if strings.HasSuffix(low, " "+w+" ") {
					rank += 20
				}
				if strings.ContainsAny(heading, "&,/") && i <= 1 {
					rank += 25
				}
				if rank > best {
					best, kind = rank, row.kind
				}
			}
		}
	}
	if best < 0 || len(strings.Fields(low)) > 6 {
		return SectionOther, false
	}
	return kind, true
}

// strongKind tells whether a heading is nothing but the name of a section.
func strongKind(heading string) bool {
	words := strings.Fields(strings.ToLower(heading))
	return len(words) <= 2 && !isTitle(heading)
}

func holdsEntries(k SectionKind) bool {
	switch k {
	case SectionWork, SectionEducation, SectionProjects, SectionCertificates, SectionVolunteer, SectionAwards, SectionPublications:
		return true
	}
	return false
}

func entryKind(k SectionKind, head string) EntryKind {
	low := strings.ToLower(head)
	switch k {
	case SectionWork:
		return EntryWork
	case SectionProjects:
		return EntryProject
	case SectionVolunteer:
		return EntryVolunteer
	case SectionAwards:
		return EntryAward
	case SectionPublications:
		return EntryPublication
	case SectionCertificates:
		return EntryCertificate
	case SectionEducation:
		if strings.Contains(low, "certificat") || strings.Contains(low, "certified") {
			return EntryCertificate
		}
		return EntryEducation
	}
	return EntryOther
}

func refineKind(e *Entry) EntryKind {
	if e.Kind == EntryEducation && strings.Contains(strings.ToLower(e.Title), "certificat") {
		return EntryCertificate
	}
	return e.Kind
}

var (
	titleWords  = regexp.MustCompile(`(?i)\b(engineer|developer|programmer|architect|manager|director|lead|head|chief|officer|c[teofi]o|president|vp|intern|internship|trainee|analyst|scientist|researcher|consultant|designer|administrator|specialist|coordinator|assistant|associate|professor|lecturer|teacher|tutor|instructor|nurse|doctor|physician|surgeon|therapist|pharmacist|accountant|auditor|controller|lawyer|attorney|paralegal|counsel|editor|writer|journalist|author|copywriter|translator|producer|photographer|chef|cook|waiter|barista|cashier|clerk|secretary|receptionist|technician|mechanic|electrician|plumber|driver|pilot|operator|supervisor|foreman|founder|co-founder|owner|partner|member|volunteer|captain|sergeant|fellow|student|apprentice|agent|representative|recruiter|strategist|planner|executive|devops|sre|freelancer|contractor|strategist|marketer|advisor|adviser|banker|trader|buyer|salesperson|sales|entwickler|ingenieur|leiter|berater|praktikant|werkstudent|développeur|ingénieur|stagiaire|desarrollador|ingeniero|gerente)\b`)
	degreeWords = regexp.MustCompile(`(?i)(\b(bachelor|master|masters|doctor of|doctorate|diploma|degree|associate of|certificate|certification|abitur|baccalaur|licence|licenciatura|mba|phd|ph\.d|msc|m\.sc|bsc|b\.sc|btech|b\.tech|mtech|m\.tech|b\.e|m\.e|b\.a|m\.a|b\.s|m\.s|ba|bs|ms|ma|beng|meng|llb|llm|gcse|a-levels|high school|minor|major)\b)`)
	orgWords    = regexp.MustCompile(`(?i)\b(inc|ltd|llc|llp|gmbh|ag|corp|corporation|company|co|pvt|plc|s\.a|group|holdings|bank|university|universität|université|universidad|college|school|institute|institut|academy|hospital|clinic|foundation|association|society|agency|studios?|labs?|laborator(?:y|ies)|technologies|solutions|services|systems|partners|ventures|consulting|ministry|department|council)\b\.?`)
	placeWords  = regexp.MustCompile(`(?i)^\(?(remote|hybrid|on-?site|worldwide|home office|freelance)\b`)
	placeForm   = regexp.MustCompile(`^\p{Lu}[\p{L}.'’ -]+(,\s*(\p{Lu}[\p{L}.'’ -]+|[A-Z]{2,3}))+$`)
)

func isTitle(s string) bool { return titleWords.MatchString(s) || degreeWords.MatchString(s) }
func isOrg(s string) bool   { return orgWords.MatchString(s) }

func isPlace(s string) bool {
	s = strings.Trim(s, " *_")
	return placeWords.MatchString(s) || placeForm.MatchString(s) && !isTitle(s) && !isOrg(s) && len(s) < 60
}

var headSeparator = regexp.MustCompile(`\s+[|·•–—‒]\s+|\s+-\s+|\s+@\s+|\t+| {2,}|\s*;\s+`)

// part is one piece of an entry's head.
type part struct {
	text   string
	period Period
}

// headParts cuts the head of an entry at its separators and takes out the dates.
func headParts(line string) []part {
	var out []part
	p, rest, ok := FindPeriod(line)
	if ok {
		out = append(out, part{period: p})
		line = rest
	}
	for _, t := range headSeparator.Split(line, -1) {
		if t = strings.Trim(t, " ,|–—-·•()\t"); t != "" {
			out = append(out, part{text: balance(t)})
		}
	}
	return out
}

// balance gives back a bracket that trimming took.
func balance(s string) string {
	if strings.Count(s, "(") > strings.Count(s, ")") {
		return s + ")"
	}
	return s
}

// fields fills the entry from the parts of a line of its head. first is true for
// the line that opened it.
func (b *builder) fields(parts []part, first bool) {
	e := &b.doc.Entries[b.entry]
	var texts []string
	for _, p := range parts {
		if p.text == "" {
			if e.Period.IsZero() {
				e.Period = p.period
			}
			continue
		}
		texts = append(texts, p.text)
	}
	if e.Kind == EntryProject && first {
		if len(texts) > 0 {
			e.Title = texts[0]
		}
		if len(texts) > 1 && isOrg(texts[1]) {
			e.Org = texts[1]
		}
		return
	}
	if len(texts) == 1 {
		texts = splitAt(texts[0], e)
	}
	for _, t := range texts {
		switch {
		case e.Place == "" && (placeWords.MatchString(t) || isPlace(t) && (e.Title != "" || e.Org != "")):
			e.Place = strings.Trim(t, "()")
		case e.Title == "" && isTitle(t) && (!isOrg(t) || e.Org != "" || degreeWords.MatchString(t)):
			e.Title = t
		case e.Org == "" && (isOrg(t) || e.Title != ""):
			e.Org, e.Place = orgPlace(t, e.Place)
		case e.Title == "" && e.Org != "":
			e.Title = t
		case e.Org == "" && e.Title == "":
			if e.Kind == EntryEducation && !first || isOrg(t) || e.Kind == EntryWork && len(texts) > 1 {
				e.Org, e.Place = orgPlace(t, e.Place)
			} else {
				e.Title = t
			}
		case e.Place == "" && len(t) < 50 && !first:
			e.Place = t
		case e.Place == "" && len(t) < 40 && (e.Kind == EntryWork || e.Kind == EntryEducation):
			e.Place = t
		}
	}
}

// splitAt cuts a head without separators at "at" or at a comma.
func splitAt(s string, e *Entry) []string {
	if i := strings.Index(s, " at "); i > 0 && isTitle(s[:i]) {
		return []string{s[:i], s[i+4:]}
	}
	parts := splitList(s)
	if len(parts) < 2 || len(parts) > 4 {
		return []string{s}
	}
	if isPlace(s) && (e.Title != "" || e.Org != "") {
		return []string{s}
	}
	if isTitle(parts[0]) && !isTitle(parts[1]) && e.Org == "" && !degreeWords.MatchString(parts[0]) {
		if len(parts) > 2 {
			return []string{parts[0], parts[1], strings.Join(parts[2:], ", ")}
		}
		return parts
	}
	if isOrg(parts[0]) || isOrg(parts[len(parts)-1]) {
		return []string{s}
	}
	return []string{s}
}

// orgPlace splits "Symbiosis Institute of Technology, Pune" where the rest is no
// part of the organisation's name.
func orgPlace(s, place string) (string, string) {
	i := strings.IndexByte(s, ',')
	if i < 0 || place != "" {
		if j := strings.LastIndex(s, " ("); j > 0 && place == "" && strings.HasSuffix(s, ")") && len(s)-j > 6 {
			return s[:j], strings.Trim(s[j:], " ()")
		}
		return s, place
	}
	rest := strings.TrimSpace(s[i+1:])
	if isOrg(rest) || isTitle(rest) || rest == "" || len(rest) <= 4 && strings.HasSuffix(rest, ".") {
		return s, place
	}
	return s[:i], rest
}

// looksLikeName tells a person's name: two to five capitalised words without
// digits.
func looksLikeName(s string) bool {
	s = strings.Trim(withoutEmoji(s), " *_#")
	if _, known := sectionKind(s); known {
		return false
	}
	s, _, _ = strings.Cut(s, ",")
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || isTitle(s) || isOrg(s) {
		return false
	}
	for _, w := range words {
		for i, r := range w {
			if i == 0 && !unicode.IsUpper(r) && !strings.ContainsRune("(\"“'", r) && !isParticle(w) {
				return false
			}
			if unicode.IsDigit(r) || strings.ContainsRune("@:/|", r) {
				return false
			}
		}
	}
	return true
}

func isParticle(w string) bool {
	switch w {
	case "de", "da", "di", "del", "la", "van", "von", "der", "den", "bin", "al", "el", "dos", "du", "le", "y":
		return true
	}
	return false
}

func plain(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}

// rawText keeps tabs and runs of blanks, at which heads are cut.
func rawText(blk *block) string { return strings.TrimSpace(withoutEmoji(plain(blk.spans))) }

func clean(blk *block) string { return display(withoutEmoji(plain(blk.spans))) }

// splitLabel splits "**Tech Stack:** Python, …" and "Tech Stack: Python, …".
func splitLabel(spans []span) (label, body string) {
	text := display(plain(spans))
	i := strings.Index(text, ":")
	if i <= 0 || i+1 < len(text) && text[i+1] != ' ' || len(strings.Fields(text[:i])) > 6 || strings.ContainsAny(text[:i], "!?\"“") || strings.Contains(text[:i], ". ") {
		return "", text
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
}
