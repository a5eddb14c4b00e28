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
// this machine or network with a port may leave out http://. Errors do not
// repeat what may be a key.
func CompleteBase(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return "", errors.New("llm: read base address: it is empty")
	}
	if !strings.Contains(raw, "://") {
		if host, hasPort := hostOf(raw); !hasPort || !isLocal(host) {
			return "", fmt.Errorf("llm: read base address: begin %q with http:// or https://", redact(raw))
		}
		raw = "http://" + raw
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return "", errors.New("llm: read base address: it is not a URL")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return "", fmt.Errorf("llm: read base address: %q is not an http or https address", u.Redacted())
	case !validPort(u.Port()):
		return "", fmt.Errorf("llm: read base address: there is no port %s", u.Port())
	case u.User != nil:
		return "", errors.New("llm: read base address: give the key apart, not inside the address")
	case u.RawQuery != "" || u.Fragment != "":
		return "", errors.New("llm: read base address: it may not have a ? or # part")
	}
	path := strings.TrimRight(u.Path, "/")
	for _, endpoint := range []string{"/chat/completions", "/completions", "/embeddings", "/models"} {
		path = strings.TrimSuffix(path, endpoint)
	}
	if path == "" || path == "/api" && u.Port() == ollamaPort {
		path = "/v1"
	}
	u.Path, u.RawPath = path, ""
	return u.String(), nil
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
	if _, err := url.Parse(u.String()); err != nil {
		return "", errors.New("llm: read Ollama address: it is not an address")
	}
	return u.String(), nil
}
