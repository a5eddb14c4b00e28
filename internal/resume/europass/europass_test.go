package europass

import (
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
	"resumebot/internal/resume/xmltree"
)

const passport = `<?xml version="1.0" encoding="ISO-8859-1"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en">
<DocumentInfo><DocumentType>ECV</DocumentType><Generator>unseen</Generator></DocumentInfo>
<LearnerInfo><Identification><PersonName><FirstName>Ilse</FirstName><Surname>Brandt</Surname></PersonName>
<ContactInfo><Address><Contact><AddressLine>Ringweg 9</AddressLine><PostalCode>4020</PostalCode><Municipality>Linz</Municipality><Country><Code>AT</Code><Label>Austria</Label></Country></Contact></Address>
<Email><Contact>ilse@brandt.example</Contact></Email><TelephoneList><Telephone><Contact>+43 732 555010</Contact></Telephone></TelephoneList></ContactInfo>
<Photo><MimeType>image/jpeg</MimeType><Data>AAAA</Data></Photo></Identification>
<WorkExperienceList>
<WorkExperience><Period><From year="2015" month="--01"/><Current>true</Current></Period><Position><Label>Foundry Engineer</Label></Position><Activities>&lt;ul>&lt;li>Cast turbine housings&lt;/li>&lt;li>Trained apprentices&lt;/li>&lt;/ul></Activities><Employer><Name>Stahlwerk Linz</Name><ContactInfo><Address><Contact><Municipality>Linz</Municipality></Contact></Address></ContactInfo></Employer></WorkExperience>
<WorkExperience><Period><From year="2011"/><To year="2014"/></Period><Position><Label>Moulder</Label></Position><Employer><Name>Gusswerk</Name></Employer></WorkExperience>
</WorkExperienceList>
<EducationList><Education><Period><From year="2007"/><To year="2011"/></Period><Title>BSc Metallurgy</Title><Organisation><Name>Montanuniversität Leoben</Name></Organisation></Education></EducationList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Label>German</Label></Description></MotherTongue></MotherTongueList></Linguistic><JobRelated><Description>Sand casting</Description></JobRelated></Skills>
</LearnerInfo></SkillsPassport>`

const hrxml = `<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:hr="http://www.hr-xml.org/3" xmlns:eures="e">
<hr:DocumentID schemeID="unseen"/><CandidateSupplier><PersonContact><PersonName><oa:GivenName>Supplier</oa:GivenName></PersonName></PersonContact></CandidateSupplier>
<CandidatePerson><PersonName><oa:GivenName>Marta</oa:GivenName><hr:FamilyName>Kos</hr:FamilyName></PersonName>
<Communication><ChannelCode>Email</ChannelCode><oa:URI>marta@kos.example</oa:URI></Communication><Communication><ChannelCode>Email</ChannelCode><oa:URI>kos@work.example</oa:URI></Communication>
<Communication><ChannelCode>Telephone</ChannelCode><CountryDialing>386</CountryDialing><oa:DialNumber>069555010</oa:DialNumber></Communication>
<Communication><ChannelCode>Social Media</ChannelCode><UseCode>linkedin</UseCode><oa:URI>https://www.linkedin.com/in/martakos</oa:URI></Communication>
<Communication><Address><oa:CityName>Maribor</oa:CityName><CountryCode>si</CountryCode></Address></Communication>
<PrimaryLanguageCode>slv</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile languageCode="en"><hr:ExecutiveSummary>&lt;p&gt;Keeps bees.&lt;/p&gt;</hr:ExecutiveSummary>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>Bee Institute</hr:OrganizationName><OrganizationContact><Communication><Address><oa:CityName>Ljubljana</oa:CityName><CountryCode>si</CountryCode></Address></Communication></OrganizationContact><hr:IndustryCode>M</hr:IndustryCode>
<PositionHistory><PositionTitle typeCode="URI">Apiarist</PositionTitle><eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2021-10</hr:FormattedDateTime></eures:StartDate><hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod><oa:Description>&lt;ol&gt;&lt;li&gt;Bred queens&lt;/li&gt;&lt;/ol&gt;</oa:Description></PositionHistory>
<PositionHistory><PositionTitle>Assistant</PositionTitle><eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2019</hr:FormattedDateTime></eures:StartDate><eures:EndDate><hr:FormattedDateTime>2021-09</hr:FormattedDateTime></eures:EndDate></eures:EmploymentPeriod></PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>University of Maribor</hr:OrganizationName><EducationLevelCode>6</EducationLevelCode><AttendancePeriod><StartDate><hr:FormattedDateTime>2015</hr:FormattedDateTime></StartDate><EndDate><hr:FormattedDateTime>2019</hr:FormattedDateTime></EndDate></AttendancePeriod><EducationDegree><hr:DegreeName>BSc Agronomy</hr:DegreeName><OccupationalSkillsCovered>Soil</OccupationalSkillsCovered></EducationDegree></EducationOrganizationAttendance></EducationHistory>
<eures:Licenses/><PersonQualifications><PersonCompetency><CompetencyID schemeName="NORMAL">eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID><eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode><eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></eures:CompetencyDimension><eures:CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Writing-Production</hr:CompetencyDimensionTypeCode><eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></eures:CompetencyDimension></PersonCompetency></PersonQualifications>
<eures:Attachment><oa:EmbeddedData>QUFBQQ</oa:EmbeddedData></eures:Attachment>
<Projects><Project><Title>Hive map</Title><Date><StartDate><FormattedDateTime>2022-01</FormattedDateTime></StartDate><Ongoing>true</Ongoing></Date><Description>Maps hives.</Description><Link>https://hives.example</Link><Link>https://more.example</Link></Project></Projects>
<Others><Title>Courses</Title><Other><Title>Pollen Analysis</Title><Description>A week.</Description></Other></Others><Others><Title>Courses</Title><Other><Title>Honey Judging</Title></Other></Others>
</CandidateProfile><RenderingInformation><Design><Template>Template1</Template></Design></RenderingInformation></Candidate>`

