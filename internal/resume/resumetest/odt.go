package resumetest

import (
	"strings"
	"testing"
)

// ODT writes an OpenDocument text of a body, the styles that are made for it and
// further parts by path.
func ODT(t testing.TB, body, styles string, parts map[string]string) []byte {
	t.Helper()
	const ns = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"`
	all := map[string]string{
		"mimetype":              "application/vnd.oasis.opendocument.text",
		"META-INF/manifest.xml": "<manifest:manifest " + ns + "/>",
		"content.xml":           "<office:document-content " + ns + "><office:automatic-styles>" + styles + "</office:automatic-styles><office:body><office:text>" + body + "</office:text></office:body></office:document-content>",
		"styles.xml":            "<office:document-styles>" + odtStyles + "</office:document-styles>",
	}
	for name, text := range parts {
		all[name] = text
	}
	all["styles.xml"] = strings.Replace(all["styles.xml"], ">", " "+ns+">", 1)
	return Zip(t, all)
}

// The styles have the names that OpenDocument editors give them.
const odtStyles = `<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="12pt"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"><style:text-properties fo:font-size="28pt"/></style:style>
<style:style style:name="Heading" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="1"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Private" style:family="paragraph"/>
<style:style style:name="Private_3a__20_pay" style:display-name="Private: pay" style:family="text"/>
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-bullet text:level="2" text:bullet-char="o"/></text:list-style>
<text:list-style style:name="Bare"><text:list-level-style-number text:level="1" style:num-format=""/></text:list-style>
</office:styles>`
