// Package linkedin reads the ZIP of somebody's own data that LinkedIn hands out into
// blocks: of it the files that are the profile, and no other.
package linkedin

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

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
	columns       map[string]string
}

// tables are the files that are read, in the order of a résumé. The profile's address,
// birthday and messengers are left out; so are recommendations, messages, contacts and
// whatever else LinkedIn knows.
var tables = []table{
	{"positions", "work", map[string]string{"Company Name": "name", "Title": "position", "Location": "location", "Started On": "startDate", "Finished On": "endDate", "Description": "summary"}},
	{"education", "education", map[string]string{"School Name": "institution", "Degree Name": "studyType", "Start Date": "startDate", "End Date": "endDate", "Notes": "summary", "Activities": "Activities"}},
	{"projects", "projects", map[string]string{"Title": "name", "Url": "url", "Started On": "startDate", "Start Date": "startDate", "Finished On": "endDate", "End Date": "endDate", "Description": "summary"}},
	{"volunteering", "volunteer", map[string]string{"Company Name": "organization", "Role": "position", "Cause": "Cause", "Started On": "startDate", "Finished On": "endDate", "Description": "summary"}},
	{"organizations", "Memberships", map[string]string{"Name": "name", "Position": "Position", "Started On": "startDate", "Finished On": "endDate", "Description": "summary"}},
	{"certifications", "certificates", map[string]string{"Name": "name", "Authority": "issuer", "Url": "url", "Started On": "date", "Finished On": "Valid until", "License Number": "License number"}},
	{"honors", "awards", map[string]string{"Title": "title", "Issuer": "awarder", "Issued On": "date", "Issue Date": "date", "Description": "summary"}},
	{"publications", "publications", map[string]string{"Name": "name", "Publisher": "publisher", "Published On": "date", "Url": "url", "Description": "summary"}},
	{"patents", "Patents", map[string]string{"Title": "name", "Issuer": "issuer", "Issued On": "date", "Filed On": "date", "Patent Number": "Number", "Url": "url", "Description": "summary"}},
	{"courses", "courses", map[string]string{"Name": "name", "Number": "Number"}},
	{"testscores", "Test scores", map[string]string{"Name": "name", "Score": "score", "Taken On": "date", "Description": "summary"}},
	{"skills", "skills", map[string]string{"Name": ""}},
	{"languages", "languages", map[string]string{"Name": "language", "Proficiency": "fluency"}},
}

// export is an open ZIP.
type export struct {
	*xmltree.Zip
	files map[string]string // the files of the outermost folder by plain name
	rows  int               // read so far: what sources count
}

// Read reads the profile. Sources are numbers of rows, counted through the files that
// are read.
func Read(name string, data []byte) ([]block.Block, error) {
	z, err := xmltree.Open(data)
	if err != nil {
		return nil, err
	}
	e := &export{Zip: z, files: map[string]string{}}
	for _, f := range z.File {
		if strings.Count(path.Clean(f.Name), "/") > 1 || !strings.EqualFold(path.Ext(f.Name), ".csv") {
			continue
		}
		if plain := plainName(f.Name); e.files[plain] == "" || len(f.Name) < len(e.files[plain]) {
			e.files[plain] = f.Name
		}
		if f.Flags&1 != 0 {
			return nil, errPassword
		}
	}
	if e.files["profile"] == "" && e.files["positions"] == "" {
		return nil, errForeign
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
	return tree.Read(name, "a ZIP of LinkedIn", root)
}

// plainName is the name of a file without its folder, end, case, blanks and signs:
// "Email Addresses.csv" and "Email_Addresses.csv" are one.
func plainName(name string) string {
	name = strings.ToLower(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(name)
}

// row is a row of a file by the names of its columns.
type row struct {
	number int
	cells  map[string]string
}

// read reads a file; none where the export has it not.
func (e *export) read(file string) ([]row, error) {
	name := e.files[file]
	if name == "" {
		return nil, nil
	}
	data, err := e.Data(name)
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
			return nil, fmt.Errorf("cannot be read: %s: %w", path.Base(name), err)
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
		for _, column := range sortedColumns(t) {
			key, text := t.columns[column], r.cells[column]
			switch {
			case key == "":
				v.Text = text
			case key == "summary":
				text = paragraphs(text)
				fallthrough
			default:
				v.Add(key, text)
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

func sortedColumns(t table) []string {
	var out []string
	for column := range t.columns {
		out = append(out, column)
	}
	slices.Sort(out)
	return out
}

// breaks are the wide gaps that an export has where its owner began a new line.
var breaks = regexp.MustCompile(`[ \t]{2,}(?:([-•*◦▪] )|(\p{Lu}))`)

// paragraphs puts a description back into its lines.
func paragraphs(text string) string {
	return breaks.ReplaceAllString(text, "\n$1$2")
}

var website = regexp.MustCompile(`https?://[^\s,\]"]+`)

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
	file := "phonenumbers"
	phones, err := e.read(file)
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
