package linkedin

import (
	"maps"
	"strings"
	"testing"

	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
	"resumebot/internal/resume/xmltree"
)

// sample is an export as LinkedIn packs it, with files that are nobody's business.
var sample = map[string]string{
	"Profile.csv": "\xef\xbb\xbfFirst Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n" +
		"Ines,Duarte,Maidenname,\"Secret street 5\",Mar 3,Marine biologist,\"Studies seagrass.  Loves boats.\",Research,99999,\"Faro, Portugal\",[inesduarte],[PERSONAL:https://inesduarte.example],messenger99\n",
	"Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n" +
		"Sea Institute,Senior Biologist,\"Mapped seagrass meadows  - Led six divers  - Wrote the atlas\",\"Faro, Portugal\",Jun 2019,\n" +
		"\"Harbour, Lda.\",Diver,,Lisbon,2015,May 2019\n",
	"Education.csv":                "School Name,Start Date,End Date,Notes,Degree Name,Activities\nUniversity of Algarve,2011,2015,,\"BSc, Marine Biology\",Rowing club\nNight School,2016,,,,\n",
	"Skills.csv":                   "Name\nScuba diving\nR\n",
	"Languages.csv":                "Name,Proficiency\nPortuguese,Native or bilingual proficiency\n",
	"Certifications.csv":           "Name,Url,Authority,Started On,Finished On,License Number\nRescue Diver,https://cert.example/1,PADI,Feb 2018,,\n",
	"Projects.csv":                 "Title,Description,Url,Started On,Finished On\nSeagrass Atlas,An atlas.,https://atlas.example,Jan 2020,Dec 2021\n",
	"Honors.csv":                   "Title,Description,Issued On\nYoung Scientist Prize,For the atlas,May 2021\n",
	"Volunteering.csv":             "Company Name,Role,Cause,Description,Started On,Finished On\nBeach Watch,Guide,ENVIRONMENT,,Mar 2014,Apr 2016\n",
	"Email Addresses.csv":          "Email Address,Confirmed,Primary,Updated On\nold@duarte.example,Yes,No,x\nines@duarte.example,Yes,Yes,x\n",
	"PhoneNumbers.csv":             "Extension,Number,Type\n,,\n,+351 289 555 010,Mobile\n",
	"messages.csv":                 "FROM,CONTENT\nsomebody,private messages\n",
	"Connections.csv":              "First Name,Last Name\nAcquaintance,Nobody\n",
	"Logins.csv":                   "Login Date,IP Address\nx,1.2.3.4\n",
	"Ad_Targeting.csv":             "Interests\nadvertised\n",
	"Recommendations_Received.csv": "First Name,Text\nColleague,Recommended\n",
	"Jobs/Saved Jobs.csv":          "Title\nSavedjob\n",
	"Articles/Articles/x.html":     "<p>article</p>",
}

func TestRead(t *testing.T) {
	folder := map[string]string{}
	for name, text := range sample {
		folder["Basic_LinkedInDataExport/"+name] = text
	}
	for name, files := range map[string]map[string]string{"flat": sample, "in a folder": folder} {
		blocks, err := Read("export.zip", resumetest.Zip(t, files))
		if err != nil {
			t.Fatal(name, err)
		}
		b := build.New()
		b.Add(blocks)
		d := b.Doc
		resumetest.Check(t, d, nil)
		resumetest.WantEntries(t, d, `
work: Senior Biologist | Sea Institute | Faro, Portugal | June 2019 – now
work: Diver | Harbour, Lda. | Lisbon | 2015 – May 2019
education: BSc, Marine Biology | University of Algarve |  | 2011 – 2015
education:  | Night School |  | 2016
project: Seagrass Atlas |  |  | January 2020 – December 2021
volunteer: Guide | Beach Watch |  | March 2014 – April 2016
certificate: Rescue Diver | PADI |  | February 2018
award: Young Scientist Prize |  |  | May 2021`)
		resumetest.WantContacts(t, d, `
Ines Duarte, Marine biologist, Faro, Portugal
email ines@duarte.example
phone +351 289 555 010
website https://inesduarte.example
twitter https://twitter.com/inesduarte
location Faro, Portugal`)
		resumetest.WantWords(t, d, "seagrass. boats. meadows divers Rowing Scuba Portuguese ENVIRONMENT", "Maidenname Secret 99999 messenger99 old@ messages Acquaintance 1.2.3.4 advertised Recommended Savedjob article")
	}
}

func TestBadInput(t *testing.T) {
	good := resumetest.Zip(t, sample)
	long := maps.Clone(sample)
	long["Skills.csv"] = "Name\n" + strings.Repeat("x\n", maxRows)
	bomb := maps.Clone(sample)
	bomb["Positions.csv"] = strings.Repeat(" ", xmltree.MaxPart+1)
	locked := []byte(strings.Replace(string(good), "PK\x01\x02\x14\x00\x14\x00\x08", "PK\x01\x02\x14\x00\x14\x00\x09", 1))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"text":     {[]byte("Jane"), xmltree.ErrDamaged.Error()},
		"cut off":  {good[:len(good)/2], xmltree.ErrDamaged.Error()},
		"others":   {resumetest.Zip(t, map[string]string{"a.csv": "x", "cv.txt": "Jane"}), errForeign.Error()},
		"too long": {resumetest.Zip(t, long), xmltree.ErrTooMuch.Error()},
		"bomb":     {resumetest.Zip(t, bomb), xmltree.ErrTooMuch.Error()},
		"locked":   {locked, errPassword.Error()},
	} {
		if blocks, err := Read("export.zip", c.data); err == nil || err.Error() != c.want || blocks != nil {
			t.Errorf("%s: %d blocks, error %v, want %s", name, len(blocks), err, c.want)
		}
	}
}

func FuzzLinkedIn(f *testing.F) {
	f.Add(sample["Profile.csv"], sample["Positions.csv"], sample["Education.csv"], sample["Skills.csv"])
	f.Add("First Name\n\"x", "Title,Title\na,b,c", "", "\xff")
	f.Fuzz(func(t *testing.T, profile, positions, education, skills string) {
		blocks, err := Read("f", resumetest.Zip(t, map[string]string{"Profile.csv": profile, "Positions.csv": positions, "Education.csv": education, "Skills.csv": skills}))
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		b := build.New()
		b.Add(blocks)
		resumetest.Check(t, b.Doc, nil)
	})
}
