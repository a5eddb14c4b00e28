package main

import (
	"errors"
	"strings"

	"resumebot/internal/corpus"
)

// contacts says who is told the person's telephone number, e-mail address and street;
// "" is everybody, but for the street, which nobody is.
type contacts string

const (
	contactsPublic contacts = "public"
	contactsDirect contacts = "dm"
	contactsNever  contacts = "never"
)

func contactsOf(value string) (contacts, error) {
	switch c := contacts(strings.ToLower(value)); c {
	case contactsPublic, contactsDirect, contactsNever:
		return c, nil
	}
	return "", errors.New("want public, dm or never")
}

// hidden is what is kept from somebody who asks alone, or where others read along.
func (c contacts) hidden(alone bool) []corpus.Detail {
	switch {
	case c == contactsPublic, c == contactsDirect && alone:
		return nil
	case c == contactsDirect, c == contactsNever:
		return []corpus.Detail{corpus.Phone, corpus.Email, corpus.Street}
	}
	return []corpus.Detail{corpus.Street}
}
