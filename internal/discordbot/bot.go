package discordbot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/page"
	"resumebot/internal/rag"
	"resumebot/internal/store"

	"github.com/bwmarrin/discordgo"
)

// An Asker answers questions, as a [rag.Engine] does.
type Asker interface {
	Ask(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error)
}

// Pages shows the résumé as pages, as a [page.Builder] does.
type Pages interface {
	View(view page.View, filter string) page.Page
	Choices(view page.View) []string
}

// Live is what answers at a moment. A résumé that changes makes a new one.
type Live struct {
	Asker     Asker
	Pages     Pages
	Person    string // whose résumé it is; "" if it does not say
	Model     string // that writes; "" for the résumé's own words
	Embed     string // that embeds
	Files     []string
	Withholds bool // something of them is private
	Indexed   time.Time
}

// A Library holds the résumé. Its methods may be called at the same time.
type Library interface {
	// Live answers; alone tells that nobody but the asker reads along, who may be
	// told more there.
	Live(alone bool) Live
	// Reload reads the résumé and the owner's answers again and says in one
	// line what there is. With an error, what was live stays live.
	Reload(ctx context.Context) (string, error)
	// Files are the résumé's files, without what is private, and links that
	// stand in it.
	Files(ctx context.Context, alone bool) (files []discord.File, links []string, err error)
	// Timeline draws roles and studies, Skills where and when skills were used.
	// With an error there is nothing to draw.
	Timeline(ctx context.Context) (discord.File, error)
	Skills(ctx context.Context) (discord.File, error)
}

// A Meter counts what happens.
type Meter interface {
	// Asked counts an answer that was shown. Outcome is its status, or
	// "failed", "stopped", "interrupted" or "refused" where there is none.
	Asked(outcome string, a rag.Answer, took time.Duration)
}

// Threads says when an answer to a mention gets a thread of its own.
type Threads string

const (
	ThreadsNever  Threads = "never"
	ThreadsAuto   Threads = "auto" // when it takes more than one message, or the conversation goes on
	ThreadsAlways Threads = "always"
)

// Config holds the parts of a Bot. Session, Library, Store and Logger are
// needed.
type Config struct {
	Session *discord.Session
	Library Library
	Store   *store.Store
	Meter   Meter // may be nil
	Logger  *slog.Logger
	Now     func() time.Time // nil: time.Now

	Policy    Policy
	Limits    Limits
	Threads   Threads // "" is ThreadsNever
	Content   bool    // the message-content intent was asked for
	Owners    []string
	Guild     string        // commands are registered there alone; "" for everywhere
	Retention time.Duration // for /about; 0 for ever
	Version   string
}

// A Bot is the résumé's presence in Discord: what happens there goes into its
// [Bot.Handlers], questions go to an [Asker], answers come out. It is safe for
// concurrent use.
type Bot struct {
	Config
	gates   gates
	places  places
	seen    recent[bool]
	hinted  recent[bool]     // places where it was said that a mention is needed
	quiet   recent[bool]     // threads in which people talk among themselves
	aside   recent[bool]     // messages that came while they did
	begun   recent[string]   // threads of the bot's, with who asked first
	wished  recent[bool]     // users of whom the owner was told that they could not be forgotten
	pressed recent[bool]     // buttons whose question is being answered, by who pressed them
	shared  recent[bool]     // answers that were shown to everybody
	deleted recent[bool]     // messages that are gone
	heard   recent[*hearing] // messages that were answered

	keeping keeping
	marking sync.Once // of what an earlier process did not finish

	mu      sync.Mutex
	running map[string]*running

	linkMu    sync.Mutex
	linkNames []link // of the résumé that was read at linksAt; nil before the first
	linksAt   time.Time
}

