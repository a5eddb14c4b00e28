package discordbot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"resumebot/internal/discord"

	"github.com/bwmarrin/discordgo"
)

// Names of commands and options, as interactions bring them whatever the
// asker's language.
const (
	cmdAsk        = "ask"
	cmdSkills     = "skills"
	cmdExperience = "experience"
	cmdProjects   = "projects"
	cmdEducation  = "education"
	cmdContact    = "contact"
	cmdTimeline   = "timeline"
	cmdResume     = "resume"
	cmdForget     = "forget"
	cmdAbout      = "about"
	cmdHelp       = "help"
	cmdOwner      = "owner"
	cmdAskThis    = "Ask the résumé about this"

	optQuestion = "question"
	optPrivate  = "private"

	subUnanswered = "unanswered"
	subAnswers    = "answers"
	subReindex    = "reindex"
	subStats      = "stats"
)

// commands is the table of all commands. Those for visitors can be used in
// servers, in direct messages, and wherever somebody who installed the bot for
// themselves goes. The owner's stand in direct messages, and in servers for
// those who manage them; who may use them is decided when they are used.
func commands() []discord.Command {
	question := option(discordgo.ApplicationCommandOptionString, optQuestion, "What you want to know", translations{
		de: {"frage", "Was du wissen möchtest"}, es: {"pregunta", "Lo que quieres saber"},
		fr: {"question", "Ce que tu veux savoir"}, hi: {"प्रश्न", "आप क्या जानना चाहते हैं"}})
	question.Required, question.MaxLength = true, maxQuestion
	private := option(discordgo.ApplicationCommandOptionBoolean, optPrivate, "Only you see the answer", translations{
		de: {"privat", "Nur du siehst die Antwort"}, es: {"privado", "Solo tú ves la respuesta"},
		fr: {"privé", "Visible par toi uniquement"}, hi: {"निजी", "उत्तर केवल आपको दिखेगा"}})
	askThis := view(cmdAskThis, "", translations{de: {name: "Den Lebenslauf danach fragen"}, es: {name: "Preguntar esto al currículum"},
		fr: {name: "Poser cette question au CV"}, hi: {name: "रिज़्यूमे से यह पूछें"}})
	askThis.Type, askThis.DescriptionLocalizations = discordgo.MessageApplicationCommand, nil

	return []discord.Command{
		view(cmdAsk, "Ask a question about the résumé", translations{
			de: {"fragen", "Stell eine Frage zum Lebenslauf"}, es: {"preguntar", "Haz una pregunta sobre el currículum"},
			fr: {"demander", "Poser une question sur le CV"}, hi: {"पूछें", "रिज़्यूमे के बारे में प्रश्न पूछें"}}, question, private),
		view(cmdSkills, "Skills, and where each was used", translations{
			de: {"fähigkeiten", "Fähigkeiten und wo sie eingesetzt wurden"}, es: {"habilidades", "Habilidades y dónde se usaron"},
			fr: {"compétences", "Les compétences, et où chacune a servi"}, hi: {"कौशल", "कौशल, और हर कौशल का उपयोग कहाँ हुआ"}},
			filter("area", "One area of them", translations{
				de: {"bereich", "Nur ein Bereich"}, es: {"área", "Solo un área"},
				fr: {"domaine", "Un seul domaine"}, hi: {"क्षेत्र", "केवल एक क्षेत्र"}})),
		view(cmdExperience, "Positions, with dates and how long they lasted", translations{
			de: {"erfahrung", "Stationen mit Zeitraum und Dauer"}, es: {"experiencia", "Puestos, con fechas y duración"},
			fr: {"expérience", "Postes, avec dates et durée"}, hi: {"अनुभव", "पद, उनकी तिथियाँ और अवधि"}},
			filter("employer", "One employer", translations{
				de: {"arbeitgeber", "Nur ein Arbeitgeber"}, es: {"empresa", "Solo una empresa"},
				fr: {"employeur", "Un seul employeur"}, hi: {"नियोक्ता", "केवल एक नियोक्ता"}})),
		view(cmdProjects, "Projects", translations{
			de: {"projekte", "Projekte"}, es: {"proyectos", "Proyectos"}, fr: {"projets", "Projets"}, hi: {"परियोजनाएँ", "परियोजनाएँ"}},
			filter("name", "One project", translations{
				de: {"name", "Nur ein Projekt"}, es: {"nombre", "Solo un proyecto"}, fr: {"nom", "Un seul projet"}, hi: {"नाम", "केवल एक परियोजना"}})),
		view(cmdEducation, "Degrees and certificates", translations{
			de: {"ausbildung", "Abschlüsse und Zertifikate"}, es: {"educación", "Títulos y certificados"},
			fr: {"formation", "Diplômes et certificats"}, hi: {"शिक्षा", "डिग्रियाँ और प्रमाणपत्र"}}),
		view(cmdContact, "How to get in touch", translations{
			de: {"kontakt", "So erreichst du die Person"}, es: {"contacto", "Cómo ponerse en contacto"},
			fr: {"contact", "Comment prendre contact"}, hi: {"संपर्क", "संपर्क कैसे करें"}}),
		view(cmdTimeline, "A picture of roles and studies over time", translations{
			de: {"zeitachse", "Stationen und Ausbildung als Bild auf einer Zeitachse"}, es: {"cronología", "Imagen de los puestos y estudios a lo largo del tiempo"},
			fr: {"chronologie", "Les postes et les études en image, au fil du temps"}, hi: {"समयरेखा", "समय के साथ पद और पढ़ाई, एक चित्र में"}}),
		view(cmdResume, "The résumé itself, and its links", translations{
			de: {"lebenslauf", "Der Lebenslauf selbst und seine Links"}, es: {"currículum", "El currículum y sus enlaces"},
			fr: {"cv", "Le CV lui-même et ses liens"}, hi: {"रिज़्यूमे", "रिज़्यूमे और उसके लिंक"}}),
		view(cmdForget, "Delete what is kept about you", translations{
			de: {"vergessen", "Löschen, was über dich gespeichert ist"}, es: {"olvidar", "Borra lo que se guarda sobre ti"},
			fr: {"oublier", "Effacer ce qui est conservé sur toi"}, hi: {"भूलें", "आपके बारे में सहेजा गया डेटा हटाएँ"}}),
		view(cmdAbout, "What this bot is and what it keeps", translations{
			de: {"über", "Was dieser Bot ist und was er speichert"}, es: {"acerca-de", "Qué es este bot y qué guarda"},
			fr: {"à-propos", "Ce qu’est ce bot et ce qu’il conserve"}, hi: {"परिचय", "यह बॉट क्या है और क्या-क्या सहेजता है"}}),
		view(cmdHelp, "How to ask", translations{
			de: {"hilfe", "So kannst du fragen"}, es: {"ayuda", "Cómo preguntar"}, fr: {"aide", "Comment poser une question"}, hi: {"मदद", "प्रश्न कैसे पूछें"}}),
		ownerCommand(),
		askThis,
	}
}

