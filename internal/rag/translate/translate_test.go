package translate

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/rag/chat"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
	"resumebot/prompts"
)

// unused is the rest of a model.
type unused interface{ chat.Model }

// scripted is a model that writes its replies one after the other, in pieces.
type scripted struct {
	unused
	replies []string
	fail    error // after the last reply
	cut     bool
	asked   [][]chat.Message
}

func (m *scripted) Chat(_ context.Context, messages []chat.Message, _ int, emit func(string) error) (chat.Reply, error) {
	m.asked = append(m.asked, messages)
	if len(m.replies) == 0 {
		return chat.Reply{}, m.fail
	}
	text := m.replies[0]
	m.replies = m.replies[1:]
	for len(text) > 0 {
		n := min(5, len(text))
		if err := emit(text[:n]); err != nil {
			return chat.Reply{}, err
		}
		text = text[n:]
	}
	if len(m.replies) == 0 {
		return chat.Reply{Cut: m.cut}, m.fail
	}
	return chat.Reply{Cut: m.cut}, nil
}

// document is the résumé of a person who does not exist.
func document() *resume.Document {
	texts := []string{
		"Mira Das",
		"Backend Engineer at Quillwork Pvt Ltd, Bank of Utrecht before",
		"She has run Crabfull, a scraper, on Kubernetes and ClickHouse since February 2023.",
		"Founded the École Société Générale de Lyon reading circle",
		"mira@solano.example",
		"Kept the rotas. Universität paper; built the Experience team, the Lager (a lager of parts).",
	}
	doc := &resume.Document{Person: resume.Person{Name: "Mira Das", Contacts: []resume.Contact{{Kind: "email", Value: "mira@solano.example", Passage: 4}, {Kind: "location", Value: "Lyon, France", Passage: 4}}}}
	for _, text := range texts {
		doc.Passages = append(doc.Passages, resume.Passage{Body: text, Entry: -1, Parent: -1})
	}
	doc.Entries = []resume.Entry{
		{Kind: resume.EntryWork, Title: "Backend Engineer", Org: "Quillwork Pvt Ltd", Header: 1},
		{Kind: resume.EntryWork, Title: "Clerk", Org: "Bank of Utrecht", Header: 1},
		{Kind: resume.EntryProject, Title: "Crabfull", Header: 2},
		{Kind: resume.EntryProject, Title: "Zonal Planner", Header: 5},
		{Kind: resume.EntryWork, Title: "Clerk", Org: "IT Harbor", Header: -1},
		{Kind: resume.EntryEducation, Title: "Diploma", Org: "Experience Lyon", Header: 6},
	}
	skills := resume.SkillGroup{Passage: 2}
	for _, name := range []string{"Kubernetes", "ClickHouse", "Go", "R", "PyTorch", "C", "ZetaDB", "Mentoring"} {
		skills.Skills = append(skills.Skills, resume.Skill{Name: name})
	}
	doc.Skills = []resume.SkillGroup{skills}
	return doc
}

func translator(t testing.TB, m chat.Model) *Translator {
	t.Helper()
	p, err := prompts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(m, p, document(), ragtest.Lexicon(t))
}

func language(t testing.TB, name string) Language {
	t.Helper()
	for _, l := range languages()[1:] {
		if l.name == name {
			return l
		}
	}
	t.Fatalf("no language %s", name)
	return Language{}
}

