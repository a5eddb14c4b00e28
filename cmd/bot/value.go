package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func address(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errors.New("want an address such as https://example.com/v1")
	}
	return nil
}

// snowflakes are Discord's ids: https://docs.discord.com/developers/reference#snowflakes
var snowflakes = regexp.MustCompile(`^\d{1,20}$`)

func snowflake(v string) error {
	if !snowflakes.MatchString(v) {
		return errors.New("want an id of Discord, digits only (Developer Mode, then Copy ID)")
	}
	return nil
}

func oneWord(v string) error {
	if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return errors.New("want one word without blanks")
	}
	return nil
}

// places are ids of Discord where the bot answers or does not.
type places struct {
	allowGuilds, denyGuilds, allowChannels, denyChannels, allowRoles, denyRoles []string
}

// idList reads ids separated by commas.
func idList(field func(*Config) *[]string) func(*Config, string) error {
	return func(c *Config, v string) error {
		for i, id := range strings.Split(v, ",") {
			id = strings.TrimSpace(id)
			if err := snowflake(id); err != nil {
				return fmt.Errorf("item %d: %w", i+1, err)
			}
			list := field(c)
			*list = append(*list, id)
		}
		return nil
	}
}

func onOff(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "on", "true", "yes", "1":
		return true, nil
	case "off", "false", "no", "0":
		return false, nil
	}
	return false, errors.New("want on or off")
}

// rate is so many in a time; the zero value is no limit.
type rate struct {
	n   int
	per time.Duration
}

func parseRate(v string) (rate, error) {
	if strings.EqualFold(v, off) {
		return rate{}, nil
	}
	n, per, _ := strings.Cut(v, "/")
	count, err1 := strconv.Atoi(strings.TrimSpace(n))
	d, err2 := time.ParseDuration(strings.TrimSpace(per))
	if err1 != nil || err2 != nil || count < 1 || d < time.Second {
		return rate{}, errors.New("want off or a number in a time, such as 10/1m")
	}
	return rate{count, d}, nil
}

func count(v string, least, most int) (int, error) {
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("want a number from %d to %d", least, most)
	}
	return n, nil
}

// retention is a duration that may be given in days; 0 is for ever.
func retention(v string) (time.Duration, error) {
	if strings.EqualFold(v, "forever") {
		return 0, nil
	}
	var d time.Duration
	var err error
	if days, ok := strings.CutSuffix(strings.ToLower(v), "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(n) * 24 * time.Hour
	} else {
		d, err = time.ParseDuration(v)
	}
	if err != nil || d < time.Hour || d > 100*365*24*time.Hour {
		return 0, errors.New("want forever or a time of at least 1h, such as 30d or 12h")
	}
	return d, nil
}

var publicKey = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`)

func listenAddress(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("want an address with a port, such as :8080 or 127.0.0.1:8080")
	}
	return nil
}

// patience is a time to wait.
func patience(v string) (time.Duration, error) {
	d, err := time.ParseDuration(v)
	if err != nil || d < time.Second || d > time.Hour {
		return 0, errors.New("want a duration from 1s to 1h, such as 30s or 2m")
	}
	return d, nil
}

// object reads a JSON object, numbers as they are written.
func object(v string) (map[string]any, error) {
	var o map[string]any
	d := json.NewDecoder(bytes.NewReader([]byte(v)))
	d.UseNumber()
	if err := d.Decode(&o); err != nil || o == nil || d.More() {
		return nil, errors.New("want a JSON object, such as {\"top_p\":0.9}, between single quotes in .env")
	}
	return o, nil
}

func headers(v string) (map[string]string, error) {
	var h map[string]string
	if err := json.Unmarshal([]byte(v), &h); err != nil || h == nil {
		return nil, errors.New("want a JSON object of texts, such as {\"api-key\":\"…\"}, between single quotes in .env")
	}
	return h, nil
}
