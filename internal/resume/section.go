package resume

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// sectionWords tell what a section is about; the first row that matches wins.
var sectionWords = []struct {
	kind  SectionKind
	words string
}{
	{SectionContact, "particulars|personal particulars|get in touch|reach me|angaben zur person|zur person|datos personales|informations personnelles|dati personali|contact|contact information|contact details|kontakt|personal details|personal information|persönliche daten|coordonnées|contacto"},
	{SectionVolunteer, "extracurricular|extracurricular activities|extracurriculars|leadership|leadership experience|leadership and activities|student activities|social engagement|civic engagement|engagement|soziales engagement|ehrenamtliche tätigkeit|gesellschaftliches engagement|engagement associatif|military and volunteer|volunteer|volunteering|volunteer experience|volunteer work|community|community service|boards|board service|board memberships|ehrenamt|bénévolat|voluntariado"},
	{SectionReferences, "references|referees|referenzen|références|referencias|recommendations"},
	{SectionPublications, "presentations|conference presentations|invited talks|speaking|public speaking|keynotes|lectures|conferences|bibliography|book chapters|vorträge|publicaciones seleccionadas|publications|publicaciones|veröffentlichungen|papers|articles|patents|publikationen|talks|selected publications"},
	{SectionAwards, "grants|grants and awards|fellowships|distinctions|honours and awards|prizes|key achievements|recognition|preise|stipendien|distinctions et prix|reconocimientos|awards|honors|honours|achievements|scholarships|auszeichnungen|prix|premios|accomplishments"},
	{SectionEducation, "education and training|education & training|education and certifications|academic background|where i have studied|where i studied|educational background|academic qualifications|academic history|degrees|aus- und weiterbildung|schulbildung|akademische ausbildung|hochschulausbildung|formation académique|études|istruzione|formazione|educação|formação|opleiding|utdanning|education|academic|academics|qualifications|studies|ausbildung|bildung|studium|formation|educación|formación|schooling"},
	{SectionCertificates, "bar admission|bar admissions|admissions|licensure|licensing|licences and tickets|tickets|registrations|credentials|professional development|continuing education|certificates of competency|fortbildung|fortbildungen|weiterbildungen|zertifizierungen|permis|cursos|permisos|certifications|certificates|certification|license|licence|licenses|licences|licenses and certifications|licensing|permits|courses|training|zertifikate|weiterbildung|certificaciones|certificats"},
	{SectionProjects, "selected work|selected works|case studies|key projects|selected projects|academic projects|research projects|repertoire|projects|personal projects|portfolio|open source|side projects|projekte|projets|proyectos"},
	{SectionWork, "jobs|occupation|professional practice|practice|career summary|employment summary|career history|career highlights|professional history|employment record|professional experience summary|relevant experience|appointments|academic appointments|teaching|sea service|military service|clinical experience|clinical practice|teaching experience|research experience|where i have worked|where i've worked|where i worked|what i have done|what i've done|field experience|assignments|engagements|work placements|apprenticeships|beruflicher werdegang|berufliche stationen|arbeitserfahrung|praktische erfahrung|praktika|expériences professionnelles|parcours professionnel|stages|experiencia laboral|esperienza|esperienze|experiência|werkervaring|erfaring|roles|experience|employment|work history|work|career|professional background|internships|positions|berufserfahrung|berufspraxis|werdegang|expérience|expériences|experiencia|employment history"},
	{SectionSkills, "skills summary|summary of skills|skills profile|summary of qualifications|qualifications summary|software|software skills|it skills|computer skills|it-kenntnisse|edv-kenntnisse|edv|soft skills|literacy|skillset|capabilities|know-how|what i know|what i can do|things i use|what i use|hard skills|key skills|strengths|areas of expertise|specialties|specialisms|methods|techniques|kompetenzen|fachkenntnisse|informatique|outils|conocimientos|competenze|competências|vaardigheden|ferdigheter|qualifikationen|skills|technologies|technical arsenal|arsenal|competencies|expertise|proficiencies|tech stack|toolbox|tools|kenntnisse|fähigkeiten|compétences|habilidades|aptitudes|core competencies|programming languages|technical experience"},
	{SectionLanguages, "fremdsprachen|lingue|línguas|talen|compétences linguistiques|languages|human languages|spoken languages|sprachen|sprachkenntnisse|langues|idiomas"},
	{SectionSummary, "executive profile|professional profile|professional summary|executive summary|personal statement|personal profile|career objective|career profile|kurzprofil|profil professionnel|perfil profesional|profilo|mission statement|bio|biography|who i am|what i do|who am i|summary|profile|about|about me|objective|overview|introduction|zusammenfassung|profil|über mich|à propos|resumen|perfil|sobre mí"},
	{SectionInterests, "pastimes|freizeit|loisirs|aficiones|interessi|interests and hobbies|hobbys|interests|hobbies|interessen|centres d'intérêt|intereses|activities"},
}

