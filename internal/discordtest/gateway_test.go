package discordtest

import (
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// The session of a bot that says goodbye has ended before the bot hears the answer:
// who waits for the next one does not find the last.
func TestGoodbyeEndsTheSession(t *testing.T) {
	s := New(t)
	ws, _, err := websocket.DefaultDialer.Dial(s.gatewayURL()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.Close()
	if err := ws.WriteJSON(map[string]any{"op": 2, "d": map[string]any{"token": Token}}); err != nil {
		t.Fatal(err)
	}
	s.WaitConnected()
	s.mu.Lock() // so that the end of the session cannot be noted
	defer s.mu.Unlock()
	if err := ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Time{}); err != nil {
		t.Fatal(err)
	}
	ws.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	for err == nil {
		_, _, err = ws.ReadMessage()
	}
	if websocket.IsCloseError(err, 1000) {
		t.Error("the goodbye is answered while the session goes on")
	}
}
