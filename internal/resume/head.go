package resume

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	titleWords  = words(`engineer|developer|programmer|coder|architect|manager|management trainee|director|lead|leader|head|chief|officer|c[teofim]o|ciso|president|vp|intern|internship|trainee|analyst|scientist|researcher|consultant|designer|administrator|admin|specialist|coordinator|assistant|associate|professor|lecturer|teacher|tutor|instructor|trainer|coach|nurse|dietitian|dietician|nutritionist|technologist|radiographer|optometrist|optician|hygienist|phlebotomist|counsell?or|social worker|caseworker|chaplain|pastor|priest|rabbi|imam|doctor|physician|surgeon|therapist|pharmacist|dentist|veterinarian|paramedic|midwife|caregiver|accountant|auditor|controller|bookkeeper|actuary|lawyer|attorney|paralegal|solicitor|barrister|notary|prosecutor|counsel|judge|editor|writer|journalist|reporter|author|copywriter|translator|interpreter|producer|photographer|artist|illustrator|musician|actor|chef|sous-chef|commis|chef de partie|cook|pastry chef|butcher|sommelier|baker|waiter|waitress|server|bartender|barista|cashier|clerk|secretary|receptionist|technician|mechanic|electrician|handyman|journeyman|plumber|roofer|bricklayer|painter|gardener|landscaper|cleaner|janitor|housekeeper|nanny|au pair|farmer|fisherman|firefighter|police officer|detective|guard|postman|courier|warehouse|loader|picker|packer|forklift|dispatcher|scheduler|estimator|guide|surveyor|facilitator|chorister|inspector|appraiser|adjuster|underwriter|claims|teller|carpenter|welder|machinist|driver|pilot|mariner|master mariner|second mate|boatswain|deckhand|steward|stewardess|flight attendant|cabin crew|operator|supervisor|foreman|founder|co-founder|cofounder|owner|partner|principal|member|volunteer|captain|sergeant|lieutenant|nco|fellow|student|apprentice|agent|representative|recruiter|strategist|planner|executive|devops|sre|freelancer|freelance|contractor|marketer|advisor|adviser|banker|trader|broker|buyer|salesperson|sales|stylist|librarian|curator|archivist|economist|statistician|psychologist|biologist|chemist|physicist|postdoc|mentor|tester|maintainer|contributor|ambassador|treasurer|chair|chairman|chairwoman|organi[sz]er|evangelist|advocate|ninja|audit senior|tax senior|millwright|home health aide|nursing aide|teacher['’]s aide|legislative aide|aide|dean|provost|merchandiser|stocker|dishwasher|host|hostess|busser|bellhop|concierge|valet|maid|custodian|groundskeeper|roughneck|longshoreman|pipefitter|ironworker|mason|stonemason|glazier|rigger|locksmith|upholsterer|tailor|seamstress|cobbler|blacksmith|toolmaker|assembler|fabricator|trucker|chauffeur|conductor|signalman|sailor|seaman|soldier|airman|corporal|colonel|constable|doula|acupuncturist|chiropractor|osteopath|podiatrist|physio|physiotherapist|sonographer|radiologist|cardiologist|an(?:a)?esthesiologist|an(?:a)?esthetist|oncologist|dermatologist|neurologist|urologist|gyn(?:a)?ecologist|p(?:a)?ediatrician|obstetrician|psychiatrist|resident|registrar|locum|orthodontist|groomer|beekeeper|viticulturist|winemaker|brewer|brewmaster|distiller|barback|mixologist|croupier|dealer|bookmaker|auctioneer|realtor|comptroller|tax preparer|magistrate|mediator|arbitrator|ombudsman|diplomat|consul|attaché|lobbyist|staffer|speechwriter|spokesperson|publicist|columnist|correspondent|presenter|announcer|cameraman|cinematographer|gaffer|animator|sculptor|dancer|choreographer|singer|vocalist|cellist|violinist|pianist|guitarist|drummer|composer|usher|hairdresser|barber|beautician|cosmetologist|esthetician|masseuse|lifeguard|referee|umpire|babysitter|childminder|caretaker|carer|support worker|care worker|youth worker|case worker|aid worker|factory worker|farm worker|construction worker|production worker|worker|missionary|deacon|minister|vicar|archaeologist|anthropologist|sociologist|historian|linguist|philologist|geologist|geophysicist|geographer|hydrologist|meteorologist|astronomer|astrophysicist|mathematician|botanist|zoologist|ecologist|oceanographer|microbiologist|biochemist|epidemiologist|geneticist|neuroscientist|bioinformatician|pathologist|virologist|toxicologist|pharmacologist|immunologist|reader|docent|privatdozent(?:in)?|visiting scholar|headteacher|headmaster|headmistress|invigilator|sysadmin|webmaster|pentester|hacker|key holder|keyholder|florist|arborist|forester|ranger|logger|miner|driller|cartographer|draughtsman|draftsman|drafter|labou?rer|tiler|plasterer|decorator|scaffolder|insulator|lineman|meter reader|boilermaker|chairperson|proprietor|zookeeper|stagehand|roadie|handler|helper|greeter|runner|expediter|expeditor|purser|bosun|skipper|storekeeper|storeman|pflegefachfrau|pflegefachmann|kellner(?:in)?|bäcker(?:in)?|schreiner(?:in)?|maurer|dachdecker|fachinformatiker(?:in)?|systemadministrator(?:in)?|bürokauffrau|bürokaufmann|verkaufsleiter(?:in)?|lagerist|fahrer(?:in)?|dozent(?:in)?|lehrkraft|notarfachangestellte|hebamme|pfleger|kindergärtnerin|klavierlehrerin|professeure?|chercheure?|chercheuse|boulang(?:er|ère)|électricienn?e?|plombier|conducteur|conductrice|assistante|aide-soignante?|sage-femme|pharmacienn?e?|avocat|conseillère?|conseiller|formateur|formatrice|traductrice|traducteur|gestionnaire|technicienn?e?|animatrice|animateur|éducatrice|éducateur|ouvri(?:er|ère)|caissi(?:er|ère)|stagiaire|camarero|cocinero|arquitect[oa]|contador[a]?|dependient[ae]|auxiliar|administrativ[oa]|mozo de almacén|dependiente|conductora|diseñador[a]?|investigador[a]?|programador[a]?|coordinador[a]?|traductor[a]?|periodista|psicólog[oa]|farmacéutic[oa]|electricista|ingegnere|medico|infermier[ea]|avvocat[oa]|impiegat[oa]|cameriere|insegnante|sviluppatore|ricercat(?:ore|rice)|verpleegkundige|ontwikkelaar|medewerker|leraar|adviseur|sygeplejerske|lærer|utvikler|utvecklare|sjuksköterska|lärare|engenheir[oa]|desenvolvedor[a]?|enfermeir[oa]|professor[a]|advogad[oa]|programista|nauczyciel(?:ka)?|inżynier|kierownik|\p{L}{3,}(?:ingenieur|entwickler|techniker|berater|pfleger|lehrer|verkäufer|informatiker|assistent|sekretär|mechaniker|fahrer|zeichner)(?:in)?|\p{L}{3,}(?:leiterin|schwester|ärztin|kaufmann|kauffrau|fachmann|fachfrau|angestellte[rn]?)|(?:fach|betriebs|land)wirt(?:in)?|bilanzbuchhalter(?:in)?|buchhalter(?:in)?|steuerfachangestellten?|erzieher(?:in)?|verkäufer(?:in)?|köchin|koch|meister|meisterin|tischler|elektriker|elektroniker(?:in)?|mechatroniker(?:in)?|gesell(?:in)?|referent(?:in)?|teamleiter(?:in)?|teamleitung|gruppenleiter(?:in)?|oberärztin|oberarzt|assistenzärztin|assistenzarzt|krankenpfleger(?:in)?|pfleger(?:in)?|rechtsanwalt|rechtsanwältin|apotheker(?:in)?|redakteur(?:in)?|wissenschaftliche[rn]? mitarbeiter(?:in)?|serveuse|serveur|cuisini(?:er|ère)|vendeuse|vendeur|comptable|avocate?|camarera?|cocinera?|vendedora?|contable|entwickler|entwicklerin|softwareentwickler|softwareentwicklerin|ingenieur|ingenieurin|leiter|leiterin|projektleiter|projektleiterin|abteilungsleiter|geschäftsführer|geschäftsführerin|berater|beraterin|sachbearbeiter|sachbearbeiterin|mitarbeiter|mitarbeiterin|praktikant|praktikantin|praktikum|werkstudent|werkstudentin|auszubildender|développeur|développeuse|ingénieur|ingénieure|chef de projet|responsable|directeur|directrice|stagiaire|chargée? de|desarrolladora?|ingenier[oa]|gerente|director[a]|jef[ea] de|becari[oa]|profesora?|analista|consultora?|médic[oa]|cirujan[oa]|enfermer[oa]|abogad[oa]|maestr[oa]|técnic[oa]|infirmi(?:er|ère)|médecin|enseignante?|krankenschwester|pflegefachkraft|arzt|ärztin|lehrer|lehrerin|kaufmann|kauffrau`)
	degreeWords = words(`laurea|magister|staatsexamen|habilitation|ausbildung zu[mr]?|apprenticeship|dipl\.?-\p{L}+\.?|a\.a\.s|aas degree|a\.s|a\.a|j\.d|jd|ll\.m|ll\.b|m\.b\.a|ed\.d|m\.ed|b\.ed|bed|mphil|m\.phil|dphil|d\.phil|pharm\.?d|dds|dvm|b\.com|bfa|b\.f\.a|mfa|m\.f\.a|bba|b\.b\.a|bsn|msn|mph|mpa|msw|ged|hnd|hnc|nvq|btec|cap|bts|dut|wassce|waec|matura|bachillerato|técnico superior|bachelor(?:['’]?s)?|master(?:['’]?s)?|doctor of|doctorate|doctoral|diplomas?|diplom|degree|associate of|certificate|certification|abitur|baccalaur\p{L}*|residency|bac|licence|licenciatura|maestría|grado en|mba|phd|ph\.? ?d|msc|m\.? ?sc|bsc|b\.? ?sc|btech|b\.? ?tech|mtech|m\.? ?tech|b\.e|m\.e|b\.a|m\.a|b\.s|m\.s|ba|bs|ms|ma|be|beng|b\.eng|meng|m\.eng|bcom|b\.com|mca|bca|llb|llm|md|gcse|a-levels|high school diploma|nanodegree|bootcamp|postgraduate|undergraduate|minor in|major in|class (?:x|xii|10|12)`)
	orgWords    = words(`alliance|electric|plumbing|construction|contractors|builders|catering|transport|motors|foods|farms?|dental|insurance|energy|capital|garage|salon|heart association|inc|ltd|limited|llc|pllc|pty|srl|sas|llp|gmbh|ag|se|kg|corp|corporation|company|pvt|plc|s\.a|sarl|group|holdings?|bank|universit(?:y|ät|aet|é|à|a|eit|et)|université|universidad|universidade|hochschule|fachhochschule|gymnasium|politecnico|polytechnic|college|school|école|escuela|lycée|institute|institut|instituto|academy|akademie|hospital|medical center|medical centre|health system|clinic|office|court|chambers|board|commission|authority|bureau|& associés|& associates|associates|& sons?|& co|& partners|brothers|bros|practice|trust|union|federation|embassy|kanzlei|praxis|schule|grundschule|realschule|berufsschule|klinikum|krankenhaus|stadtwerke|sparkasse|verein|theatre|theater|opera|orchestra|airlines?|airways|shipping|logistics|logistik|restaurants|bakery|pharmacy|press|publishing|books|media|klinik|klinikum|foundation|stiftung|association|society|agency|studios?|labs?|laborator(?:y|ies)|technologies|solutions|services|systems|ventures|consulting|ministry|department|committee|faculty|fakultät|council|army|navy|coffee|restaurant|hotel|church|museum|library|reserves|iit|mit|eth|epfl|ucla|tu|rwth|lse|fh|htl|htw|haw|hec|essec|insead|kaist|postech|nhs|coursera|udacity|udemy|edx`)
	placeWords  = regexp.MustCompile(`(?i)^\(?(remote|fully remote|hybrid|on-?site|worldwide|home office|homeoffice|télétravail|remoto)\b`)
	legalForm   = regexp.MustCompile(`(?i)^(pllc|p\.l\.l\.c|pc|p\.c|lp|plc|pty|pty ltd|b\.?v|n\.?v|oy|ab|srl|s\.r\.l|spa|s\.p\.a|sas|kk|pte|pte ltd|sdn bhd|k\.k|s\.a\.s|s\.a\.u|s\.l|s\.l\.u|inc|llc|ltd|llp|gmbh|co|corp|l\.l\.c|s\.a|phd|ph\.d|cpa|rn|esq|jr|sr|m\.d|ii|iii)\.?$`)
	department  = regexp.MustCompile(`(?i)^(?:\p{L}+ (?:&|and) )?(engineering|marketing|product|infrastructure|r&d|operations|backend|frontend|platform|security|finance|hr|it|data|growth|design|sales|research|ai|machine learning|mobile|cloud|quality|support|customer success)( team| department| division)?$`)
)

