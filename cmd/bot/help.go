package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"text/tabwriter"
)

// help shows all verbs, or one.
func help(_ context.Context, p *program, args []string) error {
	for _, v := range verbs() {
		if len(args) > 0 && args[0] == v.name {
			own := v.flags
			if own != "" {
				own = "flags:\n" + own + "\n"
			}
			_, err := fmt.Fprintf(p.stdout, "usage: %s\n\n%s\n\n%s%s", strings.TrimSpace("bot "+v.name+" "+v.arguments), v.about, own, flagHelp())
			return err
		}
	}
	if len(args) > 0 && args[0] != "" {
		return usageError{"", fmt.Sprintf("there is no command %q", args[0])}
	}
	var b strings.Builder
	b.WriteString("bot answers questions about the résumé in a folder, and says nothing that the résumé does not say.\n\n" +
		"Without a command: the Discord bot if DISCORD_TOKEN is set, else the chat.\n\n" +
		"to begin:\n" +
		"  bot import cv.pdf > corpus/resume.md   write what is understood of your résumé\n" +
		"  bot index                              look at it, and at what is unsure\n" +
		"  (correct corpus/resume.md)\n" +
		"  bot                                    run\n\ncommands:\n")
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, v := range verbs() {
		fmt.Fprintf(t, "  bot %s\t%s\n", strings.TrimSpace(v.name+" "+v.arguments), v.about)
	}
	t.Flush()
	b.WriteString("\n" + flagHelp() + "\nsettings, from the environment, then from " + envFile + ":\n")
	for _, s := range settings() {
		value := s.fallback
		if value == "" {
			value = "unset: " + s.absent
		}
		fmt.Fprintf(t, "  %s\t%s (%s)\n", s.name, strings.TrimSuffix(s.about, "."), value)
	}
	t.Flush()
	b.WriteString("\nexit status: 0 answered, or the résumé does not say; 1 an error; 2 wrong usage\n")
	_, err := io.WriteString(p.stdout, b.String())
	return err
}

func flagHelp() string {
	var b strings.Builder
	b.WriteString("flags of all commands:\n")
	for _, f := range commonFlags() {
		fmt.Fprintf(&b, "  -%-12s %s (%s)\n", f.name+" "+f.argument, f.about, f.setting)
	}
	return b.String()
}

// version shows which build this is.
func version(_ context.Context, p *program, args []string) error {
	if len(args) > 0 {
		return usageError{"version", fmt.Sprintf("%q is not understood", args[0])}
	}
	_, err := fmt.Fprintln(p.stdout, buildVersion())
	return err
}

// buildVersion is what the Go toolchain recorded of this build.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "bot (unknown build)"
	}
	return fmt.Sprintf("bot %s, %s", info.Main.Version, info.GoVersion)
}
