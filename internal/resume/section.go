package resume

import (
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
	{SectionPublications, "publications|publicaciones|veröffentlichungen|papers|articles|patents|publikationen|talks|selected publications"},
	{SectionAwards, "awards|honors|honours|achievements|scholarships|auszeichnungen|prix|premios|accomplishments"},
	{SectionEducation, "education|academic|academics|qualifications|studies|ausbildung|bildung|studium|formation|educación|formación|schooling"},
	{SectionCertificates, "certifications|certificates|certification|licenses|licences|courses|training|zertifikate|weiterbildung|certificaciones|certificats"},
	{SectionProjects, "projects|personal projects|portfolio|open source|side projects|projekte|projets|proyectos"},
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
