package pdf

import (
	"testing"

	"resumebot/internal/resume/resumetest"
)

// TestPDFUnseen reads no word that nobody sees, and takes none that is seen for one.
func TestPDFUnseen(t *testing.T) {
	const (
		white = "1 1 1 rg\n"
		black = "0 0 0 rg\n"
		grey  = "0.8 0.8 0.8 rg\n"
		blue  = "0.1 0.2 0.5 rg 40 590 300 30 re f\n"
		image = "q 300 0 0 30 40 490 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \x80\x90 EI Q\n"
	)
	shown := func(x, y float64, text string) string { return regular(x, y, text).shown() }
	for name, c := range map[string]struct {
		content string
		extra   string
		want    string
	}{
		"seen": {shown(50, 700, "Jane Miller") + grey + shown(50, 680, "a pale line.") + blue + white + shown(50, 600, "white on blue"), "",
			"1 | Jane Miller\n1 | a pale line.\n1 | white on blue"},
		"white on white": {shown(50, 700, "Jane Miller") + white + shown(50, 650, "surgeon PhD") + shown(120, 700, "welding") + black + shown(50, 600, "Cook"), "",
			"1 | Jane Miller\n1 | Cook\n1 ~in white surgeon PhD welding"},
		"white on a turned page": {shown(50, 700, "Jane Miller") + white + shown(50, 650, "surgeon PhD"), "/Rotate 90",
			"1 | Jane Miller\n1 ~in white surgeon PhD"},
		"outside the visible part of the page": {shown(150, 700, "Jane Miller") + shown(20, 300, "surgeon") + white + shown(150, 300, "PhD"), "/CropBox [100 200 600 780]",
			"1 | Jane Miller\n1 ~off the page surgeon\n1 ~in white PhD"},
		"blue on blue":    {shown(50, 700, "Jane Miller") + blue + shown(50, 600, "surgeon"), "", "1 | Jane Miller\n1 ~in the colour of what is behind surgeon"},
		"drawn invisibly": {shown(50, 700, "Jane Miller") + "3 Tr\n" + shown(50, 600, "surgeon PhD") + "0 Tr\n", "", "1 | Jane Miller\n1 ~drawn invisibly surgeon PhD"},
		"tiny":            {shown(50, 700, "Jane Miller") + pdfText{50, 600, 1, "F1", "surgeon PhD"}.shown(), "", "1 | Jane Miller\n1 ~in type too small to read surgeon PhD"},
		"off the page":    {shown(50, 700, "Jane Miller") + shown(50, -200, "surgeon") + shown(900, 300, "PhD"), "", "1 | Jane Miller\n1 ~off the page surgeon PhD"},
		"behind a picture": {shown(50, 700, "Jane Miller") + shown(50, 500, "surgeon PhD") + image + shown(200, 500, "on it"), "",
			"1 | Jane Miller\n1 | on it\n1 ~behind a picture surgeon PhD"},
		"a scan with its text": {image + "3 Tr\n" + shown(50, 500, "Jane Miller") + shown(50, 494, "Cook"), "", "1 | Jane Miller Cook"},
	} {
		blocks, err := Read("cv.pdf", drawPDF([]string{c.content}, "", c.extra))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := resumetest.Outline(blocks), c.want+"\n"; got != want {
			t.Errorf("%s:\n%swant\n%s", name, got, want)
		}
	}
	if _, err := Read("cv.pdf", drawPDF([]string{"3 Tr\n" + shown(50, 500, "Jane Miller")}, "")); err == nil || err.Error() != errNoText.Error() {
		t.Errorf("nothing is seen: %v", err)
	}
}

// TestPDFUnseenPrivate keeps what nobody sees private where something of its page is.
func TestPDFUnseenPrivate(t *testing.T) {
	shown := func(x, y float64, text string) string { return regular(x, y, text).shown() }
	blocks, err := Read("cv.pdf", drawPDF([]string{shown(50, 700, "Jane Miller") + shown(50, 650, "<!-- private -->") + "1 1 1 rg\n" + shown(50, 600, "secret") + "0 0 0 rg\n" + shown(50, 550, "<!-- /private -->")}, ""))
	if err != nil {
		t.Fatal(err)
	}
	if last := blocks[len(blocks)-1]; last.How == "" || !last.Private {
		t.Errorf("%+v", last)
	}
}