// titleAcronyms are positions known by their letters.
var titleAcronyms = regexp.MustCompile(`(?:^|[^\p{L}])(?:RN|LPN|LVN|CNA|EMT|SHO|FY[12]|DBA|SDET|BDR|SDR|DJ|SENCO|TA|HCA|CRNA)(?:$|[^\p{L}])`)

// wordPattern finds whole words.
type wordPattern struct{ *regexp.Regexp }

// words compiles alternatives that are matched as whole words, in any case.
func words(alternatives string) wordPattern {
	return wordPattern{regexp.MustCompile(`^(?i:` + alternatives + `)(?:$|[^\p{L}])`)}
}

// MatchString tells whether one of the words is in s. It tries the start of each
// word, which is much faster than to search with hundreds of alternatives.
func (p wordPattern) MatchString(s string) bool {
	letter := false
	for i, c := range s {
		if !letter && p.Regexp.MatchString(s[i:]) {
			return true
		}
		letter = unicode.IsLetter(c)
	}
	return false
}

func isTitle(s string) bool {
	return titleWords.MatchString(s) || degreeWords.MatchString(s) || titleAcronyms.MatchString(s)
}

func isOrg(s string) bool { return orgWords.MatchString(s) }

// part is one piece of an entry's head.
type part struct {
	text string
	line int  // of the head, from 0
	from int  // number of the piece, between strong separators, that it was cut from
	bold bool // set apart by the writer
	url  string
	kind partKind

	dashed bool // a dash stands before it
}

