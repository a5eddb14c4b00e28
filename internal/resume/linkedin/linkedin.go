// Package linkedin reads the ZIP of somebody's own data that LinkedIn hands out, or a
// file that was unpacked from it, into blocks: of it the files that are the profile, and
// no other.
package linkedin

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/tree"
	"resumebot/internal/resume/xmltree"
)

const maxRows = 5_000 // of all files together

var (
	errForeign  = errors.New("is a ZIP, but not the one with Profile.csv and Positions.csv that LinkedIn hands out: put the files in it here by themselves")
	errPassword = errors.New("is password-protected: pack it without a password")
)

// table is one file of the export: the section that it is and what its columns are, as
// the keys of JSON Resume have it.
type table struct {
	file, section string
	columns       []column
}

// column is a column and the key of what it has, "" where that is all of the row.
type column struct{ name, key string }

// tables are the files that are read, in the order of a résumé. The profile's address,
// birthday and messengers are left out; so are recommendations, messages, contacts and
// whatever else LinkedIn knows.
var tables = []table{
	{"positions", "work", []column{{"Company Name", "name"}, {"Title", "position"}, {"Location", "location"}, {"Started On", "startDate"}, {"Finished On", "endDate"}, {"Description", "summary"}}},
	{"education", "education", []column{{"School Name", "institution"}, {"Degree Name", "studyType"}, {"Start Date", "startDate"}, {"End Date", "endDate"}, {"Notes", "summary"}, {"Activities", "Activities"}}},
	{"projects", "projects", []column{{"Title", "name"}, {"Url", "url"}, {"Started On", "startDate"}, {"Start Date", "startDate"}, {"Finished On", "endDate"}, {"End Date", "endDate"}, {"Description", "summary"}}},
	{"volunteering", "volunteer", []column{{"Company Name", "organization"}, {"Role", "position"}, {"Cause", "Cause"}, {"Started On", "startDate"}, {"Finished On", "endDate"}, {"Description", "summary"}}},
	{"organizations", "Memberships", []column{{"Name", "name"}, {"Position", "Position"}, {"Started On", "startDate"}, {"Finished On", "endDate"}, {"Description", "summary"}}},
	{"certifications", "certificates", []column{{"Name", "name"}, {"Authority", "issuer"}, {"Url", "url"}, {"Started On", "date"}, {"Finished On", "Valid until"}, {"License Number", "License number"}}},
	{"honors", "awards", []column{{"Title", "title"}, {"Issuer", "awarder"}, {"Issued On", "date"}, {"Issue Date", "date"}, {"Description", "summary"}}},
	{"publications", "publications", []column{{"Name", "name"}, {"Publisher", "publisher"}, {"Published On", "date"}, {"Url", "url"}, {"Description", "summary"}}},
	{"patents", "Patents", []column{{"Title", "name"}, {"Issuer", "issuer"}, {"Issued On", "date"}, {"Filed On", "date"}, {"Patent Number", "Number"}, {"Url", "url"}, {"Description", "summary"}}},
	{"courses", "courses", []column{{"Name", "name"}, {"Number", "Number"}}},
	{"testscores", "Test scores", []column{{"Name", "name"}, {"Score", "score"}, {"Taken On", "date"}, {"Description", "summary"}}},
	{"skills", "skills", []column{{"Name", ""}}},
	{"languages", "languages", []column{{"Name", "language"}, {"Proficiency", "fluency"}}},
}

// export is an open ZIP, or a file of one.
type export struct {
	files map[string]file // those of the outermost folder by plain name
	rows  int             // read so far: what sources count
}

// file is a file by its name in the ZIP.
type file struct {
	name string
	data func() ([]byte, error)
}

// Files are the plain names of the files that are read, unpacked too.
func Files() []string {
	out := []string{"profile", "emailaddresses", "phonenumbers"}
	for _, t := range tables {
		out = append(out, t.file)
	}
	return out
}

// Read reads the profile, or what an unpacked file has of it. Sources are numbers of
// rows, counted through the files that are read.
func Read(name string, data []byte) ([]block.Block, error) {
	e, kind := &export{files: map[string]file{}}, "a ZIP of LinkedIn"
	if strings.EqualFold(path.Ext(name), ".csv") {
		kind = "a file of LinkedIn"
		e.files[PlainName(name)] = file{name, func() ([]byte, error) { return data, nil }}
	} else if err := e.unpack(data); err != nil {
		return nil, err
	}
	root, err := e.profile()
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		list, err := e.section(t)
		if err != nil {
			return nil, err
		}
		if len(list.Items) > 0 {
			root.Fields = append(root.Fields, tree.Field{Key: t.section, Value: list})
		}
	}
	return tree.Read(name, kind, root)
}

