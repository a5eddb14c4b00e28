package translate

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// English, whatever stands in it
		{"Where does he work now?", ""},
		{"Does he know any Spanish?", ""},
		{"What did she do at Société Générale in Paris?", ""},
		{"Has he worked for La Liga or El País?", ""},
		{"Did Maria de la Cruz work with Die Zeit?", ""},
		{"Who is अंकित शर्मा?", ""},
		{"What did he do at 株式会社メルカリ?", ""},
		{"Is he at Яндекс?", ""},
		{"what is his name in 日本語", ""},
		{"Kubernetes?", ""},
		{"Ursula von der Leyen projects", ""},
		{"João da Silva de Souza experience", ""},
		{"rust experience", ""},
		{"Des Moines experience", ""},
		{"Los Angeles projects", ""},
		{"skills", ""},
		{"C++ or Go?", ""},
		{"Comment on his projects", ""},
		{"how many des and les", ""},
		{"tell me about Müller & Söhne", ""},
		{"PhD in ML?", ""},
		{"Was he an intern or an internal employee?", ""},
		{"Was he in die casting?", ""},
		{"hi", ""},
		{"", ""},
		{"👋", ""},
		// German
		{"Wo arbeitet er jetzt?", "German"},
		{"WO ARBEITET ER JETZT?", "German"},
		{"Kennt er Kubernetes und Terraform?", "German"},
		{"Was hat er bei The Home Depot gemacht?", "German"},
		{"Hat sie mit Ruby on Rails gearbeitet?", "German"},
		{"Was ist Crabfull?", "German"},
		{"Seit wann ist er bei PhonePe?", "German"},
		{"Welche Datenbanken?", "German"},
		{"Sprachen?", "German"},
		{"Was hat er bei 株式会社メルカリ gemacht?", "German"},
		{"Was war die Rolle at Bank of America und wie lange?", "German"},
		// French
		{"Où travaille-t-il ?", "French"},
		{"Est-ce qu’il connaît Site Reliability Engineering ?", "French"},
		{"Est-ce qu'il a travaillé with Kubernetes at PhonePe ?", "French"},
		{"Qu'est-ce que Crabfull ?", "French"},
		{"quelle experience a-t-il en Rust", "French"},
		{"Où travaille-t-elle chez メルカリ ?", "French"},
		{"Combien ?", "French"},
		// Spanish, Portuguese, Italian, Dutch
		{"¿Dónde trabaja ahora?", "Spanish"},
		{"¿Kubernetes?", "Spanish"},
		{"que hizo en Google Cloud Platform", "Spanish"},
		{"Onde ele trabalha agora?", "Portuguese"},
		{"Ele conhece Go, Rust ou Apache Kafka?", "Portuguese"},
		{"Quantos anos na PhonePe?", "Portuguese"},
		{"Dove lavora adesso?", "Italian"},
		{"Waar werkt hij nu?", "Dutch"},
		{"Wat is Crabfull?", "Dutch"},
		// other scripts
		{"वह कहाँ काम करते हैं?", "Hindi"},
		{"क्या वह PhonePe में Kubernetes और Terraform use करते हैं?", "Hindi"},
		{"Site Reliability Engineer के रूप में PhonePe Pvt Ltd में क्या work किया?", "Hindi"},
		{"क्या उन्होंने Machine Learning पर work किया at Google?", "Hindi"},
		{"Kya usne Kubernetes pe kaam kiya hai?", "Hindi"},
		{"Kya usne PhonePe me work kiya hai at Pune?", "Hindi"},
		{"Crabfull क्या है?", "Hindi"},
		{"彼はどこで働いていますか", "Japanese"},
		{"彼はGoogleでKubernetesを使っていましたか？", "Japanese"},
		{"Site Reliability Engineerですか", "Japanese"},
		{"他在哪里工作", "Chinese"},
		{"他会Kubernetes吗", "Chinese"},
		{"그는 어디에서 일하나요?", "Korean"},
		{"Где он работает?", "Russian"},
		{"Он знает Kubernetes и Terraform?", "Russian"},
		{"Де він працює і що робить?", "Ukrainian"},
		{"أين يعمل الآن؟", "Arabic"},
		{"وہ کہاں کام کرتے ہیں؟", "Urdu"},
		{"Πού εργάζεται;", "Greek"},
		{"სად მუშაობს?", "the language of the question"},
	} {
		l, ok := Of(c.text)
		if ok != (c.want != "") || ok && l.name != c.want {
			t.Errorf("%q: %v %q, want %q", c.text, ok, l.name, c.want)
		}
	}
}

func TestSaid(t *testing.T) {
	full := 0
	for _, l := range languages()[1:] {
		if l.Says("refusal") == "" || l.Says("note") == "" {
			t.Errorf("%s: %q, %q", l.name, l.Says("refusal"), l.Says("note"))
		}
		if l.Says("not_stated") == "" {
			continue
		}
		full++
		if l.Says("private") == "" || !strings.Contains(l.Says("off_topic"), "%s") || l.Says("closest") == "" {
			t.Errorf("%s lacks a sentence", l.name)
		}
		if months := len(l.has["months"]); months%12 != 0 {
			t.Errorf("%s has %d months", l.name, months)
		}
	}
	if full < 13 {
		t.Errorf("%d languages have all sentences", full)
	}
	if l, _ := Of("Was ist Crabfull?"); l.Says("closest") != "Der Lebenslauf enthält dazu:" || l.Says("not_stated") != "Dazu sagt der Lebenslauf nichts." || l.Says("note") != "Aus dem englischen Lebenslauf übersetzt von" {
		t.Errorf("German: %q %q %q", l.Says("closest"), l.Says("not_stated"), l.Says("note"))
	}
}
