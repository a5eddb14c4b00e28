package main

import (
	"context"
	"errors"
	"log/slog"
)

// serveDiscord is where the Discord front end is started.
func serveDiscord(_ context.Context, p *program) error {
	if p.config.LogLevel == nil {
		p.level.Set(slog.LevelInfo)
	}
	return errors.New("the Discord front end is not in this build: unset DISCORD_TOKEN, or run bot chat")
}