// unpack finds the files of a ZIP.
func (e *export) unpack(data []byte) error {
	z, err := xmltree.Open(data)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		if strings.Count(path.Clean(f.Name), "/") > 1 || !strings.EqualFold(path.Ext(f.Name), ".csv") {
			continue
		}
		plain := PlainName(f.Name)
		if before, ok := e.files[plain]; !ok || len(f.Name) < len(before.name) {
			e.files[plain] = file{f.Name, func() ([]byte, error) { return z.Data(f.Name) }}
		}
		if f.Flags&1 != 0 {
			return errPassword
		}
	}
	if e.files["profile"].data == nil && e.files["positions"].data == nil {
		return errForeign
	}
	return nil
}

// PlainName is the name of a file without its folder, end, case, blanks and signs:
// "Email Addresses.csv" and "Email_Addresses.csv" are one.
func PlainName(name string) string {
	name = strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(name)
}

// row is a row of a file by the names of its columns.
type row struct {
	number int
	cells  map[string]string
}

// read reads a file; none where the export has it not.
func (e *export) read(name string) ([]row, error) {
	f := e.files[name]
	if f.data == nil {
		return nil, nil
	}
	data, err := f.data()
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	var header []string
	var out []row
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("cannot be read: %s: %w", path.Base(f.name), err)
		case header == nil:
			header = cells
			continue
		}
		if e.rows++; e.rows > maxRows {
			return nil, xmltree.ErrTooMuch
		}
		x := row{number: e.rows, cells: map[string]string{}}
		for i, c := range cells {
			if i < len(header) {
				x.cells[strings.TrimSpace(header[i])] = strings.TrimSpace(strings.ToValidUTF8(c, "�"))
			}
		}
		out = append(out, x)
	}
}

// section reads a file as a section.
func (e *export) section(t table) (tree.Value, error) {
	rows, err := e.read(t.file)
	list := tree.Value{}
	for _, r := range rows {
		v := tree.Value{Line: r.number}
		for _, c := range t.columns {
			switch text := r.cells[c.name]; c.key {
			case "":
				v.Text = text
			case "summary":
				v.Add(c.key, paragraphs(text))
			default:
				v.Add(c.key, text)
			}
		}
		if t.file == "education" && r.cells["End Date"] == "" { // not said, and not going on
			v.Add("current", "false")
		}
		if v.Text != "" || v.Fields != nil {
			if list.Items == nil {
				list.Line = r.number
			}
			list.Items = append(list.Items, v)
			list.Last = r.number
		}
	}
	return list, err
}

// breaks are the wide gaps that an export has where its owner began a new line.
var breaks = lazyregexp.New(`[ \t]{2,}(?:([-•*◦▪] )|(\p{Lu}))`)

// paragraphs puts a description back into its lines.
func paragraphs(text string) string {
	return breaks.ReplaceAllString(text, "\n$1$2")
}

var website = lazyregexp.New(`https?://[^\s,\]"]+`)

// profile reads who it is and how to reach them.
func (e *export) profile() (tree.Value, error) {
	var basics tree.Value
	profile, err := e.read("profile")
	if err != nil {
		return basics, err
	}
	if len(profile) > 0 {
		p := profile[0]
		basics.Line = p.number
		basics.Add("name", block.JoinFilled(" ", p.cells["First Name"], p.cells["Last Name"]))
		basics.Add("headline", p.cells["Headline"])
		basics.Add("location", p.cells["Geo Location"])
	}
	mails, err := e.read("emailaddresses")
	if err != nil {
		return basics, err
	}
	slices.SortStableFunc(mails, func(a, b row) int {
		return strings.Compare(strings.ToLower(b.cells["Primary"]), strings.ToLower(a.cells["Primary"])) // "yes" before "no"
	})
	for _, m := range mails[:min(1, len(mails))] {
		basics.Fields = append(basics.Fields, tree.Field{Key: "email", Value: tree.Value{Line: m.number, Text: m.cells["Email Address"]}})
	}
	phones, err := e.read("phonenumbers")
	if err != nil {
		return basics, err
	}
	phones = slices.DeleteFunc(phones, func(p row) bool { return p.cells["Number"] == "" })
	for _, p := range phones[:min(1, len(phones))] {
		basics.Fields = append(basics.Fields, tree.Field{Key: "phone", Value: tree.Value{Line: p.number, Text: p.cells["Number"]}})
	}
	if len(profile) > 0 {
		p := profile[0]
		var sites tree.Value
		for _, s := range website.FindAllString(p.cells["Websites"], -1) {
			sites.Items = append(sites.Items, tree.Value{Line: p.number, Text: s})
		}
		for handle := range strings.SplitSeq(strings.Trim(p.cells["Twitter Handles"], "[]"), ",") {
			if handle = strings.Trim(handle, " @"); handle != "" {
				sites.Items = append(sites.Items, tree.Value{Line: p.number, Text: "https://twitter.com/" + handle})
			}
		}
		if sites.Items != nil {
			basics.Fields = append(basics.Fields, tree.Field{Key: "website", Value: sites})
		}
		basics.Add("summary", paragraphs(p.cells["Summary"]))
	}
	return tree.Value{Line: 1, Fields: []tree.Field{{Key: "basics", Value: basics}}}, nil
}