// sectionKind tells what a heading's section is about. known is false where no
// word of it tells.
func sectionKind(heading string) (kind SectionKind, known bool) {
	heading = unspaced(heading)
	low := " " + strings.Join(strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\''
	}), " ") + " "
	switch words := strings.Fields(low); {
	case len(words) > 6 || len(words) == 0:
		return SectionOther, false
	case len(words) == 1 && words[0] == "research":
		return SectionWork, true
	case len(words) == 1 && words[0] == "technology":
		return SectionSkills, true
	case len(words) == 1 && (words[0] == "school" || words[0] == "schools"):
		return SectionEducation, true
	case degreeName.MatchString(low):
		return SectionOther, false // "Master of Social Work"
	case len(words) > 1 && isTitle(words[len(words)-1]) && !sectionWord(words[len(words)-1]):
		return SectionOther, false // "Software Engineer", "Teaching Assistant"
	}
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
				if w != "academic" && (strings.ContainsAny(heading, "&,/") || strings.Contains(low, " and ")) && i <= 1 {
					rank += 25
				}
				if rank > best {
					best, kind = rank, row.kind
				}
			}
		}
	}
	if best < 0 {
		return SectionOther, false
	}
	return kind, true
}

var degreeName = regexp.MustCompile(`\b(?:bachelor|master|doctor|diploma|associate) (?:of|in|s)\b`)

// sectionWord tells a word that by itself names a section.
func sectionWord(w string) bool {
	for _, row := range sectionWords {
		if strings.Contains("|"+row.words+"|", "|"+w+"|") {
			return true
		}
	}
	return false
}

// wordsOfSections tells words each of which, as it stands or in the plural, names
// sections or is part of such names: "Research Interest", "Career Overview".
func wordsOfSections(words []string) bool {
	for _, w := range words {
		w = strings.ToLower(strings.Trim(w, ".:&"))
		if w != "" && !slices.ContainsFunc([]string{w, w + "s", strings.TrimSuffix(w, "s")}, partOfSections) {
			return false
		}
	}
	return len(words) > 0
}

// sectionNouns are words of headings that tell no kind of section.
const sectionNouns = "|exhibitions|strengths|philosophy|statement|overview|background|focus|highlights|goals|values|vision|mission|toolkit|stack|competences|works|performances|recordings|screenings|collections|residencies|commissions|clients|services|patents|keywords|"

func partOfSections(w string) bool {
	if strings.Contains(sectionNouns, "|"+w+"|") {
		return true
	}
	for _, row := range sectionWords {
		if i := strings.Index(row.words, w); i >= 0 && slices.Contains(strings.FieldsFunc(row.words, func(r rune) bool { return r == '|' || r == ' ' }), w) {
			return true
		}
	}
	return false
}

// sectionName tells the name of a section, word for word.
func sectionName(heading string) bool {
	low := strings.ToLower(strings.TrimSuffix(unspaced(heading), ":"))
	if !startsUpper(heading) {
		return false
	}
	return sectionWord(low)
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
		if strings.Contains(low, "certificat") || strings.Contains(low, "certified") || license.MatchString(low) && !licence.MatchString(low) {
			return EntryCertificate
		}
		return EntryEducation
	}
	return EntryOther
}

var licence = regexp.MustCompile(`\blicence (?:en|ès|d|de|professionnelle)\b`) // a French degree

var license = regexp.MustCompile(`\blicen[cs]es?\b`)

func refineKind(e *Entry) EntryKind {
	if e.Kind == EntryEducation && strings.Contains(strings.ToLower(e.Title), "certificat") {
		return EntryCertificate
	}
	return e.Kind
}
