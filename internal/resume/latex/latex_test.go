package latex

import (
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/resumetest"
)

func TestRead(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"signs and accents": {
			"Mu\\~noz Jos\\'e M\\\"{u}ller, na\\\"\\i{}ve \\c{c}a, Stra\\ss e, \\O ystein~\\L{}ukasz --- ``quoted'' 5\\,\\% R\\&D \\#1 \\$3 a\\_b C\\# \\LaTeX{} 2010--2012",
			`1 | Muñoz José Müller, naïve ça, Straße, Øystein Łukasz — “quoted” 5 % R&D #1 $3 a_b C# LaTeX 2010–2012`,
		},
		"comments, conditions, what is not shown": {
			"Shown% not this\n, all of it.\n%nor this\n\\iffalse not \\ifx\\a\\b this\\fi{} either \\else that\\fi\n\n\\begin{comment}\nno\n\\end{comment}\n\\newif\\iflong \\iflong long\\else short\\fi\n\\longtrue\\iflong , then long\\fi\\label{no}\\vspace{3pt}\\phantom{no}\\hspace*{1em}\\today",
			`
1 | Shown, all of it. that
9 | short, then long`,
		},
		"definitions": {
			"\\newcommand{\\acme}{Acme Ltd.}\\newcommand{\\job}[3][Berlin]{\\textbf{#2}, #3 (#1)}\\def\\twice#1{#1 #1}\n\\newenvironment{box}[1]{\\textbf{#1}: }{ end}\n\\job{Cook}{\\acme}\\\\\\job[Rome]{Chef}{Inn}\\\\\\twice{na}\\begin{box}{B}in\\end{box}",
			`
3 | **Cook**, Acme Ltd. (Berlin)
3 | **Chef**, Inn (Rome)
3 | na na**B**: in end`,
		},
		"lists": {
			"\\begin{itemize}\n\\item one\n two\n\\begin{enumerate}\\item deep\\end{enumerate}\n\\item[--] three\n\\end{itemize}\n\\begin{description}\n\\item[Languages] Go, C\n\\item[2010] started\n\\end{description}\\begin{itemize}[label={},leftmargin=0pt]\\item bare\\end{itemize} $\\bullet$ by hand",
			`
2 *0 one two
4 *1 deep
5 *0 three
8 *0 **Languages**: Go, C
9 *0 **2010**→started
10 | bare
10 *0 by hand`,
		},
		"links, styles, formulas, pictograms": {
			"\\href{https://a.example/x\\_y?b=1\\&c}{\\underline{my page}}, \\url{https://b.example/~me}, {\\bfseries bold} \\textit{it \\textbf{both}} $|$ $10^6$ CO$_2$ 1$^{st}$ $\\sim$5\n\n\\faPhone\\ 617 555 0199 $|$ \\href{https://github.com/jdoe}{\\faGithub}",
			`
1 | my page<https://a.example/x_y?b=1&c>, https://b.example/~me<https://b.example/~me>, **bold** _it _***both*** | 10^6 CO2 1st ~5
3 | Phone: 617 555 0199 | GitHub<https://github.com/jdoe>`,
		},
		"columns, tables": {
			"\\textbf{Acme} \\hfill 2010 -- 2012\\\\ \\textit{Cook}\\hfill Rome\n\n\\begin{tabular}{ll}\nGo & years \\\\[2pt]\n\\hline\nSQL\\tabularnewline\n\\end{tabular}\n\\begin{tabular}{lll}\\toprule School & Degree & Year\\\\\\midrule MIT & BS & 2010\\\\\\bottomrule\\end{tabular}\n\\begin{tabular*}{\\textwidth}{l@{\\extracolsep{\\fill}}r}Nurse & 2001\\\\Ward 5 & Oslo\\end{tabular*}\n\\begin{tabularx}{1cm}{p{3cm}p{4cm}}\\section{Left}\\begin{itemize}\\item x\\end{itemize}&right\\end{tabularx}",
			`
1 | **Acme**→2010 – 2012
1 | _Cook_→Rome
4 r Go ¦ years
6 | SQL
8 r MIT ¦ BS ¦ 2010
9 | Nurse→2001
9 | Ward 5→Oslo
10 #2 Left
10 *0 x
10 | right`,
		},
		"the person, in any order": {
			"\\documentclass{moderncv}\n\\title{Cook}\n\\phone[mobile]{1~617~555}\n\\social[github]{jm}\n\\name{Jane}{Miller}\n\\address{1 High St}{Oslo}{}\nnot shown\n\\begin{document}\n\\makecvtitle\nShown\n\\end{document}\nnot shown",
			`
5 #1 Jane Miller
2 | Cook
3 | Mobile: 1 617 555
4 | GitHub: jm
6 | Address: 1 High St, Oslo
10 | Shown`,
		},
		"entries of two classes": {
			"\\section{Work}\n\\cventry{2010--2012}{Cook}{Inn}{Rome}{part time}{Soups.\n\\begin{itemize}\\item Bread\\end{itemize}}\n\\cventry\n{Chef} % title\n{Diner}\n{Oslo}\n{2013 -- now}\n{\\begin{cvitems}\\item{Fish}\\end{cvitems}}",
			`
1 #2 Work
2 #5 Cook | Inn
2 | Rome | 2010–2012
2 | part time
2 | Soups.
3 *0 Bread
4 #5 Chef | Diner
4 | Oslo | 2013 – now
9 *0 Fish`,
		},
		"what nobody knows": {
			"\\mystery[x]{Acme}{Cook}{2010--2012}{0.5em} and \\other{text}\\frobnicate",
			`
1 | Acme→Cook→2010–2012
1 | and text`,
		},
		"of a class of one's own": {
			"\\section{Work}\n\\position{Cook}{Inn}{Rome}{2010--2012}\nSoups\\location{Ward~5}\\email{a@b.example}",
			`
1 #2 Work
2 | Cook→Inn→Rome→2010–2012
3 | Soups
3 | Ward 5
3 | a@b.example`,
		},
		"braces that do not match": {
			"a } b { c \\textbf{d \\begin{itemize} \\item e",
			`
1 | a b c d
1 *0 e`,
		},
		"unseen": {
			"Seen \\textcolor{white}{secret words} too. {\\color{white}more} \\textcolor{red}{red} {\\fontsize{1pt}{1pt}\\selectfont tiny}",
			`
1 ~in white secret words more tiny
1 | Seen too. red`,
		},
		"white on a colour": {
			"\\colorbox{black}{\\textcolor{white}{Seen}}",
			`1 | Seen`,
		},
		"verbatim": {
			"\\verb|a{b|\n\\begin{verbatim}\nx & y\n\\end{verbatim}\nz",
			`
1 | a{b
3 | x & y
5 | z`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("f", []byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, tt.want)
		})
	}
}

