package main

import (
	"context"
	"sync"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/facts"
	"resumebot/internal/timeline"
)

// A picture is a drawing of the résumé, kept while what it shows stays the same. Its
// zero value is none yet. It may be used by several goroutines.
type picture struct {
	mu   sync.Mutex
	of   string // what it was drawn of: the résumé's files and the day
	file discord.File
}

// get draws the picture where there is none of this.
func (p *picture) get(of, name string, draw func() (png []byte, alt string, err error)) (discord.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of != of {
		png, alt, err := draw()
		if err != nil {
			return discord.File{}, err
		}
		p.of, p.file = of, discord.File{Name: name, ContentType: "image/png", Description: alt, Data: png}
	}
	return p.file, nil
}

// Timeline draws roles and studies.
func (l *live) Timeline(context.Context) (discord.File, error) {
	g, now := l.now.Load(), time.Now()
	return l.timeline.get(g.fingerprint+now.Format(time.DateOnly), "timeline.png", func() ([]byte, string, error) {
		return timeline.PNG(g.document, now)
	})
}

// Skills draws where and when skills were used.
func (l *live) Skills(context.Context) (discord.File, error) {
	g, now := l.now.Load(), time.Now()
	return l.skills.get(g.fingerprint+now.Format(time.DateOnly), "skills.png", func() ([]byte, string, error) {
		return timeline.SkillsPNG(g.document, facts.Skills(g.document, g.lexicon, now), now)
	})
}
