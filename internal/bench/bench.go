// Package bench has what a measurement of this program needs besides the program:
// invented résumés of any length, a model that writes at a given pace, a client
// that does nothing but read what a model writes, and percentiles.
package bench

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Percentiles of the durations: half of them take no longer than p50, 99 of 100
// no longer than p99. Both are 0 for none.
func Percentiles(all []time.Duration) (p50, p99 time.Duration) {
	if len(all) == 0 {
		return 0, 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2], sorted[len(sorted)*99/100]
}

// LinesPerPage is how many lines like those of [WriteResume] are taken for a
// page: 3,300 characters.
const LinesPerPage = 32

// linesPerFile keeps files below what is taken for a résumé.
const linesPerFile = 4000

// WriteResume makes a folder with an invented résumé in Markdown, of about so many
// lines that become chunks: positions of ten lines of twelve words, common and
// rare ones. It is the same each time.
func WriteResume(dir string, lines int) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("bench: write a résumé: %w", err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	for first := 0; first < lines; first += linesPerFile {
		var b strings.Builder
		b.WriteString("# Ada Example\n\nMalmö, Sweden\n\n- Email: ada@example.org\n\n## Experience\n")
		for i := first; i < min(first+linesPerFile, lines); i++ {
			if (i-first)%11 == 0 {
				year := 1970 + i/11%50
				fmt.Fprintf(&b, "\n### Engineer | Company %s\n*Malmö | March %d – March %d*\n\n", invented(i/11+7), year, year+1)
				continue
			}
			b.WriteString("- Built")
			for range 12 {
				f := random.Float64() // few words are frequent
				b.WriteString(" " + invented(int(4000*f*f*f)))
			}
			b.WriteString(".\n")
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("part %d.md", first/linesPerFile)), []byte(b.String()), 0o600); err != nil {
			return fmt.Errorf("bench: write a résumé: %w", err)
		}
	}
	return nil
}

// WritePDF makes a folder with a résumé of one page in PDF.
func WritePDF(dir string) error {
	var page strings.Builder
	page.WriteString("BT /F1 11 Tf 60 780 Td 16 TL\n")
	for _, line := range []string{"Ada Example", "ada@example.org", "", "EXPERIENCE", "Engineer, Acme Ltd, March 2019 - present", "Built the bridge at Ely.", "Clerk, Fenwick Stores, May 2016 - March 2019", "Kept the books."} {
		fmt.Fprintf(&page, "(%s) Tj T*\n", line)
	}
	page.WriteString("ET")
	var file strings.Builder
	file.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", page.Len(), &page), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	} {
		offsets = append(offsets, file.Len())
		fmt.Fprintf(&file, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := file.Len()
	fmt.Fprintf(&file, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&file, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&file, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "resume.pdf"), []byte(file.String()), 0o600)); err != nil {
		return fmt.Errorf("bench: write a résumé: %w", err)
	}
	return nil
}

// invented is the n-th of the words that nobody uses.
func invented(n int) string {
	word := ""
	for _, syllables := range [][]string{
		{"Ba", "Ke", "Lo", "Mi", "Nu", "Ra", "Se", "To", "Vi", "Zu"}, {"ran", "vel", "tor", "min", "lup", "das", "gen", "kol", "fir", "sut"},
		{"ba", "de", "go", "ki", "lu", "ma", "ne", "po", "ri", "su"}, {"ck", "nd", "lt", "rm", "sk", "x", "ph", "nt", "rd", "st"},
	} {
		word += syllables[n%10]
		n /= 10
	}
	return word
}

// Questions are what visitors ask of anybody.
var Questions = []string{
	"Where do they work now?", "Which programming languages do they know?", "Where did they study?", "How many years of experience do they have?",
	"What was their first job?", "How can I reach them by email?", "Have they led a team?", "Which databases have they used?",
	"What salary do they expect?", "What did they build?", "Where are they based?", "Do they speak German?",
}
