// Package pdf reads PDF files into blocks, with PDFium and by where on the page it
// says that each character stands.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

const (
	maxPages  = 200
	maxGlyphs = 500_000          // in all pages together
	maxLinks  = 1000             // on one page
	maxTime   = 60 * time.Second // for one file, PDFium's start included
	maxMemory = 4096             // WebAssembly pages of 64 KiB: 256 MiB

	mostWorkers = 2 // that translate PDFium at a time; each takes memory
)

var (
	errDamaged  = errors.New("is cut off or damaged: save or download it again")
	errPassword = errors.New("is password-protected: save it without a password")
	errTooMuch  = errors.New("holds too much text for a résumé")
	errNoText   = errors.New("has no text: it looks like a scan; run OCR or export it as text")
)

// Read reads the text of a PDF with its layout. PDFium does it, in
// WebAssembly, so that a crafted file meets neither our memory nor our files; it
// runs only for the time of the call.
func Read(path string, data []byte) ([]block.Block, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, errors.New("is not a PDF, though its name says so")
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxTime)
	defer cancel()
	engine, err := startPDFium(ctx)
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	pages, err := pdfPages(ctx, engine, data)
	if err != nil {
		return nil, err
	}
	unseen := hidden(path, pages)
	blocks, err := block.Marked(path, layoutPDF(path, pages))
	if err != nil {
		return nil, err
	}
	for i := range unseen { // it may stand between marks
		b := &unseen[i]
		b.Private = !block.Unmarked(block.Plain(b.Spans)) || slices.ContainsFunc(blocks, func(x block.Block) bool { return x.Private && x.Source.Page == b.Source.Page })
	}
	return append(blocks, unseen...), nil
}

// engine is a running PDFium.
type engine struct {
	pdfium.Pool
	cache wazero.CompilationCache // or nil
}

// Close stops PDFium and gives its memory back to the system, which Go would keep for
// minutes: hundreds of megabytes where PDFium was translated.
func (e *engine) Close() {
	defer debug.FreeOSMemory()
	_ = e.Pool.Close() // a failure to stop leaves nothing to do and the text is read
	if e.cache != nil {
		_ = e.cache.Close(context.Background())
	}
}

// translated is the folder of PDFium's translations, "" where there can be none.
func translated() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "resumebot", "pdfium")
}

// Prepared tells that nothing needs to be done once, for some seconds, before a PDF is
// read: PDFium was translated on this machine, or cannot be kept translated.
func Prepared() bool {
	dir := translated()
	found, err := filepath.Glob(filepath.Join(dir, "wazero-*", "*"))
	return dir == "" || err != nil || len(found) > 0
}

// startPDFium makes PDFium ready. Translating it to machine code takes seconds,
// so the translation is kept in the user's cache folder; where there is none, or
// it cannot be used, PDFium is interpreted, which starts sooner and reads slower.
func startPDFium(ctx context.Context) (*engine, error) {
	if dir := translated(); dir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(dir); err == nil {
			if pool, err := newPDFium(ctx, wazero.NewRuntimeConfig().WithCompilationCache(cache)); err == nil {
				return &engine{Pool: pool, cache: cache}, nil
			}
			_ = cache.Close(context.Background())
		}
	}
	pool, err := newPDFium(ctx, wazero.NewRuntimeConfigInterpreter())
	if err != nil {
		return nil, fmt.Errorf("cannot start the PDF reader: %w", err)
	}
	return &engine{Pool: pool}, nil
}

// newPDFium starts PDFium without access to files, bounded in memory, and
// stopped in the middle of a call when ctx ends.
func newPDFium(ctx context.Context, config wazero.RuntimeConfig) (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		Context:  experimental.WithCompilationWorkers(ctx, min(runtime.GOMAXPROCS(0), mostWorkers)),
		MaxTotal: 1,
		RuntimeConfig: config.
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithMemoryLimitPages(maxMemory).
			WithCloseOnContextDone(true),
		FSConfig: wazero.NewFSConfig(),
		Stdout:   io.Discard,
		Stderr:   io.Discard,
	})
}

// sheet is the text of one page.
type sheet struct {
	height float64 // in points
	size   point   // of the page, in points
	glyphs []glyph // in the order PDFium reads them
}

// glyph is one character as it stands on the page. Distances are in points,
// from the page's lower left corner.
type glyph struct {
	char         rune
	left, right  float64 // of its ink
	origin, end  float64 // where the pen was put, and where it went on from
	base         float64 // height of the baseline
	size         float64 // of the font, as drawn
	bold, italic bool
	icon         bool // from a font of pictures
	spaced       bool // a space is before it
	upright      bool // not turned
	url          string
	box          box    // that its ink fills
	index        int    // among the characters of the page
	how          string // it is not seen, "" where it is
}