type partKind int

const (
	partOther partKind = iota
	partTitle
	partOrg
	partPlace
)

// head is what has been read of an entry's head, line by line.
type head struct {
	blocks []int // that it is made of
	parts  []part
	period Period
	lines  int
	pieces int
	dated  int    // the line that holds the dates, -1 for none
	raw    string // its first line
	whole  string // without the dates
	org    string // of the heading above, for one of several positions there
	place  string
	study  bool   // it stands in a section on education
	looks  []span // how the front of each line is set, without text
	exact  *Entry // given by the format: nothing to guess
}

var (
	headSeparator = regexp.MustCompile(`\s+[` + dashes + `|·•▪■◆∙]+\s+|\s+@\s+|\t+| {2,}|\s*;\s+|\s*\|\s*`)
	lengthNote    = regexp.MustCompile(`(?i)\s*\((?:\d+(?:\.\d+)?\+?\s*(?:years?|yrs?|months?|mos?)\.?[\s,]*)+\)$`)
	asideNote     = regexp.MustCompile(`(?i)\s*\((?:with|under|advis(?:or|er|ed by)|supervis(?:or|ed by)|supervised|mentor|reporting to|contract|part[- ]time|full[- ]time|via)\b[^()]*\)$`)
	atWord        = regexp.MustCompile(`\s+(?:at|bei|chez|for|with|@)\s+`)
)