func document(t *testing.T, text string) *resume.Document {
	t.Helper()
	blocks, err := Read("cv.xml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b := build.New()
	b.Add(blocks)
	resumetest.Check(t, b.Doc, map[string]int{"cv.xml": resumetest.LineCount([]byte(text))})
	return b.Doc
}

func TestSkillsPassport(t *testing.T) {
	d := document(t, passport)
	resumetest.WantEntries(t, d, `
work: Foundry Engineer | Stahlwerk Linz | Linz | January 2015 – now
work: Moulder | Gusswerk |  | 2011 – 2014
education: BSc Metallurgy | Montanuniversität Leoben |  | 2007 – 2011`)
	resumetest.WantContacts(t, d, `
Ilse Brandt, , Linz, Austria
email ilse@brandt.example
phone +43 732 555010
location Linz, Austria`)
	resumetest.WantWords(t, d, "turbine apprentices German Sand", "unseen ECV AAAA image Ringweg")
}

func TestCandidate(t *testing.T) {
	d := document(t, hrxml)
	resumetest.WantEntries(t, d, `
work: Apiarist | Bee Institute | Ljubljana, Slovenia | October 2021 – now
work: Assistant | Bee Institute | Ljubljana, Slovenia | 2019 – September 2021
education: BSc Agronomy | University of Maribor |  | 2015 – 2019
project: Hive map |  |  | January 2022 – now
certificate: Pollen Analysis |  |  | 
certificate: Honey Judging |  |  |`)
	resumetest.WantContacts(t, d, `
Marta Kos, , Maribor, Slovenia
email marta@kos.example
email kos@work.example
phone +386 69555010
location Maribor, Slovenia
linkedin https://www.linkedin.com/in/martakos`)
	resumetest.WantWords(t, d, "bees. queens Soil Pollen Honey Slovenian English hives. more.example", "Supplier unseen Template1 QUFBQQ URI")
	if got := d.Skills[len(d.Skills)-1].Skills; len(got) != 2 || got[1].Note != "C1" {
		t.Errorf("languages %+v", got)
	}
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"other XML":  {"<html><p>x</p></html>", errForeign.Error()},
		"broken":     {"<SkillsPassport>\n<LearnerInfo>\n</SkillsPassport>", "cv.xml:3: is not valid XML: element <LearnerInfo> closed by </SkillsPassport>"},
		"no CV":      {"<SkillsPassport><LearnerInfo/></SkillsPassport>", `is Europass XML but holds no résumé: expected "basics", "work", "education", … as JSON Resume has, or "cv" as RenderCV has; a file that is none belongs elsewhere`},
		"too deep":   {strings.Repeat("<a>", xmltree.MaxDepth+1), xmltree.ErrTooMuch.Error()},
		"not so XML": {"<SkillsPassport>" + strings.Repeat("<a>", 80) + strings.Repeat("</a>", 80) + "</SkillsPassport>", "is nested too deep"},
		"entities":   {`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><SkillsPassport>&b;</SkillsPassport>`, "cv.xml:1: is not valid XML: invalid character entity &b;"},
		"open mark":  {"<Candidate>\n<CandidatePerson>\n<!-- private --><PersonName/></CandidatePerson></Candidate>", "cv.xml:2: a mark for what is private within <CandidatePerson> is not closed there: write <!-- /private --> behind the last element that is"},
	} {
		if blocks, err := Read("cv.xml", []byte(c.text)); err == nil || err.Error() != c.want || blocks != nil {
			t.Errorf("%s: %d blocks, error %v, want %s", name, len(blocks), err, c.want)
		}
	}
}

func FuzzEuropass(f *testing.F) {
	resumetest.Fuzz(f, Read, false, "", passport, hrxml, "<Candidate><!-- private: x --><CandidatePerson/><!-- /private --><CandidateProfile><Others><Title/></Others></CandidateProfile></Candidate>")
}