// pdfPages reads every page. What goes wrong inside PDFium is an error here,
// never a panic.
func pdfPages(ctx context.Context, engine *engine, data []byte) (pages []sheet, err error) {
	defer func() {
		switch p := recover(); {
		case p != nil:
			pages, err = nil, errDamaged
		case err != nil && ctx.Err() != nil:
			pages, err = nil, fmt.Errorf("takes longer than %v to read: export it again, or as text", maxTime)
		}
	}()
	instance, err := engine.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("cannot start the PDF reader: %w", err)
	}
	defer instance.Close()
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return nil, errPassword
	case err != nil:
		return nil, errDamaged
	case !bytes.Contains(data[max(0, len(data)-2048):], []byte("%%EOF")):
		return nil, errDamaged // PDFium would read what is left of it
	}
	r := reader{Pdfium: instance, doc: opened.Document, fonts: map[string]glyph{}}
	count, err := r.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: r.doc})
	if err != nil || count.PageCount == 0 {
		return nil, errDamaged
	}
	if count.PageCount > maxPages {
		return nil, fmt.Errorf("has %d pages: PDFs over %d pages are not read", count.PageCount, maxPages)
	}
	visible := false
	for i := range count.PageCount {
		page, err := r.page(i)
		switch {
		case errors.Is(err, errTooMuch):
			return nil, err
		case err != nil:
			return nil, errDamaged
		}
		for _, g := range page.glyphs {
			visible = visible || g.char > ' ' && !g.icon && g.how == ""
		}
		pages = append(pages, page)
	}
	if !visible {
		return nil, errNoText
	}
	return pages, nil
}

// reader reads one open document.
type reader struct {
	pdfium.Pdfium
	doc   references.FPDF_DOCUMENT
	fonts map[string]glyph // style by font name
	chars int              // read so far
	drawn int              // pages
}

func (r *reader) page(index int) (sheet, error) {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: r.doc, Index: index}}
	size, err := r.GetPageSize(&requests.GetPageSize{Page: page})
	if err != nil {
		return sheet{}, err
	}
	loaded, err := r.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return sheet{}, err
	}
	defer r.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: loaded.TextPage})
	count, err := r.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err != nil {
		return sheet{}, err
	}
	if r.chars += count.Count; r.chars > maxGlyphs {
		return sheet{}, errTooMuch
	}
	text, err := r.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: page, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
	})
	if err != nil {
		return sheet{}, err
	}
	links := r.links(page)
	out := sheet{height: size.Height, size: point{size.Width, size.Height}}
	for i, c := range text.Chars {
		origin, err := r.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: loaded.TextPage, Index: i})
		if err != nil {
			return sheet{}, err
		}
		room, err := r.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: loaded.TextPage, Index: i})
		if err != nil {
			return sheet{}, err
		}
		for _, char := range c.Text {
			g := r.style(c.FontInformation)
			g.char, g.left, g.right, g.base = char, c.PointPosition.Left, c.PointPosition.Right, origin.Y
			g.origin, g.end = origin.X, float64(room.Rect.Right)
			g.upright = c.Angle < 0.1 || c.Angle > 6.18 // radians
			g.url = urlAt(links, (g.left+g.right)/2, (c.PointPosition.Top+c.PointPosition.Bottom)/2)
			g.box, g.index = box{c.PointPosition.Left, min(c.PointPosition.Bottom, c.PointPosition.Top), c.PointPosition.Right, max(c.PointPosition.Bottom, c.PointPosition.Top)}, i
			out.glyphs = append(out.glyphs, g)
		}
	}
	r.unseen(page, loaded.TextPage, &out)
	return out, nil
}

// style tells size and weight. The weight that PDFium computes is a guess from
// the width of the stems, so the name of the font comes first.
func (r *reader) style(f *responses.FontInformation) glyph {
	g, known := r.fonts[f.Name]
	if !known {
		name := strings.ToLower(f.Name)
		has := func(words ...string) bool {
			for _, w := range words {
				if strings.Contains(name, w) {
					return true
				}
			}
			return false
		}
		g.icon = has("awesome", "icon", "fontello", "marvosym", "academicons")
		g.bold = has("bold", "black", "heavy", "demi", "cmbx", "sfbx") || f.Weight >= 700 && !has("regular", "light", "book", "roman", "medium") && !g.icon
		g.italic = has("italic", "oblique", "slanted", "cmti", "sfti") || f.Flags&64 != 0
		r.fonts[f.Name] = g
	}
	g.size = f.RenderedSize
	return g
}

// link is a clickable rectangle.
type link struct {
	left, right, bottom, top float64
	url                      string
}

// links lists the clickable places of a page that lead to a web or mail
// address. A link that cannot be read is none.
func (r *reader) links(page requests.Page) []link {
	var out []link
	for at := 0; len(out) < maxLinks; {
		next, err := r.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: page, StartPos: at})
		if err != nil || next.Link == nil || next.NextStartPos == nil || *next.NextStartPos <= at {
			return out
		}
		at = *next.NextStartPos
		rect, err := r.FPDFLink_GetAnnotRect(&requests.FPDFLink_GetAnnotRect{Link: *next.Link})
		if err != nil || rect.Rect == nil {
			continue
		}
		action, err := r.FPDFLink_GetAction(&requests.FPDFLink_GetAction{Link: *next.Link})
		if err != nil || action.Action == nil {
			continue
		}
		uri, err := r.FPDFAction_GetURIPath(&requests.FPDFAction_GetURIPath{Document: r.doc, Action: *action.Action})
		if err != nil || uri.URIPath == nil || !field.WebAddress(*uri.URIPath) {
			continue
		}
		b := rect.Rect
		out = append(out, link{
			left: float64(min(b.Left, b.Right)), right: float64(max(b.Left, b.Right)),
			bottom: float64(min(b.Bottom, b.Top)), top: float64(max(b.Bottom, b.Top)), url: *uri.URIPath,
		})
	}
	return out
}

func urlAt(links []link, x, y float64) string {
	for _, l := range links {
		if x >= l.left && x <= l.right && y >= l.bottom && y <= l.top {
			return l.url
		}
	}
	return ""
}