// NewBot makes a Bot of its parts.
func NewBot(c Config) (*Bot, error) {
	if c.Session == nil || c.Library == nil || c.Store == nil || c.Logger == nil {
		return nil, errors.New("discord: a bot needs a session, a library, a store and a logger")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Threads == "" {
		c.Threads = ThreadsNever
	}
	b := &Bot{Config: c, gates: newGates(c.Limits), running: map[string]*running{}}
	b.places.session = c.Session
	return b, nil
}

// Handlers are to be given to [Session.Run] and [Session.InteractionsHandler].
func (b *Bot) Handlers() discord.Handlers {
	return discord.Handlers{
		Interaction: b.onInteraction,
		Overheard:   b.overhear,
		Message:     b.onMessage,
		Edited:      b.onEdited,
		Deleted:     b.onDeleted,
		Ready:       b.Start,
		Late:        b.onLate,
	}
}

// Waiting returns how many answers hold the model and how many wait for it.
func (b *Bot) Waiting() (running, waiting int) { return b.gates.queue.Len() }

// Start does what is to be done once Discord answers: it marks the answers that an
// earlier process did not finish, the first time, and registers the commands.
func (b *Bot) Start(ctx context.Context) {
	b.marking.Do(func() { b.markUnfinished(ctx) })
	b.register(ctx)
}

// register registers the commands if they have changed since the last time. It
// tries until Discord takes or refuses them, or the context ends.
func (b *Bot) register(ctx context.Context) {
	cmds := commands()
	hash, err := hashCommands(b.Session.App().ID, b.Guild, cmds)
	if err != nil {
		b.logError(ctx, "register commands", err)
		return
	}
	key := "commands " + b.Guild
	known, err := b.Store.Setting(ctx, key)
	b.logError(ctx, "learn which commands are registered", err)
	if known == hash {
		return
	}
	if err := b.Session.Register(ctx, b.Guild, cmds); err != nil {
		if ctx.Err() == nil {
			b.logError(ctx, "register commands", err)
		}
		return
	}
	b.Logger.Info("discord: commands registered", "commands", len(cmds), "guild", b.Guild)
	b.logError(ctx, "keep which commands are registered", b.Store.SetSetting(context.WithoutCancel(ctx), key, hash))
}

// Tell writes to the owners directly and reports whether one of them has it.
// What cannot be delivered is logged.
func (b *Bot) Tell(ctx context.Context, text string) (told bool) {
	for _, id := range b.Owners {
		channel, err := b.Session.Direct(ctx, id)
		if err == nil {
			_, err = b.Session.Send(ctx, channel, discord.Message{Content: shorten(defang(text), 1900), Flags: discordgo.MessageFlagsSuppressEmbeds})
		}
		b.logError(ctx, "tell the owner", err)
		told = told || err == nil
	}
	return told
}

func (b *Bot) owner(user string) bool { return slices.Contains(b.Owners, user) }

func (b *Bot) logError(ctx context.Context, doing string, err error) {
	if err != nil && !errors.Is(context.Cause(ctx), discord.ErrStopping) {
		b.Logger.Error("discord: "+doing, "err", err)
	}
}

// onInteraction answers a command, a button, a form or what is being typed. A
// panic reaches the asker as a message, and ends nothing else.
func (b *Bot) onInteraction(ctx context.Context, i *discord.Interaction) {
	if b.seen.add(i.ID) {
		return // a resumed session may bring an event again
	}
	ref := newReference()
	defer func() {
		if v := recover(); v != nil {
			b.Logger.Error("discord: panic", "reference", ref, "panic", v, "stack", string(debug.Stack()))
			b.failed(ctx, i, ref)
		}
	}()
	err := b.interact(ctx, i, ref)
	switch {
	case err == nil, errors.Is(err, discord.ErrAnsweredElsewhere):
	case errors.Is(err, discord.ErrInteractionGone):
		b.Logger.Warn("discord: an interaction could not be answered in time", "reference", ref, "err", err)
	default:
		b.Logger.Error("discord: interaction failed", "reference", ref, "err", err)
		b.failed(ctx, i, ref)
	}
}

// onLate answers what comes while the bot goes down.
func (b *Bot) onLate(ctx context.Context, i *discord.Interaction) {
	if err := b.whisper(ctx, i, restarting); err != nil {
		b.Logger.Debug("discord: an interaction came while going down", "err", err)
	}
}

func (b *Bot) interact(ctx context.Context, i *discord.Interaction, ref string) error {
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return b.complete(ctx, i)
	}
	if !b.admits(ctx, placeOf(i)) {
		return b.whisper(ctx, i, notHere)
	}
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		return b.command(ctx, i, ref)
	case discordgo.InteractionMessageComponent:
		return b.click(ctx, i, ref)
	case discordgo.InteractionModalSubmit:
		return b.submit(ctx, i)
	}
	return fmt.Errorf("discord: an interaction of unknown type %d", i.Type)
}

// whisper answers for the asker's eyes only.
func (b *Bot) whisper(ctx context.Context, i *discord.Interaction, text string) error {
	_, err := i.Reply(ctx, discord.Message{Content: text, Flags: discordgo.MessageFlagsEphemeral | discordgo.MessageFlagsSuppressEmbeds})
	return err
}

// failed says that something went wrong, in the way that is still open: as the
// first answer, or in place of the one that was promised.
func (b *Bot) failed(ctx context.Context, i *discord.Interaction, ref string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	m := discord.Message{Content: failure(ref), Flags: discordgo.MessageFlagsEphemeral}
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return
	}
	b.logError(ctx, "say that an answer failed", i.Instead(ctx, m))
}

// newReference names a failure to the visitor and in the log.
func newReference() string { return strings.ToLower(rand.Text()[:8]) }

// sleep waits, or ends with the context.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