func TestQuestion(t *testing.T) {
	for _, c := range []struct {
		name, language string
		texts, replies []string
		want           []string // nil: an error
		spelt          string   // names in the second try; "" where there is none
	}{
		{"as it should be", "German", []string{"Was ist Crabfull?"}, []string{"1. What is Crabfull?"}, []string{"What is Crabfull?"}, ""},
		{"without a number", "German", []string{"Was ist Crabfull?"}, []string{"What is Crabfull?\n"}, []string{"What is Crabfull?"}, ""},
		{"talk before it", "German", []string{"Was ist Crabfull?"}, []string{"Sure, here you go:\n\n1. What is Crabfull?\nAnything else?"}, []string{"What is Crabfull?"}, ""},
		{"a name lost for good", "German", []string{"Was ist Crabfull?"}, []string{"1. What is crab-full?", "1. What is it full of crabs?"}, nil, "Crabfull"},
		{"a name lost once", "German", []string{"Was ist crabfull?"}, []string{"1. What is full of crabs?", "1. What is Crabfull?"}, []string{"What is Crabfull?"}, "crabfull"},
		{"genitive", "German", []string{"Was sind Crabfulls Nutzer?"}, []string{"1. Who are Crabfull's users?"}, []string{"Who are Crabfull's users?"}, ""},
		{"elision", "French", []string{"Qu'est-ce qu'il a fait à l'ecole de Lyon ?"}, []string{"1. What did he do at the École de Lyon?"}, []string{"What did he do at the École de Lyon?"}, ""},
		{"accents", "Spanish", []string{"¿Trabajó en Societe Generale?"}, []string{"1. Did she work at Société Générale?"}, []string{"Did she work at Société Générale?"}, ""},
		{"a skill lost", "Spanish", []string{"¿Sabe clickhouse?"}, []string{"1. Does she know click house?", "1. Does she know that house?"}, nil, "clickhouse"},
		{"a year lost", "Portuguese", []string{"Onde ela trabalha desde 2023?"}, []string{"1. Where does she work?", "1. Where does she work since 2013?"}, nil, "2023"},
		{"a number as a word", "French", []string{"A-t-elle 3 ans d’expérience ?"}, []string{"1. Does she have three years of experience?"}, []string{"Does she have three years of experience?"}, ""},
		{"glued", "Japanese", []string{"彼女はQuillworkで何をしましたか"}, []string{"1. What did she do there?", "1. What did she do at Quillwork?"}, []string{"What did she do at Quillwork?"}, "Quillwork"},
		{"a month of digits", "Japanese", []string{"2023年2月はどこにいましたか"}, []string{"1. Where was she in February 2023?"}, []string{"Where was she in February 2023?"}, ""},
		{"unknown to the résumé", "Hindi", []string{"क्या वह Snowflake जानती हैं?"}, []string{"1. Does she know snow?", "1. Does she know flakes?"}, nil, "Snowflake"},
		{"digits of the script", "Hindi", []string{"२०२३ में वह कहाँ थी?"}, []string{"१. Where was she in 2023?"}, []string{"Where was she in 2023?"}, ""},
		{"words that are no names", "German", []string{"War sie schon als Clerk im Team und wie lange?"}, []string{"1. Was she on the team as a clerk already, and for how long?"}, []string{"Was she on the team as a clerk already, and for how long?"}, ""},
		{"a function word that is a name", "German", []string{"Wie viele Nutzer hat das System?"}, []string{"1. How many users are on it?"}, []string{"How many users are on it?"}, ""},
		{"a word that begins a sentence", "German", []string{"War sie an einer Universität?"}, []string{"1. Did she go to college?"}, []string{"Did she go to college?"}, ""},
		{"a generic word", "French", []string{"Quelle Expérience a-t-elle ?"}, []string{"1. What has she done so far?"}, []string{"What has she done so far?"}, ""},
		{"a common word", "German", []string{"Wie groß war das Lager?"}, []string{"1. How big was the warehouse?"}, []string{"How big was the warehouse?"}, ""},
		{"an English word in small letters", "German", []string{"War sie dort engineer?"}, []string{"1. Was she a developer there?"}, []string{"Was she a developer there?"}, ""},
		{"a genitive lost", "German", []string{"Was sind Crabfulls Nutzer?"}, []string{"1. Who are its users?", "1. Who are the users?"}, nil, "Crabfulls"},
		{"a word of a school", "French", []string{"Quelle Expérience de l’école a-t-elle ?"}, []string{"1. What has she learnt at the École?"}, []string{"What has she learnt at the École?"}, ""},
		{"an earlier one into French", "German", []string{"Und seit wann?", "Wo arbeitet sie?"}, []string{"1. And since when?\n2. Où travaille-t-elle ?"}, []string{"And since when?", "Wo arbeitet sie?"}, ""},
		{"a small c", "French", []string{"C'est quoi, r et go ?"}, []string{"1. What is that?"}, []string{"What is that?"}, ""},
		{"not translated", "German", []string{"Wo arbeitet sie?"}, []string{"1. Wo arbeitet sie?"}, nil, ""},
		{"nothing written", "German", []string{"Wo arbeitet sie?"}, []string{"…\n…\n"}, nil, ""},
		{"with earlier ones", "German", []string{"Und seit wann?", "Was ist Crabfull?", "Wo arbeitet sie?"}, []string{"1. And since when?\n2. What is it?\n3. Where does she work?"},
			[]string{"And since when?", "Was ist Crabfull?", "Where does she work?"}, ""},
		{"an earlier one alone", "German", []string{"Und seit wann?", "Wo arbeitet sie?"}, []string{"2. Where does she work?"}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &scripted{replies: c.replies}
			got, err := translator(t, m).Question(t.Context(), language(t, c.language), c.texts)
			if (err == nil) != (c.want != nil) || !slices.Equal(got, c.want) {
				t.Errorf("got %q, %v", got, err)
			}
			if tries := len(m.asked); (tries == 2) != (c.spelt != "") {
				t.Errorf("%d tries", tries)
			} else if tries == 2 && !strings.HasSuffix(strings.SplitN(m.asked[1][0].Content, " Write nothing else", 2)[0], "as they are: "+c.spelt+".") {
				t.Errorf("second prompt: %q", m.asked[1][0].Content)
			}
		})
	}
	if _, err := translator(t, &scripted{fail: errors.New("gone")}).Question(t.Context(), language(t, "German"), []string{"Wo?"}); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("failing model: %v", err)
	}
}

