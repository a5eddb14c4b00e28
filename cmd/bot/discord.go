package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/discordbot"
	"resumebot/internal/health"
	"resumebot/internal/store"
)

// serveDiscord serves visitors in Discord until ctx ends, and then lets answers
// that are being written be finished.
func serveDiscord(ctx context.Context, p *program) error {
	if p.config.LogLevel == nil {
		p.level.Set(slog.LevelInfo)
	}
	kept := p.openStore(ctx)
	defer func() {
		if err := kept.Close(); err != nil {
			p.log.Error("the store cannot be closed", "err", err)
		}
	}()
	if err := p.keepModel(ctx); err != nil {
		return err
	}
	library, err := newLive(ctx, p, kept)
	if err != nil {
		return err
	}
	defer p.tendModel(ctx)()
	options := discord.Options{Token: p.config.DiscordToken, APIURL: p.config.DiscordAPIURL, Logger: p.log, Status: "/ask · /help", Content: p.config.MessageContent}
	session, err := discord.Open(ctx, options)
	if err != nil {
		return err
	}
	var bot *discordbot.Bot
	metrics := health.NewMetrics(counts(session, func() (int, int) { return bot.Waiting() }))
	if bot, err = discordbot.NewBot(p.botConfig(session, library, kept, metrics)); err != nil {
		return err
	}
	return p.serve(ctx, session, bot, library, kept, metrics)
}

// greet says who serves what, and how to invite the bot, once it is known.
func (p *program) greet(session *discord.Session, library *live) bool {
	app := session.App()
	if app.ID == "" {
		return false
	}
	fmt.Fprintf(p.stdout, "Serving %s in Discord as %s. Invite the bot: %s\n", greetingName(library), app.User, session.InviteURL(bits(permissions())))
	return true
}