// add reads one more line of the head.
func (h *head) add(blk *block) {
	text := asideNote.ReplaceAllString(lengthNote.ReplaceAllString(rawText(blk), ""), "")
	if h.lines == 0 {
		h.dated, h.raw = -1, display(text)
	}
	var look span
	if len(blk.spans) > 0 {
		look = span{bold: blk.spans[0].bold, italic: blk.spans[0].italic}
	}
	h.looks = append(h.looks, look)
	first := firstSentence(text)
	if _, _, ok := FindPeriod(first); ok {
		text = first
	}
	if p, rest, ok := FindPeriod(text); ok && h.period.IsZero() {
		h.period, h.dated, text = p, h.lines, rest
	}
	text = fullStop.ReplaceAllString(text, "$1")
	if h.lines == 0 {
		h.whole = gapped(text)
	}
	text = firstSentence(styleGaps(text, blk.spans))
	dashed := false
	for at := 0; at <= len(text); {
		piece, sep := text[at:], ""
		if m := headSeparator.FindStringIndex(piece); m != nil {
			piece, sep = piece[:m[0]], piece[m[0]:m[1]]
		}
		at += len(piece) + max(len(sep), 1)
		h.pieces++
		for i, f := range fragments(piece) {
			f.line, f.from, f.dashed = h.lines, h.pieces, dashed && i == 0
			for _, s := range blk.spans {
				if t := strings.Trim(s.text, " \t,|–—-·•:"); t != "" && (strings.Contains(f.text, t) || strings.Contains(t, f.text)) {
					f.bold = f.bold || s.bold
					f.url = firstOf(f.url, s.url)
				}
			}
			h.parts = append(h.parts, f)
		}
		dashed = strings.ContainsAny(sep, dashes)
	}
	h.lines++
}

// styleGaps sets apart what only its type sets apart: "**The New York Times** New
// York, NY", "**Acme** *Nurse*".
func styleGaps(text string, spans []span) string {
	for i := 1; i < len(spans); i++ {
		a, b := spans[i-1], spans[i]
		front, rest := strings.TrimSpace(a.text), strings.TrimSpace(b.text)
		if front == "" || rest == "" || !a.bold || b.bold || !startsUpper(rest) {
			continue
		}
		piece := headSeparator.Split(rest, 2)[0]
		if _, without, ok := FindPeriod(piece); ok {
			piece = without
		}
		if b.italic && !a.italic || isPlace(piece) {
			text = strings.Replace(text, front+" "+rest[:min(len(rest), len(piece))], front+" | "+rest[:min(len(rest), len(piece))], 1)
		}
	}
	return text
}

// role is the line that names the position.
func (h *head) role() int {
	for _, p := range h.parts {
		if p.kind == partTitle {
			return p.line
		}
	}
	return 0
}

// fullStop ends a head that is written as a sentence: "Engineer, Ifremer, Brest."
var fullStop = regexp.MustCompile(`(\p{Ll}{5,}|\))\.$`)