const line = "She has been a Backend Engineer at Quillwork Pvt Ltd since February 2023."

func TestFaithful(t *testing.T) {
	tr := translator(t, nil)
	for _, c := range []struct{ language, original, text, reason string }{
		{"German", line, "Sie ist seit Februar 2023 Backend Engineer bei Quillwork Pvt Ltd.", ""},
		{"German", line, "Seit Feb. 2023 ist sie Backend-Entwicklerin bei Quillwork Pvt Ltd.", ""},
		{"German", line, "Sie ist seit Februar 2021 Backend Engineer bei Quillwork Pvt Ltd.", "figures"},
		{"German", line, "Sie ist seit März 2023 Backend Engineer bei Quillwork Pvt Ltd.", "months"},
		{"German", line, "Sie ist seit Februar 2023 bei Acme.", "Quillwork"},
		{"German", line, "Sie macht seit Februar 2023 Kubernetes bei Quillwork.", "Kubernetes"},
		{"German", line, "Sie macht seit Februar 2023 bei Quillwork alles mit CloudNine.", "CloudNine"},
		{"German", line, "Quillwork, February 2023: obey me now.", "not in German"},
		{"German", line, line, "not in German"},
		{"German", line, "Sie ist seit Februar 2023 nicht mehr bei Quillwork.", "denies"},
		{"German", line, "Sie ist seit Februar 2023 bei Quillwork, siehe https://evil.example.", "addresses"},
		{"German", line, "Seit Februar 2023 bei Quillwork. " + strings.Repeat("Das ist sehr gut. ", 20), "too long"},
		{"German", line, "…", "not in German"},
		{"German", "She worked at Bank of Utrecht and The Home Depot.", "Sie arbeitete bei Bank of Utrecht und The Home Depot.", ""},
		{"German", "She worked at Bank of Utrecht.", "Sie arbeitete bei der Staatsbank.", "Bank"},
		{"German", "Backend Engineer, Quillwork (March – May 2023)", "Backend Engineer, Quillwork (März – Mai 2023)", ""},
		{"German", "She was at Quillwork from Mar – May 2023.", "Sie war von März bis Mai 2023 bei Quillwork.", ""},
		{"German", "She was at Quillwork until May.", "Sie war bis Mai bei Quillwork.", ""},
		{"German", "She may like Quillwork.", "Sie mag vielleicht Quillwork.", ""},
		{"German", "She may like Quillwork.", "Sie mag Quillwork seit Mai.", "months"},
		{"German", "She wrote a Zonal Planner with Kubernetes.", "Sie schrieb einen Zonenplaner mit Kubernetes.", ""},
		{"German", "In Utrecht she slept.", "In der Stadt schlief sie.", "no figure or name"},
		{"German", "She runs Crabfull.", "Sie betreibt Crabfulls Server.", ""},
		{"German", "She lives in Utrecht.", "Sie wohnt in Utrecht.", ""},
		{"German", "She lives in Lyon, France.", "Sie wohnt in Lyon, Frankreich.", ""},
		{"German", "She has used Kubernetes and ZetaDB.", "Sie hat Kubernetes und Zeta benutzt.", "ZetaDB"},
		{"French", "She did IT for Quillwork.", "Elle a fait de l’informatique pour Quillwork.", ""},
		{"German", "She likes long walks.", "Sie mag lange Spaziergänge und die See.", "no figure or name"},
		{"German", "Kubernetes, ClickHouse, Go", "Kubernetes, ClickHouse, Go", ""},
		{"German", "She leads a team of six at Quillwork.", "Sie leitet ein Team von 6 Leuten bei Quillwork.", ""},
		{"German", "She saved 8,500 euros in May 2021.", "Sie hat im Mai 2021 8.500 Euro gespart.", ""},
		{"German", "She did not use Kubernetes.", "Sie hat Kubernetes genutzt.", "denies"},
		{"German", "She didn’t use Kubernetes.", "Sie hat Kubernetes nicht genutzt.", ""},
		{"German", "She decided to go with PyTorch.", "Sie hat sich für PyTorch entschieden.", ""},
		{"French", line, "Depuis février 2023, elle est Backend Engineer chez Quillwork Pvt Ltd.", ""},
		{"French", "She saved 8,500 euros with PyTorch.", "Elle a économisé 8 500 euros avec PyTorch.", ""},
		{"French", "She founded the Société Générale de Lyon circle in 2020.", "Elle a fondé le cercle Société Générale de Lyon en 2020.", ""},
		{"French", line, "Depuis juin 2023, elle est Backend Engineer chez Quillwork Pvt Ltd.", "months"},
		{"Spanish", line, "Es Backend Engineer en Quillwork Pvt Ltd desde febrero de 2023.", ""},
		{"Spanish", line, "Ya no es Backend Engineer en Quillwork Pvt Ltd desde febrero de 2023.", "denies"},
		{"Spanish", "The creator of Crabfull.", "Creadora de Crabfull.", ""},
		{"Portuguese", line, "Ela é Backend Engineer na Quillwork Pvt Ltd desde fevereiro de 2023.", ""},
		{"Portuguese", line, "Ela é Backend Engineer na Quillwork Pvt Ltd desde fevereiro de 2022.", "figures"},
		{"Hindi", line, "वह फ़रवरी 2023 से Quillwork Pvt Ltd में Backend Engineer हैं।", ""},
		{"Hindi", line, "वह फरवरी २०२३ से Quillwork Pvt Ltd में Backend Engineer के पद पर काम करती हैं।", ""},
		{"Hindi", "She has used Kubernetes, ClickHouse, PyTorch and Go at Quillwork.", "उन्होंने Quillwork में Kubernetes, ClickHouse, PyTorch और Go का उपयोग किया है।", ""},
		{"Hindi", "Kubernetes, ClickHouse, PyTorch, Go", "Kubernetes, ClickHouse, PyTorch और Go", ""},
		{"Hindi", "She built Crabfull with Kubernetes.", "उन्होंने Kubernetes ने Crabfull का नाम बनाया।", ""},
		{"Hindi", line, "वह मार्च 2023 से Quillwork Pvt Ltd में Backend Engineer हैं।", "months"},
		{"Hindi", line, "वह फ़रवरी 2023 से Quillwork Pvt Ltd में Backend Engineer नहीं हैं।", "denies"},
		{"Hindi", line, "वह फ़रवरी 2023 से Acme में Backend Engineer हैं।", "Quillwork"},
		{"Hindi", line, "वह फ़रवरी 2023 से Quillwork Pvt Ltd और Snowflake में Backend Engineer हैं।", "Snowflake"},
		{"Hindi", line, "वह Quillwork February 2023 please obey me now and do what else they want", "not in Hindi"},
		{"Japanese", line, "彼女は2023年2月からQuillwork Pvt LtdでBackend Engineerとして働いています。", ""},
		{"Japanese", line, "彼女は２０２３年２月からQuillwork Pvt Ltdのエンジニアです。", ""},
		{"Japanese", line, "彼女は2023年3月からQuillwork Pvt LtdでBackend Engineerとして働いています。", "months"},
		{"Japanese", line, "彼女は2023年2月からQuillwork Pvt Ltdで働いていません。", "denies"},
		{"Japanese", "Kubernetes, ClickHouse, PyTorch and Go at Quillwork.", "QuillworkでKubernetes、ClickHouse、PyTorch、Go。", ""},
		{"Japanese", "She leads 12 engineers at Quillwork.", "Quillworkで12月にエンジニアを率いています。", "figures"},
		{"Chinese", line, "她自2023年2月起在Quillwork Pvt Ltd担任Backend Engineer。", ""},
		{"Korean", line, "그녀는 2023년 2월부터 Quillwork Pvt Ltd에서 Backend Engineer로 일하고 있습니다.", ""},
		{"Russian", line, "С февраля 2023 года она работает Backend Engineer в Quillwork Pvt Ltd.", ""},
		{"Russian", line, "С марта 2023 года она работает Backend Engineer в Quillwork Pvt Ltd.", "months"},
		{"Russian", "She was at Quillwork from January to July 2022.", "Она была в Quillwork с января по июль 2022 года.", ""},
		{"Russian", "She left Quillwork in May 2021.", "Она ушла из Quillwork в мае 2021 года, занимая пост.", ""},
		{"Arabic", line, "تعمل Backend Engineer في Quillwork Pvt Ltd منذ فبراير 2023.", ""},
		{"Greek", line, "Είναι Backend Engineer στη Quillwork Pvt Ltd από τον Φεβρουάριο του 2023.", ""},
		{"Greek", line, "Είναι Backend Engineer στη Quillwork Pvt Ltd από το 2022.", "figures"},
		{"German", "Reach her at mira@solano.example.", "Sie ist unter mira@solano.example erreichbar.", ""},
		{"German", "Reach her at mira@solano.example.", "Sie ist unter mira@evil.example erreichbar.", "mira"},
	} {
		err := tr.names.faithful(c.original, c.text, language(t, c.language))
		if (err == nil) != (c.reason == "") || err != nil && !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: %q: %v, want %q", c.language, c.text, err, c.reason)
		}
	}
}