// serve runs all that goes on at the same time. The first part that fails ends
// the others.
func (p *program) serve(ctx context.Context, session *discord.Session, bot *discordbot.Bot, library *live, kept *store.Store, metrics *health.Metrics) error {
	handlers := bot.Handlers()
	public, err := p.public(session, handlers)
	if err != nil {
		return err
	}
	if !p.greet(session, library) { // READY will tell
		var once sync.Once
		handlers.Ready = func(ctx context.Context) {
			once.Do(func() { p.greet(session, library) })
			bot.Start(ctx)
		}
	}

	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var wg sync.WaitGroup
	part := func(run func(context.Context) error) {
		wg.Go(func() {
			if err := run(ctx); err != nil {
				fail(err)
			}
		})
	}
	tell := func(ctx context.Context, text string) { bot.Tell(ctx, text) }
	part(func(ctx context.Context) error { library.watch(ctx, p.log, tell); return nil })
	tidy := tidier{p: p, kept: kept, now: time.Now, forgotten: bot.Forgotten, tell: bot.Tell}
	part(func(ctx context.Context) error { tidy.run(ctx); return nil })
	if p.config.Gateway {
		part(func(ctx context.Context) error { return session.Run(ctx, handlers) })
	} else {
		part(func(ctx context.Context) error {
			bot.Start(ctx)
			<-ctx.Done()
			session.Drain()
			return nil
		})
	}
	if public != nil {
		part(func(ctx context.Context) error {
			return p.listen(ctx, "HTTP_ADDR", p.config.HTTPAddr, public)
		})
	}
	if p.config.AdminAddr != "" {
		part(func(ctx context.Context) error {
			p.serveAdmin(ctx, health.Handler(p.checks(session, library, kept), metrics))
			return nil
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// public is what the world may reach: the commands that Discord sends, and
// /healthz, by which hosts that route one port alone see that the process lives.
// Nil without HTTP_ADDR.
func (p *program) public(session *discord.Session, handlers discord.Handlers) (*http.ServeMux, error) {
	if p.config.HTTPAddr == "" {
		return nil, nil
	}
	mux := health.Alive()
	if p.config.PublicKey == "" {
		p.log.Warn("HTTP_ADDR serves /healthz alone without DISCORD_PUBLIC_KEY; metrics and readiness are at ADMIN_ADDR")
		return mux, nil
	}
	interactions, err := session.InteractionsHandler(p.config.PublicKey, handlers)
	if err != nil {
		return nil, err
	}
	mux.Handle("/interactions", interactions)
	return mux, nil
}

// serveAdmin serves what is for the operator. It has an address unless it is
// switched off, so that one that is taken costs nothing but itself.
func (p *program) serveAdmin(ctx context.Context, handler http.Handler) {
	if err := p.listen(ctx, "ADMIN_ADDR", p.config.AdminAddr, handler); err != nil {
		p.log.Error("metrics and readiness are not served; give another address or switch it off", "err", err)
	}
}

// listen serves at the address of a setting, which its error names.
func (p *program) listen(ctx context.Context, setting, address string, handler http.Handler) error {
	err := health.Serve(ctx, address, handler, p.log, func(at net.Addr) { p.log.Info("listening", "setting", setting, "address", at.String()) })
	if err != nil {
		return fmt.Errorf("%s: %w", setting, err)
	}
	return nil
}

func greetingName(l *live) string {
	if name := l.Live(false).Person; name != "" {
		return "the résumé of " + name
	}
	return "the résumé"
}

func (p *program) botConfig(session *discord.Session, library *live, kept *store.Store, metrics *health.Metrics) discordbot.Config {
	c, places := &p.config, &p.config.Places
	return discordbot.Config{
		Session: session, Library: library, Store: kept, Meter: metrics, Logger: p.log,
		Policy: discordbot.Policy{AllowGuilds: places.allowGuilds, DenyGuilds: places.denyGuilds, AllowChannels: places.allowChannels,
			DenyChannels: places.denyChannels, AllowRoles: places.allowRoles, DenyRoles: places.denyRoles, NoDirect: c.NoDirect},
		Limits: discordbot.Limits{User: discordbot.Rate{Burst: c.UserRate.n, Per: c.UserRate.per}, Channel: discordbot.Rate{Burst: c.ChannelRate.n, Per: c.ChannelRate.per},
			DailyUser: c.ModelUserDay, DailyAll: c.ModelDay, Models: c.ModelParallel, Queue: c.ModelQueue},
		Threads: discordbot.Threads(c.Threads), Content: c.MessageContent, Owners: c.OwnerIDs, Guild: c.DiscordGuildID,
		Retention: c.Retention, Version: buildVersion(),
	}
}

func counts(session *discord.Session, queue func() (running, waiting int)) health.Counts {
	return health.Counts{
		Connects:   func() int64 { return session.Stats().Connects },
		Resumes:    func() int64 { return session.Stats().Resumes },
		LimitWaits: func() int64 { return session.Stats().LimitWaits },
		Repeats:    func() int64 { return session.Stats().Repeats },
		Running:    func() int64 { n, _ := queue(); return int64(n) },
		Waiting:    func() int64 { _, n := queue(); return int64(n) },
	}
}

// checks are what /readyz looks at.
func (p *program) checks(session *discord.Session, library *live, kept *store.Store) []health.Check {
	return []health.Check{
		storeCheck(kept),
		{Part: "gateway", Look: func(context.Context) (health.State, string) {
			switch {
			case !p.config.Gateway:
				return health.Off, "commands come over HTTP"
			case session.Ready():
				return health.OK, ""
			}
			return health.Down, "not connected"
		}},
		{Part: "index", Look: func(context.Context) (health.State, string) {
			return health.OK, plural(library.now.Load().report.Chunks, "chunk")
		}},
		{Part: "model", Look: func(context.Context) (health.State, string) {
			const own = "answers are in the résumé's own words"
			if p.keeper == nil {
				return health.Off, own
			}
			switch ok, reason := p.keeper.Ready(); {
			case ok:
				return health.OK, ""
			case reason == "":
				return health.Off, own
			default:
				return health.Degraded, reason + "; " + own
			}
		}},
	}
}
