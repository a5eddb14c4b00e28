package llm

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

const ollamaPort = "11434"

// CompleteBase checks the address of an API and completes it where that is
// certain: a bare host gets /v1, where every server of this kind answers; the
// addresses of single endpoints lose them; Ollama's /api becomes /v1; a host of
// this machine or network with a port may leave out http://. Of queries, Azure's
// ?api-version= alone is kept: others may be keys, and an address is shown.
// Errors do not repeat what may be a key.
func CompleteBase(raw string) (string, error) {
	base, query, err := splitBase(raw)
	if query != "" {
		base += "?" + query
	}
	return base, err
}

// splitBase is CompleteBase with the query apart.
func splitBase(raw string) (base, query string, err error) {
	u, err := parseBase(raw)
	if err != nil {
		return "", "", fmt.Errorf("llm: read base address: %w", err)
	}
	path := strings.TrimRight(u.Path, "/")
	for _, endpoint := range []string{"/chat/completions", "/completions", "/embeddings", "/models"} {
		path = strings.TrimSuffix(path, endpoint)
	}
	if path == "" || path == "/api" && u.Port() == ollamaPort {
		path = "/v1"
	}
	query = u.RawQuery
	u.Path, u.RawPath, u.RawQuery = path, "", ""
	return u.String(), query, nil
}

func parseBase(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return nil, errors.New("it is empty")
	}
	if !strings.Contains(raw, "://") {
		if host, hasPort := hostOf(raw); !hasPort || !isLocal(host) {
			return nil, fmt.Errorf("begin %q with http:// or https://", redact(raw))
		}
		raw = "http://" + raw
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("it is not a URL")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, fmt.Errorf("%q is not an http or https address", u.Redacted())
	case !validPort(u.Port()):
		return nil, fmt.Errorf("there is no port %s", u.Port())
	case u.User != nil:
		return nil, errors.New("give the key apart, not inside the address")
	case u.Fragment != "":
		return nil, errors.New("it may not have a # part")
	}
	for name := range u.Query() {
		if name != "api-version" {
			return nil, errors.New("after ? it may have api-version alone; a key goes into the API key or the headers")
		}
	}
	return u, nil
}

// hostOf returns the host of an address without scheme, and whether it has a port.
func hostOf(address string) (host string, hasPort bool) {
	hostPort, _, _ := strings.Cut(address, "/")
	host, port, err := net.SplitHostPort(hostPort)
	return host, err == nil && port != ""
}

// validPort holds for numbers of ports and for none.
func validPort(port string) bool {
	_, err := strconv.ParseUint(port, 10, 16)
	return err == nil || port == ""
}

// isLocal reports whether host is this machine or one of its network: a name
// without dots (localhost, a container), one under .local or .internal, or a
// loopback or private address.
func isLocal(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") ||
		strings.HasSuffix(host, ".internal") || strings.HasSuffix(host, ".localhost")
}

// redact takes out what may be a password in something that is not quite a URL.
func redact(address string) string {
	if i := strings.LastIndex(address, "@"); i >= 0 {
		return "…" + address[i:]
	}
	return address
}

// local reports whether the server is on this machine or network.
func (s *endpoint) local() bool {
	u, err := url.Parse(s.base)
	return err == nil && isLocal(u.Hostname())
}

// ollamaAddress reads an address as Ollama's own OLLAMA_HOST is read (Host in
// its envconfig/config.go): scheme, host, port and path may each be missing; a
// scheme without port means 80 or 443, neither means 11434. The wildcard
// addresses that a server listens on become the loopback address.
func ollamaAddress(addr string) (string, error) {
	addr = strings.Trim(strings.TrimSpace(addr), `"'`)
	scheme, rest, found := strings.Cut(addr, "://")
	port := ollamaPort
	switch {
	case !found:
		scheme, rest = "http", addr
	case scheme == "http":
		port = "80"
	case scheme == "https":
		port = "443"
	default:
		return "", fmt.Errorf("llm: read Ollama address: unknown scheme %q", scheme)
	}
	hostPort, path, _ := strings.Cut(rest, "/")
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	if plain, err := url.PathUnescape(hostPort); err == nil && found { // where it stands bare, % begins a zone
		hostPort = plain
	}
	host, p, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	} else if p != "" {
		port = p
	}
	switch host {
	case "":
		host = "localhost"
	case "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	u := url.URL{Scheme: scheme, Host: net.JoinHostPort(host, port), Path: strings.TrimRight("/"+path, "/")}
	if again, err := url.Parse(u.String()); err != nil || again.Hostname() != host || strings.ContainsAny(host, "[]") {
		return "", errors.New("llm: read Ollama address: it is not an address")
	}
	return u.String(), nil
}
