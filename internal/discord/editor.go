package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"
)

const (
	// editLimit ends an edit of a growing answer; a newer text waits behind it.
	editLimit = 5 * time.Second
	// finalTries are for the last edit, on top of the tries of the transport:
	// together half a minute of Discord being away.
	finalTries = 4
)

// An editor shows the growing text of one answer in one message: as often as
// Discord allows, skipping what was overtaken, and its end for certain. Its
// methods may be called from any goroutine; nothing is shown after Finish.
type editor struct {
	post    *Post
	session *Session
	done    chan struct{} // closed by Finish

	mu       sync.Mutex
	next     *Message // the newest text not yet sent
	shown    []byte   // the JSON that the message is known to show
	idle     chan struct{}
	last     time.Time // end of the last edit
	finished bool
	hopeless bool   // an edit was refused
	began    func() // called after the first edit; may be nil
	gone     func() // called when the message turns out to be deleted; may be nil
}

// edit returns an editor of a message. The first edit is made at once.
func (s *Session) edit(post *Post) *editor {
	return &editor{post: post, session: s, done: make(chan struct{})}
}

// Show makes m what the message shall show next. It returns at once and
// replaces what was not sent yet. The context bounds the sending.
func (e *editor) Show(ctx context.Context, m Message) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.finished || e.hopeless {
		return
	}
	e.next = &m
	if e.idle == nil {
		e.idle = make(chan struct{})
		go e.run(ctx, e.idle)
	}
}

// run sends what there is to send, then ends.
func (e *editor) run(ctx context.Context, idle chan struct{}) {
	defer close(idle)
	for {
		if !e.wait(ctx) {
			e.stop()
			return
		}
		m, ok := e.take()
		if !ok {
			return
		}
		one, cancel := context.WithTimeout(ctx, editLimit)
		err := e.edit(one, m)
		cancel()
		if err != nil {
			e.session.log.Debug("discord: edit of a growing answer failed", "err", err)
		}
		e.mu.Lock()
		e.last = time.Now()
		e.hopeless = e.hopeless || Refused(err)
		e.mu.Unlock()
		if err == nil && e.began != nil {
			e.began()
			e.began = nil
		}
		if e.deleted(err) && e.gone != nil {
			e.gone()
		}
	}
}

// wait keeps the distance from the last edit. It returns false if nothing more
// is to be sent.
func (e *editor) wait(ctx context.Context) bool {
	e.mu.Lock()
	gap := time.Until(e.last.Add(e.session.opts.EditGap))
	e.mu.Unlock()
	pace := e.post.rest.transport.limits.pace(routeOf("PATCH", e.post.path).bucket, time.Now())
	t := time.NewTimer(max(gap, pace))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-e.done:
	case <-ctx.Done():
	}
	return false
}

func (e *editor) stop() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.next, e.idle = nil, nil
}

func (e *editor) take() (Message, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.next == nil || e.finished || e.hopeless {
		e.next, e.idle = nil, nil
		return Message{}, false
	}
	m := *e.next
	e.next = nil
	return m, true
}

// edit changes the message unless it shows m already.
func (e *editor) edit(ctx context.Context, m Message) error {
	js, err := json.Marshal(m.edit())
	if err != nil {
		return err
	}
	e.mu.Lock()
	same := bytes.Equal(js, e.shown) && len(m.Files) == 0
	e.mu.Unlock()
	if same {
		return nil
	}
	err = e.post.Edit(ctx, m)
	e.mu.Lock()
	defer e.mu.Unlock()
	if err != nil {
		e.shown = nil // unknown
		return err
	}
	e.shown = js
	return nil
}

// Finish shows m as the end of the answer and returns the message that holds
// it: the edited one, or a new one where editing is refused or keeps failing.
// Where somebody deleted the message, that is [ErrDeleted], and nothing is shown.
// An edit on its way is let through first, so that it cannot arrive after.
func (e *editor) Finish(ctx context.Context, m Message) (*Post, error) {
	if !e.close() {
		return nil, errors.New("discord: the answer is finished already")
	}
	e.mu.Lock()
	gap := time.Until(e.last.Add(e.session.opts.EditGap))
	e.mu.Unlock()
	_ = sleep(ctx, gap) // whether there is time left, the edit finds out
	err := e.insist(ctx, m)
	if err == nil {
		return e.post, nil
	}
	if e.deleted(err) {
		return nil, ErrDeleted
	}
	post, err2 := e.post.Replace(ctx, m)
	if err2 != nil {
		return nil, errors.Join(err, err2)
	}
	e.session.log.Warn("discord: final edit failed, posted the answer afresh", "err", err)
	return post, nil
}

// close lets nothing more be shown, and an edit on its way through first. It returns
// false if that was done before.
func (e *editor) close() bool {
	e.mu.Lock()
	if e.finished {
		e.mu.Unlock()
		return false
	}
	e.finished = true
	close(e.done)
	idle := e.idle
	e.mu.Unlock()
	if idle != nil {
		<-idle // at most editLimit
	}
	return true
}

// deleted tells from an error of an edit that the message stood and does so no
// more. One that never stood is another matter: it is posted afresh.
func (e *editor) deleted(err error) bool {
	return e.post.ID() != "" && hasCode(err, codeUnknownMessage)
}

// insist edits until it succeeds, is refused, or has failed too often.
func (e *editor) insist(ctx context.Context, m Message) error {
	_, err := e.session.insist(ctx, func() (*Post, error) { return e.post, e.edit(ctx, m) })
	return err
}

// insist posts until it succeeds, is refused, or has failed too often.
func (s *Session) insist(ctx context.Context, post func() (*Post, error)) (*Post, error) {
	for n := 1; ; n++ {
		p, err := post()
		if err == nil || Refused(err) || n == finalTries || sleep(ctx, jitter(8*s.opts.RetryPause<<(n-1))) != nil {
			return p, err
		}
	}
}