// TestExact holds that an entry is taken for certain only where nothing speaks
// against it.
func TestExact(t *testing.T) {
	for in, want := range map[string]*resume.Entry{
		`\cvevent{Cook}{Inn}{2010--2012}{Rome}`:                                {Title: "Cook", Org: "Inn", Place: "Rome"},
		`\cvevent{2010--2012}{Cook}{Inn}{Rome}`:                                nil,
		`\cvevent{Inn}{Cook}{2010--2012}{Rome}`:                                nil,
		`\newcommand{\cvevent}[4]{#1 #2 #3 #4}\cvevent{Cook}{Inn}{2010}{Rome}`: nil,
		"\\cvevent{Cook}\n\n{2010}{Rome}":                                      nil, // the line between was taken out
	} {
		blocks, err := Read("f", []byte("\\section{Work}\n"+in))
		if err != nil {
			t.Fatal(err)
		}
		var got *resume.Entry
		for _, b := range blocks {
			if b.Exact != nil {
				got = b.Exact
			}
		}
		if (got == nil) != (want == nil) || got != nil && (got.Title != want.Title || got.Org != want.Org || got.Place != want.Place) {
			t.Errorf("%s: %+v, want %+v", in, got, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"endless":        {"a\n\\def\\a{\\a\\a}\\a", "cv.tex:2: " + errEndless.Error()},
		"much of little": {"\\newcommand{\\a}[1]{#1#1#1#1#1#1#1#1}\n" + strings.Repeat(`\a{`, 20) + "x" + strings.Repeat("}", 20), "cv.tex:2: " + errEndless.Error()},
		"nested":         {"\n" + strings.Repeat(`\textbf{`, 1000) + strings.Repeat("}", 1000), "cv.tex:2: " + errNested.Error()},
		"braces":         {strings.Repeat("{", 5000) + strings.Repeat("}", 5000), "cv.tex:1: " + errNested.Error()},
		"never ended":    {"a\n\\iffalse\nb", `cv.tex:2: \iffalse is never ended: write \fi behind what it leaves out`},
	} {
		if _, err := Read("cv.tex", []byte(tt.in)); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// TestReadTime wants time that grows with the size of a file alone.
func TestReadTime(t *testing.T) {
	resumetest.Linear(t, resumetest.Units(`\begin{verbatim}`, `\a[`, `\textbf{x} y `, `\begin{tabular}{l}`, "{", "}", `\'e`, `\def\a#1{`, `\cventry{a}{b}`, "$", `\iftrue `, `\item `, `\begin{a}`, `\end{a}`, `\verb|`, `\zz{a `, `\zz{2019 }{`), Read)
}

// TestResumes reads whole résumés, each beside what is told of it.
func TestResumes(t *testing.T) {
	resumetest.Resumes(t, "testdata/*.tex", Read)
}

func FuzzRead(f *testing.F) {
	resumetest.Fuzz(f, Read, true, "testdata/*.tex", "\\section{A}\\cventry{2010}{a}{b}{c}{d}{\\begin{itemize}\\item x\\end{itemize}}", "\\newcommand{\\a}[2][x]{#1 #2}\\a[b]{c}", "\\begin{tabular}{l|r}a&b\\\\\\hline c&d\\end{tabular}", "\\'{\\i}$x^{2}_\\a$\\verb|x|%\n\n\\iffalse a\\else b\\fi", "\\name{A}{B}\\social[x]{y}\\color{white}z")
}