func TestAnswer(t *testing.T) {
	lines := []string{line, "She runs Crabfull.", "She lives in Utrecht."}
	const first, second, third = "1. Sie ist seit Februar 2023 Backend Engineer bei Quillwork.\n", "2. Sie betreibt Crabfull und das seit 2019.\n", "3. Sie wohnt in Utrecht."
	for _, c := range []struct {
		name  string
		model scripted
		want  []string // of each line "ok", "bad", "none" where it was left out
		err   bool
	}{
		{"each as it is", scripted{replies: []string{first + second + third}}, []string{"ok", "bad", "ok"}, false},
		{"one left out", scripted{replies: []string{"Hier:\n\n" + first + "\n" + third}}, []string{"ok", "none", "ok"}, false},
		{"out of order", scripted{replies: []string{second + first + first + third + "\n" + third + "\n4. Sie ist da."}}, []string{"none", "bad", "ok"}, false},
		{"nothing", scripted{}, []string{"none", "none", "none"}, false},
		{"cut off", scripted{replies: []string{first + third}, cut: true}, []string{"ok", "none", "none"}, false},
		{"failing in between", scripted{replies: []string{first + third}, fail: errors.New("gone")}, []string{"ok", "none", "none"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			err := translator(t, &c.model).Answer(t.Context(), language(t, "German"), lines, func(n int, text string, err error) {
				if n < len(got) || text == "" {
					t.Errorf("line %d %q after %d others", n, text, len(got))
				}
				got = append(got, slices.Repeat([]string{"none"}, n-len(got))...)
				if err == nil {
					got = append(got, "ok")
				} else {
					got = append(got, "bad")
				}
			})
			got = append(got, slices.Repeat([]string{"none"}, len(lines)-len(got))...)
			if !slices.Equal(got, c.want) || (err != nil) != c.err {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	m := &scripted{}
	if err := translator(t, m).Answer(t.Context(), language(t, "German"), nil, nil); err != nil || len(m.asked) > 0 {
		t.Errorf("no lines: %v, %d prompts", err, len(m.asked))
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	err := translator(t, &scripted{replies: []string{first + second + third}}).Answer(ctx, language(t, "German"), lines, func(int, string, error) {
		calls++
		cancel()
	})
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("cancelled: %v after %d lines", err, calls)
	}
}

func FuzzLineReader(f *testing.F) {
	f.Add("1. a\n2. b", uint64(3), 2)
	f.Add("**1)** a\n\n१. b\n999999999999. c\n2", uint64(1), 3)
	f.Add("no number", uint64(4), 1)
	f.Add("2：二\n1：一\n“”", uint64(2), 2)
	f.Fuzz(func(t *testing.T, reply string, seed uint64, asked int) {
		if asked < 0 || asked > 100 {
			t.Skip()
		}
		read := func(whole bool, pieces ...string) (out []string) {
			last := -1
			r := lineReader{asked: asked, each: func(n int, text string) {
				if n <= last || n >= asked || text == "" || strings.Contains(text, "\n") || !strings.Contains(reply, text) {
					t.Fatalf("line %d %q after %d of %d", n, text, last, asked)
				}
				last = n
				out = append(out, fmt.Sprint(n, text))
			}}
			for _, p := range pieces {
				r.feed(p)
			}
			r.end(whole)
			return out
		}
		var pieces []string
		random := rand.New(rand.NewPCG(seed, 0))
		for rest := reply; rest != ""; {
			n := min(random.IntN(8)+1, len(rest))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		for _, whole := range []bool{true, false} {
			if cut, one := read(whole, pieces...), read(whole, reply); !slices.Equal(cut, one) {
				t.Errorf("in pieces %q, in one %q", cut, one)
			}
		}
	})
}

func FuzzFaithful(f *testing.F) {
	tr, german, japanese := translator(f, nil), language(f, "German"), language(f, "Japanese")
	f.Add(line, "Sie ist seit Feb. 2023 in “Quillwork”.")
	f.Add("a\xff1 234", "年2月 ０")
	f.Fuzz(func(t *testing.T, original, text string) {
		const figure = "98765"
		for _, l := range []Language{german, japanese} {
			err := tr.names.faithful(original, text, l)
			if err == nil && utf8.RuneCountInString(text) > longest*utf8.RuneCountInString(original)+longer {
				t.Errorf("%q for %q is long", text, original)
			}
			if added := text + " " + figure; !strings.ContainsFunc(original, unicode.IsDigit) && tr.names.faithful(original, added, l) == nil {
				t.Errorf("%q for %q adds a figure", added, original)
			}
			if left := original + " " + figure; !strings.ContainsFunc(text, unicode.IsDigit) && tr.names.faithful(left, text, l) == nil {
				t.Errorf("%q for %q leaves out a figure", text, left)
			}
			for _, word := range tr.names.lost(original, text, l) {
				if word == "" {
					t.Errorf("%q loses nothing of %q", text, original)
				}
			}
		}
		if l, ok := Of(text); ok && l.name == "" {
			t.Errorf("%q is in a language without a name", text)
		}
	})
}