// view is a command for visitors.
func view(name, en string, in translations, options ...discord.CommandOption) discord.Command {
	c := discord.Command{Type: discordgo.ChatApplicationCommand, Name: name, Description: en, Options: options,
		IntegrationTypes: []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall},
		Contexts:         []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel}}
	c.NameLocalizations, c.DescriptionLocalizations = in.maps()
	return c
}

func option(kind discordgo.ApplicationCommandOptionType, name, en string, in translations) discord.CommandOption {
	o := discord.CommandOption{Type: kind, Name: name, Description: en}
	o.NameLocalizations, o.DescriptionLocalizations = in.maps()
	return o
}

// filter is an option that completes what is typed.
func filter(name, en string, in translations) discord.CommandOption {
	o := option(discordgo.ApplicationCommandOptionString, name, en, in)
	o.Autocomplete, o.MaxLength = true, 100
	return o
}

// ownerCommand is the command of those in OWNER_IDS.
func ownerCommand() discord.Command {
	sub := func(name, en string, in translations) discord.CommandOption {
		return option(discordgo.ApplicationCommandOptionSubCommand, name, en, in)
	}
	owner := view(cmdOwner, "For the owner of this résumé", translations{
		de: {"inhaber", "Für die Person, um deren Lebenslauf es geht"}, es: {"titular", "Para la persona titular del currículum"},
		fr: {"titulaire", "Pour la personne à qui appartient le CV"}, hi: {"स्वामी", "इस रिज़्यूमे के स्वामी के लिए"}},
		sub(subUnanswered, "Questions the résumé could not answer, to answer yourself", translations{
			de: {"offen", "Fragen, die der Lebenslauf nicht beantwortet, selbst beantworten"}, es: {"sin-respuesta", "Preguntas que el currículum no responde, para responderlas tú"},
			fr: {"sans-réponse", "Questions auxquelles le CV ne répond pas, pour y répondre toi-même"}, hi: {"अनुत्तरित", "जिन प्रश्नों का उत्तर रिज़्यूमे में नहीं है, उनका उत्तर स्वयं दें"}}),
		sub(subAnswers, "The answers you wrote, to change or remove", translations{
			de: {"antworten", "Deine eigenen Antworten ändern oder löschen"}, es: {"respuestas", "Tus respuestas, para cambiarlas o borrarlas"},
			fr: {"réponses", "Tes réponses, à modifier ou à supprimer"}, hi: {"उत्तर", "आपके लिखे उत्तर बदलें या हटाएँ"}}),
		sub(subReindex, "Read the résumé again", translations{
			de: {"neu-einlesen", "Den Lebenslauf neu einlesen"}, es: {"releer", "Vuelve a leer el currículum"},
			fr: {"relire", "Relire le CV"}, hi: {"पुनः-पढ़ें", "रिज़्यूमे फिर से पढ़ें"}}),
		sub(subStats, "What was asked and what is kept", translations{
			de: {"statistik", "Was gefragt wurde und was gespeichert ist"}, es: {"estadísticas", "Qué se preguntó y qué se guarda"},
			fr: {"statistiques", "Ce qui a été demandé et ce qui est conservé"}, hi: {"आँकड़े", "क्या पूछा गया और क्या सहेजा गया है"}}))
	manageGuild := int64(discordgo.PermissionManageGuild)
	owner.Permissions = &manageGuild
	owner.Contexts = []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	return owner
}

// locales that names and descriptions are given in, besides English.
const (
	de = discordgo.German
	es = discordgo.SpanishES
	fr = discordgo.French
	hi = discordgo.Hindi
)

// translations are a name and a description by language. Spanish stands for
// that of Spain and of Latin America.
type translations map[discordgo.Locale]struct{ name, description string }

func (t translations) maps() (names, descriptions map[discordgo.Locale]string) {
	if t == nil {
		return nil, nil
	}
	names, descriptions = map[discordgo.Locale]string{}, map[discordgo.Locale]string{}
	for l, text := range t {
		names[l], descriptions[l] = text.name, text.description
	}
	names[discordgo.SpanishLATAM], descriptions[discordgo.SpanishLATAM] = names[es], descriptions[es]
	return names, descriptions
}

// hashCommands tells whether a set was registered before, by the same
// application for the same place.
func hashCommands(app, guild string, cmds []discord.Command) (string, error) {
	js, err := json.Marshal(cmds)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(app+"\x00"+guild+"\x00"), js...))
	return hex.EncodeToString(sum[:]), nil
}
