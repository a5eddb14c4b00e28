package discordbot

import "sync"

// recent remembers the last thousand keys, each with a value. Its zero value is
// ready for use.
type recent[V any] struct {
	mu     sync.Mutex
	values map[string]V
	ring   [1000]string
	next   int
}

// add tells whether a key was there already, and adds it.
func (r *recent[V]) add(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.values[key]; ok {
		return true
	}
	var none V
	r.put(key, none)
	return false
}

func (r *recent[V]) set(key string, value V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.values[key]; ok {
		r.values[key] = value
		return
	}
	r.put(key, value)
}

// put adds a key that is not there. The caller holds mu.
func (r *recent[V]) put(key string, value V) {
	if r.values == nil {
		r.values = map[string]V{}
	}
	delete(r.values, r.ring[r.next])
	r.values[key], r.ring[r.next] = value, key
	r.next = (r.next + 1) % len(r.ring)
}

func (r *recent[V]) get(key string) (value V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	value, ok = r.values[key]
	return value, ok
}

func (r *recent[V]) remove(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.values[key]; !ok {
		return
	}
	delete(r.values, key)
	for n := range r.ring {
		if r.ring[n] == key {
			r.ring[n] = ""
		}
	}
}