// employerFirst tells a head whose first line names the employer alone and whose
// second the position.
func (h *head) employerFirst() bool {
	if h.org != "" {
		return true
	}
	var below, named bool
	for _, p := range h.parts {
		if p.kind == partTitle && p.line == 0 {
			return false
		}
		named = named || p.kind == partOrg && p.line == 0
		below = below || p.kind == partTitle || p.kind == partOther && p.line == 1 && named
	}
	return below
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// fragments cuts a piece between strong separators into title, organisation and
// place, as far as its words tell; it stays whole where they do not.
func fragments(piece string) []part {
	piece = trimPart(piece)
	if !strings.ContainsFunc(piece, wordRune) {
		return nil
	}
	if loc := atWord.FindStringIndex(piece); loc != nil && endsTitle(piece[:loc[0]]) && startsUpper(piece[loc[1]:]) {
		return append([]part{kinded(piece[:loc[0]])}, fragments(piece[loc[1]:])...)
	}
	if placeWords.MatchString(piece) {
		return []part{{text: strings.Trim(piece, "()"), kind: partPlace}}
	}
	items := commaItems(bracketRegion(piece))
	if len(items) == 1 {
		return bracketPlace(piece)
	}
	// The place stands last: "…, Springfield, IL".
	end := len(items)
	for end > 0 && (knownPlace(items[end-1]) || placeWords.MatchString(items[end-1])) {
		end--
	}
	if end > 1 && end < len(items) && isRegion(items[end]) && kindOf(items[end-1]) == partOther && !department.MatchString(items[end-1]) {
		end-- // the town before its state
	}
	if end == 1 && end < len(items) && (kindOf(items[0]) == partOther || kindOf(items[0]) == partOrg && !orgLast(items[0]) && regionCode.MatchString(items[1])) && isRegion(items[1]) {
		end = 0 // "Springfield, IL" or "College Station, TX" and nothing else
	}
	var out []part
	if end > 0 {
		out = named(items[:end])
	}
	if end < len(items) {
		out = append(out, part{text: strings.Join(items[end:], ", "), kind: partPlace})
	}
	return out
}

// named groups comma-separated items that are no place into title and
// organisation.
func named(items []string) []part {
	var out []part
	if n := len(items) - 1; n > 0 && strings.HasSuffix(items[n], ")") { // "Amazon, Area Manager (Waco, TX)"
		if i := strings.LastIndex(items[n], " ("); i > 0 && isPlace(items[n][i+2:len(items[n])-1]) {
			place := part{text: items[n][i+2 : len(items[n])-1], kind: partPlace}
			return append(named(append(slices.Clone(items[:n]), items[n][:i])), place)
		}
	}
	for _, it := range items {
		k := kindOf(it)
		last := len(out) - 1
		switch {
		case last < 0:
			out = append(out, part{text: it, kind: k})
		case k == partOther && out[last].kind == partTitle && (department.MatchString(it) || degreeWords.MatchString(out[last].text) && bareDegree.MatchString(out[last].text) && len(items) == 2 && !remark.MatchString(it) && !isAcronym(it)):
			out[last].text += ", " + it // "Vice President, Engineering", "PhD, Computer Science"
		case k == partTitle && out[last].kind == partTitle && degreeWords.MatchString(it):
			out[last].text += ", " + it
		default:
			out = append(out, part{text: it, kind: k})
		}
	}
	return out
}

// bareDegree is a degree without its field.
var bareDegree = regexp.MustCompile(`(?i)^(?:[\p{L}.]+|(?:bachelor|master|doctor|associate)(?:['’]?s)?(?: of(?: applied)? \p{L}+| degree)?)(?: \([\p{L}. ]+\))?$`)

// rank stands before the name of a position.
var rank = regexp.MustCompile(`(?i)^(?:sr|jr|senior|junior|chief|head|lead|deputy|assistant)\b\.?\s+\p{L}`)

// bracketPlace reads "Awesome University (MyTown)"; "(IIT)" and "(Hons)" belong
// to the name.
func bracketPlace(s string) []part {
	p := kinded(s)
	i := strings.LastIndex(s, " (")
	if i < 0 || !strings.HasSuffix(s, ")") {
		return []part{p}
	}
	inner := s[i+2 : len(s)-1]
	if front := kinded(s[:i]); (titleWords.MatchString(inner) || rank.MatchString(inner)) && startsUpper(inner) && front.kind != partTitle && (front.kind == partOrg || isCapitals(front.text) || len(strings.Fields(inner)) > 1) { // "BRANNIGAN ELECTRIC LTD. (Electrical Contractor)"
		return []part{{text: front.text, kind: partOrg}, {text: inner, kind: partTitle}}
	}
	if knownPlace(inner) || placeWords.MatchString(inner) || isPlace(inner) || p.kind == partOrg && startsUpper(inner) && !isCapitals(inner) && len(inner) > 4 && kindOf(inner) == partOther {
		return []part{kinded(s[:i]), {text: inner, kind: partPlace}}
	}
	if p.kind == partTitle && kindOf(inner) == partOrg && startsUpper(inner) && len(strings.Fields(inner)) > 1 { // "Electrical Contractor (Brannigan Electric)"
		return []part{kinded(s[:i]), {text: inner, kind: partOrg}}
	}
	return []part{p}
}

// endsTitle tells that what stands before "at" or "for" ends in a title; in
// "Researcher, Institute for Plant Breeding" it does not.
func endsTitle(s string) bool {
	items := commaItems(s)
	return len(items) > 0 && isTitle(items[len(items)-1]) && !orgLast(items[len(items)-1])
}

func kinded(s string) part { return part{text: s, kind: kindOf(s)} }

func kindOf(s string) partKind {
	switch {
	case placeWords.MatchString(s) || knownPlace(s):
		return partPlace
	case degreeWords.MatchString(s):
		return partTitle
	case (titleWords.MatchString(s) || titleAcronyms.MatchString(s)) && !orgLast(s):
		return partTitle
	case isOrg(s):
		return partOrg
	}
	return partOther
}

// orgLast tells "Teacher Training College" from "College Teacher": the last word
// says what a name names.
func orgLast(s string) bool {
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	words := strings.Fields(s)
	return len(words) > 1 && isOrg(words[len(words)-1]) && !titleWords.MatchString(words[len(words)-1])
}

func trimPart(s string) string {
	s = strings.Trim(s, " ,;/|·•:\t"+dashes)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && strings.Count(s, "(") == 1 {
		s = s[1 : len(s)-1]
	}
	return display(s)
}

// commaItems cuts at commas outside brackets and keeps "Inc." with its name.
func commaItems(s string) []string {
	var out []string
	depth, start := 0, 0
	add := func(end int) {
		it := strings.TrimSpace(s[start:end])
		if code := strings.TrimSuffix(it, "."); regionCode.MatchString(code) {
			it = code // "Charlotte, NC."
		}
		if it == "" {
			return
		}
		if n := len(out); n > 0 && legalForm.MatchString(it) && !isRegion(it) {
			out[n-1] += ", " + it
		} else {
			out = append(out, it)
		}
	}
	for i, c := range s {
		switch {
		case c == '(' && strings.Contains(s[i:], ")"):
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ',' && depth == 0:
			add(i)
			start = i + 1
		}
	}
	add(len(s))
	return out
}

func startsUpper(s string) bool {
	for _, c := range s {
		return unicode.IsUpper(c) || unicode.IsDigit(c)
	}
	return false
}

// fill sets the entry's fields from its head. Each field is taken from the part
// whose words name it; only what is left goes by position.
func (h *head) fill(e *Entry) {
	if x := h.exact; x != nil {
		e.Title, e.Org, e.Place, e.Period = x.Title, x.Org, x.Place, x.Period
		for _, p := range h.parts {
			e.URL = firstOf(e.URL, p.url)
		}
		return
	}
	e.Period = h.period
	e.Title, e.Org, e.Place = "", "", ""
	switch e.Kind {
	case EntryProject:
		h.fillProject(e)
	case EntryCertificate, EntryAward, EntryPublication:
		if h.study && h.pieces == 1 && len(h.parts) > 1 && slices.ContainsFunc(h.parts, func(p part) bool { return degreeWords.MatchString(p.text) }) {
			h.fillJob(e) // "Leaving Certificate, St Mary's"
		} else {
			h.fillNamed(e)
		}
	default:
		h.fillJob(e)
	}
	e.Org, e.Place = firstOf(h.org, e.Org), firstOf(e.Place, h.place)
	for _, p := range h.parts {
		e.URL = firstOf(e.URL, p.url)
	}
}

// take removes and returns the first part that ok accepts.
func take(parts *[]part, ok func(part) bool) part {
	i := slices.IndexFunc(*parts, ok)
	if i < 0 {
		return part{}
	}
	p := (*parts)[i]
	*parts = slices.Delete(*parts, i, i+1)
	return p
}

// firstSentence cuts off what follows the head on its line: "Ph.D. in Physics, ETH
// Zürich. Thesis: …".
func firstSentence(text string) string {
	if m := sentenceEnd.FindStringIndex(text); m != nil {
		_, n := utf8.DecodeRuneInString(text[m[0]:])
		_, k := utf8.DecodeRuneInString(text[m[0]+n:])
		return text[:m[0]+n+k]
	}
	return text
}

var sentenceEnd = regexp.MustCompile(`[\p{Ll}\d)]{2}[.]\s+\p{Lu}[\p{L}-]+(?::| [\p{Ll}])`)

func (h *head) fillJob(e *Entry) {
	h.splitAt()
	parts := slices.Clone(h.parts)
	others := func(p part) bool { return p.kind == partOther && !remark.MatchString(p.text) && !hasDate(p.text) }
	title := h.takeTitle(e.Kind, &parts)
	org := take(&parts, func(p part) bool { return p.kind == partOther && !p.is(title) && h.beforeColumns(p) })
	org = org.or(&parts, is(partOrg))
	e.Place = take(&parts, is(partPlace)).text
	n := 0
	for _, p := range parts {
		if others(p) {
			n++
		}
	}
	switch {
	case title.text == "" && org.text == "" && n >= 2 && e.Kind != EntryEducation:
		title = take(&parts, others) // "Role | Employer" is the usual order
	case title.text == "" && org.text != "":
		title = take(&parts, func(p part) bool { return others(p) && p.line <= 1 && p.line != org.line })
		title = title.or(&parts, func(p part) bool { return others(p) && p.line <= 1 && !h.follows(p, org) })
	}
	if e.Kind == EntryEducation && title.text == "" && org.text == "" {
		title = take(&parts, others)
	}
	if org.text == "" {
		org = take(&parts, func(p part) bool { return others(p) && p.url != "" })
	}
	title.text = h.wholeTitle(&parts, title, org, others)
	org = org.or(&parts, func(p part) bool { return others(p) && h.beforePlace(p) })
	org = org.or(&parts, others)
	for more := org; org.text != "" && org.kind == partOrg; { // "Department of Biology, University of Bergen"
		if more = take(&parts, func(p part) bool { return p.kind == partOrg && h.follows(p, more) }); more.text == "" {
			break
		}
		org.text += ", " + more.text
	}
	if org.text == "" && title.text != "" {
		// "Growth Engineer | Sales Partner": the second title is the employer's name.
		org = take(&parts, func(p part) bool { return p.kind == partTitle && p.line == 0 && !degreeWords.MatchString(p.text) })
	}
	if title.text != "" && title.line != org.line {
		org.text = h.wholeName(&parts, org, others)
	}
	if ownBusiness.MatchString(title.text) && e.Kind == EntryWork {
		title, org = asOrg(&parts, title, org)
	}
	e.Title, e.Org = title.text, org.text
	h.fillAfterOrg(e, &parts, org, others)
	if e.Org == "" && e.Place != "" && strings.Contains(e.Place, ", ") && e.Title != "" {
		if first, rest, _ := strings.Cut(e.Place, ", "); !knownPlace(first) && h.placeAlone(e.Place) {
			e.Org, e.Place = first, rest // "PhonePe, India"
		}
	}
	if e.Place == "" && h.dated >= 0 {
		e.Place = take(&parts, func(p part) bool {
			return others(p) && p.line == h.dated && startsUpper(p.text) && len(p.text) < 50 && !strings.ContainsAny(p.text, "0123456789")
		}).text
	}
}

// wholeTitle is the title with what follows it in its piece, where the employer stands
// apart: "Charge Nurse, Medical ICU", "Draughtsman, Lofter, Yard Foreman".
func (h *head) wholeTitle(parts *[]part, title, org part, others func(part) bool) string {
	apart := slices.ContainsFunc(*parts, func(p part) bool { return others(p) && p.from != title.from })
	if org.text == "" && !apart && h.org == "" {
		return title.text
	}
	text := title.text
	last := take(parts, func(p part) bool { return (others(p) || p.kind == partTitle) && h.follows(p, title) })
	for last.text != "" {
		text = joinFilled(", ", text, last.text)
		last = take(parts, func(p part) bool { return p.kind == partTitle && h.follows(p, last) })
	}
	return text
}

// wholeName is the name of an organisation that fills its line in bold type and has
// dashes in it: "**Banner – University Medical Center**" over the position.
func (h *head) wholeName(parts *[]part, org part, others func(part) bool) string {
	ofName := func(p part) bool {
		return p.line == org.line && p.bold == org.bold && (org.bold || h.dated != org.line) && (others(p) || p.kind == partOrg)
	}
	name, from := "", 0
	for _, p := range h.parts {
		if !p.is(org) && (!ofName(p) || !slices.ContainsFunc(*parts, p.is)) {
			continue
		}
		sep := ", "
		if p.from != from {
			sep = " – "
			if name != "" && !p.dashed {
				break
			}
		}
		name, from = joinFilled(sep, name, p.text), p.from
	}
	if !strings.Contains(name, " – ") {
		return org.text
	}
	*parts = slices.DeleteFunc(*parts, func(p part) bool { return ofName(p) && strings.Contains(name, p.text) })
	return name
}

// beforePlace tells that a place stands right after a part in one piece, as it does
// after organisations.
func (h *head) beforePlace(p part) bool {
	return slices.ContainsFunc(h.parts, func(q part) bool { return q.kind == partPlace && h.follows(q, p) })
}

// beforeColumns tells the employer of a line of columns on which its place stands in
// the second and a remark in the third: "Northwind Cellars | Chicago, IL | Retail Group".
func (h *head) beforeColumns(p part) bool {
	i := slices.IndexFunc(h.parts, p.is)
	if i < 0 || i+2 >= len(h.parts) || i > 0 && h.parts[i-1].line == p.line {
		return false
	}
	place, last := h.parts[i+1], h.parts[i+2]
	return place.kind == partPlace && place.line == p.line && last.kind == partOrg && last.line == p.line && last.from != place.from
}

// named counts the lines that hold more than dates.
func (h *head) named() int {
	var lines []int
	for _, p := range h.parts {
		lines = append(lines, p.line)
	}
	return len(slices.Compact(lines))
}

// doubts tells that the organisation was taken for one only because it stands
// behind the title: "Sommelier, Rooftop Bar", "Bachelor of Science – Zoology".
func (h *head) doubts(e *Entry) bool {
	title := slices.IndexFunc(h.parts, func(p part) bool { return p.kind == partTitle })
	org := slices.IndexFunc(h.parts, func(p part) bool { return p.text == e.Org && p.kind == partOther })
	return title >= 0 && org == title+1 && (h.parts[org].from == h.parts[title].from || e.Kind == EntryEducation && h.parts[org].line == h.parts[title].line)
}

// splitAt cuts "Glass Blower at Seabright Studio" where no word tells that the front
// is a position.
func (h *head) splitAt() {
	if len(h.parts) == 0 || slices.ContainsFunc(h.parts, is(partTitle)) {
		return
	}
	first := h.parts[0]
	front, back, ok := strings.Cut(first.text, " at ")
	if !ok || !isCapped(front) || !startsUpper(back) || isOrg(front) {
		return
	}
	title, org := first, first
	title.text, title.kind, org.text, org.kind = front, partTitle, back, partOrg
	h.parts = append([]part{title, org}, h.parts[1:]...)
}

// is accepts parts of a kind.
func is(k partKind) func(part) bool { return func(p part) bool { return p.kind == k } }

// takeTitle takes what names the position, or the degree with its long and its
// short name: "Bachelor of Science - BSc, Computer Engineering".
func (h *head) takeTitle(kind EntryKind, parts *[]part) part {
	var title part
	if kind == EntryEducation || h.study {
		title = take(parts, func(p part) bool { return p.kind == partTitle && degreeWords.MatchString(p.text) })
	}
	title = title.or(parts, is(partTitle))
	if kind != EntryEducation || title.text == "" {
		return title
	}
	more := take(parts, func(p part) bool {
		return p.kind == partTitle && p.line == title.line && degreeWords.MatchString(p.text)
	})
	if i := slices.IndexFunc(h.parts, more.is); more.text != "" {
		title.text, title.from = title.text+", "+more.text, h.parts[i].from
	}
	return title
}

// asOrg makes a title that stands for one's own business the organisation, if
// another title stands beside it: "Freelance – web developer".
func asOrg(parts *[]part, own, org part) (title, business part) {
	if t := take(parts, func(p part) bool { return p.kind == partTitle && p.from != own.from }); t.text != "" && org.text == "" {
		return t, own
	}
	if org.kind == partTitle && org.text != "" {
		return org, own
	}
	return own, org
}

var ownBusiness = regexp.MustCompile(`(?i)^(?:freelance|freelancer|self[- ]employed|independent|freiberuflich|selbständig|indépendant|autónomo|libero professionista)$`)

func hasDate(s string) bool {
	_, _, ok := FindPeriod(s)
	return ok
}

// fillAfterOrg reads what follows the organisation after a comma: the field of
// study, the place, or more of the name.
func (h *head) fillAfterOrg(e *Entry, parts *[]part, org part, others func(part) bool) {
	if org.text == "" {
		return
	}
	switch after := take(parts, func(p part) bool { return others(p) && h.follows(p, org) }); {
	case after.text == "":
	case e.Kind == EntryEducation && e.Title != "" && !strings.ContainsAny(e.Title, " ,"): // "PhD" beside "Princeton University, Computer Science"
		e.Title += ", " + after.text
	case e.Place == "" && !department.MatchString(after.text):
		e.Place = after.text // "Symbiosis Institute of Technology, Pune"
	default:
		e.Org += ", " + after.text
	}
}

// follows tells that a part stands right after another in one piece.
func (h *head) follows(p, before part) bool {
	for i := 1; i < len(h.parts); i++ {
		if h.parts[i].is(p) && h.parts[i-1].is(before) {
			return p.from == before.from
		}
	}
	return false
}

func (p part) is(q part) bool { return p.text == q.text && p.line == q.line && p.from == q.from }

// or is the part, or the first that ok accepts where it is empty.
func (p part) or(parts *[]part, ok func(part) bool) part {
	if p.text != "" {
		return p
	}
	return take(parts, ok)
}

// placeAlone tells that the place stands on a line without a date, where an
// employer would.
func (h *head) placeAlone(place string) bool {
	i := slices.IndexFunc(h.parts, func(p part) bool { return p.kind == partPlace && p.text == place })
	return i >= 0 && h.parts[i].line != h.dated
}

// remark is a part of a head that names nothing: "GPA 3.8", "Full-time", "with honours".
var remark = regexp.MustCompile(`(?i)^(exp\.?$|\(?(?:co-)?pi\)?$|expires|issued|valid|renewed|commission$|licen[cs]e$|registration$|c?gpa|cgpa|grade|score|full[- ]?time|part[- ]?time|contract|permanent|temporary|internship|magna|summa|cum laude|with |first class|\d+(\.\d+)?\s*(%|/)|percentage|\(?\d+ (years?|months?))`)

func (h *head) fillProject(e *Entry) {
	if len(h.parts) == 0 {
		e.Title = h.whole
		return
	}
	e.Title = h.parts[0].text
	for _, p := range h.parts[1:] {
		if p.from == h.parts[0].from && p.kind != partPlace {
			e.Title += ", " + p.text
			continue
		}
		if p.kind == partOrg && e.Org == "" {
			e.Org = p.text
		}
		if p.kind == partPlace && e.Place == "" {
			e.Place = p.text
		}
	}
}

// fillNamed reads certificates, awards and publications: a name that may hold
// commas and dashes, then who gave it.
func (h *head) fillNamed(e *Entry) {
	e.Title = strings.TrimRight(h.whole, " .")
	if e.Kind == EntryCertificate {
		e.Title = validity.ReplaceAllString(e.Title, "")
	}
	if len(h.parts) == 0 {
		return
	}
	if first := h.parts[0]; first.bold && !slices.ContainsFunc(h.parts[1:], func(p part) bool { return p.line == 0 && p.bold }) {
		e.Title = first.text
	} else if before, _, ok := strings.Cut(h.whole, " | "); ok {
		e.Title = before
		if m := givenBy.FindStringSubmatch(before); m != nil && isGiver(m[2]) {
			e.Title, e.Org = m[1], m[2]
		}
	} else if m := givenBy.FindStringSubmatch(e.Title); m != nil && isGiver(m[2]) {
		e.Title, e.Org = m[1], m[2]
	} else if items := commaItems(e.Title); len(items) > 2 && isGiver(items[1]) && idForm.MatchString(items[2]) { // "RN, Board of Nursing, License 183222"
		e.Title, e.Org = items[0], items[1]
	}
	if e.Kind == EntryPublication {
		if m := authorYear.FindStringSubmatch(h.raw); m != nil && !strings.ContainsAny(h.raw, "“\"") {
			year, _ := strconv.Atoi(m[1])
			e.Title, e.Period = m[2], Period{Start: Date{Year: year}, Text: m[1]}
			return
		}
		if len(h.looks) > 0 && h.looks[0].italic && len(h.parts) > 1 {
			e.Title = h.parts[0].text // "*Designing search*, UX Australia 2023"
		} else if m := authorsFirst.FindStringSubmatch(h.whole); m != nil && !strings.ContainsAny(h.whole, "“\"") {
			e.Title = m[1]
		} else if m := workTitle.FindStringSubmatch(h.whole); m != nil {
			e.Title = strings.TrimRight(m[1]+m[2], " ,.")
		}
		if y := lastYear.FindStringSubmatch(h.whole); y != nil && e.Period.IsZero() {
			year, _ := strconv.Atoi(y[1])
			e.Period = Period{Start: Date{Year: year}, Text: y[1]}
		}
		if e.Title != strings.TrimRight(h.whole, " .") {
			return // the rest are authors and where it appeared
		}
	}
	rest := strings.TrimPrefix(h.whole, e.Title)
	for _, p := range h.parts[1:] {
		if p.line == 0 && !strings.Contains(rest, p.text) || p.text == e.Title || strings.Contains(e.Org, p.text) || remark.MatchString(p.text) || idForm.MatchString(p.text) || isDigits(p.text) {
			continue
		}
		switch {
		case e.Org == "" && p.kind != partPlace && (e.Kind != EntryPublication || p.kind == partOrg):
			e.Org = p.text
		case e.Place == "" && (p.kind == partPlace || e.Org != "" && p.line == h.dated):
			e.Place = p.text
		}
	}
}

// isGiver tells who gives certificates and awards by name.
func isGiver(s string) bool {
	return isOrg(s) && !remark.MatchString(s) && (!isTitle(s) || bodyOf.MatchString(s))
}

var (
	bodyOf   = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:board|council|institute|college|society|association|commission|academy|federation|department|ministry|office|chamber) (?:of|for)(?:$|[^\p{L}])`)
	idForm   = regexp.MustCompile(`(?i)^(?:licen[cs]e|lic|no|nr|id|#|certificate|credential|reg)\b`)
	givenBy  = regexp.MustCompile(`^(.+)(?:, | [–—-] | \| )(.+?)$`)
	validity = regexp.MustCompile(`(?i)(?:\s*[,;|(–—-]+)\s*(?:commission$|issued|valid|expir|exp\b|obtained|renew|granted|current|active)[^,|]*$`)
	// "Solheim, I. & Hansen, O. (2022). Counting lice. Aquaculture": the style of
	// the American Psychological Association.
	authorYear = regexp.MustCompile(`^[^()]{3,200}?\(((?:19|20)\d{2})[a-z]?\)[.,:]?\s+([^.?]{5,}[?]?)(?:[.?]|$)`)
	// "Berg K, Nilsen I. Trophic cascades. Marine Ecology 590 (2018)": the style of
	// medical journals.
	authorsFirst = regexp.MustCompile(`^(?:\p{Lu}[\p{L}'’ -]*\p{L} \p{Lu}{1,3}(?:, and |, & |, | and | & |,? et al)?)+\.\s+([^.?]{8,}[?]?)(?:[.]|$|\s)`)
	workTitle    = regexp.MustCompile(`“([^”]{5,})”|"([^"]{5,})"`)
	lastYear     = regexp.MustCompile(`(?:^|[\s(])((?:19|20)\d{2})(?:[).,;]|$)`)
)

// allParts tells what a line by itself would give an entry.
func allParts(blk *block) (title, org, dated bool) {
	var h head
	h.add(blk)
	for _, p := range h.parts {
		title = title || p.kind == partTitle
		org = org || p.kind == partOrg || p.kind == partOther
	}
	return title, org, !h.period.IsZero()
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
