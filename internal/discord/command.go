package discord

import "github.com/bwmarrin/discordgo"

// A Command is an application command as it is registered (application
// commands: structure). discordgo's type marshals options that do not apply to
// the option's kind.
type Command struct {
	Type                     discordgo.ApplicationCommandType       `json:"type"`
	Name                     string                                 `json:"name"`
	NameLocalizations        map[discordgo.Locale]string            `json:"name_localizations,omitempty"`
	Description              string                                 `json:"description,omitempty"`
	DescriptionLocalizations map[discordgo.Locale]string            `json:"description_localizations,omitempty"`
	Options                  []CommandOption                        `json:"options,omitempty"`
	Permissions              *int64                                 `json:"default_member_permissions,omitempty"`
	IntegrationTypes         []discordgo.ApplicationIntegrationType `json:"integration_types,omitempty"`
	Contexts                 []discordgo.InteractionContextType     `json:"contexts,omitempty"`
}

// A CommandOption is an argument of a Command, or a subcommand.
type CommandOption struct {
	Type                     discordgo.ApplicationCommandOptionType `json:"type"`
	Name                     string                                 `json:"name"`
	NameLocalizations        map[discordgo.Locale]string            `json:"name_localizations,omitempty"`
	Description              string                                 `json:"description"`
	DescriptionLocalizations map[discordgo.Locale]string            `json:"description_localizations,omitempty"`
	Required                 bool                                   `json:"required,omitempty"`
	Autocomplete             bool                                   `json:"autocomplete,omitempty"`
	MaxLength                int                                    `json:"max_length,omitempty"`
	Options                  []CommandOption                        `json:"options,omitempty"`
}
