package discord

import (
	"context"
	"sync/atomic"
)

// An Outlet is where one answer appears: a message that may be there already,
// and more behind it. It is for one goroutine at a time, but for ID and Holds.
type Outlet struct {
	First  func(context.Context, Message) (*Post, error) // posts the first message, where there is none yet
	More   func(context.Context, Message) (*Post, error) // posts another behind it
	Before func()                                        // runs once before the first message; may be nil
	Began  func(id string)                               // runs once when the first message shows a part of the answer; may be nil
	Gone   func()                                        // runs when somebody deleted the message while it grew; may be nil

	session *Session
	editor  *editor // nil until there is a message
	post    atomic.Pointer[Post]
}

// Outlet returns one that posts what is to be shown.
func (s *Session) Outlet(first, more func(context.Context, Message) (*Post, error)) *Outlet {
	return &Outlet{First: first, More: more, session: s}
}

// Outlet returns one that begins with a message of the interaction's.
func (i *Interaction) Outlet(post *Post) *Outlet {
	o := i.session.Outlet(nil, i.FollowUp)
	o.Begin(post)
	return o
}

// Begin makes a message the first one.
func (o *Outlet) Begin(post *Post) {
	o.post.Store(post)
	o.editor = o.session.edit(post)
	o.editor.began = func() { o.began() }
	o.editor.gone = func() {
		if o.Gone != nil {
			o.Gone()
		}
	}
}

func (o *Outlet) began() {
	if id := o.ID(); o.Began != nil && id != "" {
		o.Began(id)
	}
}

// ID is the first message's, "" while it is not known. It may be called at any time.
func (o *Outlet) ID() string {
	if post := o.post.Load(); post != nil {
		return post.ID()
	}
	return ""
}

// Holds tells whether a message is the first one. It may be called at any time.
func (o *Outlet) Holds(message string) bool { return message != "" && o.ID() == message }

// Leave lets nothing more be shown, and returns the first message, nil if there is
// none.
func (o *Outlet) Leave() *Post {
	o.prepare()
	if o.editor == nil {
		return nil
	}
	o.editor.close()
	return o.editor.post
}

// Discard deletes the first message, if there is one, for there will be no answer.
func (o *Outlet) Discard(ctx context.Context) error {
	if post := o.Leave(); post != nil {
		return post.Delete(ctx)
	}
	return nil
}

// Show makes m what the first message shall show next, as often as Discord allows:
// what was overtaken is left out. The context bounds the sending.
func (o *Outlet) Show(ctx context.Context, m Message) {
	if o.editor != nil {
		o.editor.Show(ctx, m)
		return
	}
	o.prepare()
	// One that is on its way is not given up: it would stand there, and nobody know of it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), editLimit)
	defer cancel()
	if post, err := o.First(ctx, m); err == nil {
		o.Begin(post)
		o.began()
	}
}

func (o *Outlet) prepare() {
	if o.Before != nil {
		o.Before()
		o.Before = nil
	}
}

// Finish shows the whole answer. The error is about the first message, [ErrDeleted]
// where somebody deleted it meanwhile; of the others, those that arrived are returned.
func (o *Outlet) Finish(ctx context.Context, ms ...Message) ([]*Post, error) {
	var post *Post
	var err error
	if o.editor != nil {
		post, err = o.editor.Finish(ctx, ms[0])
	} else {
		o.prepare()
		post, err = o.session.insist(ctx, func() (*Post, error) { return o.First(ctx, ms[0]) })
	}
	if err != nil {
		return nil, err
	}
	posts := []*Post{post}
	for _, m := range ms[1:] {
		p, err := o.session.insist(ctx, func() (*Post, error) { return o.More(ctx, m) })
		if err != nil {
			o.session.log.Error("discord: part of an answer lost", "err", err)
			continue
		}
		posts = append(posts, p)
	}
	return posts, nil
}
