// Microsoft's Web Chat on MagBot's own Direct Line server. Keeps the conversation over reloads, and starts a new connection when
// Web Chat gives the old one up: its token has expired, or its conversation is gone.
(() => {
  const key = 'magbot.webchat';
  /** Connection states of the library after which it does nothing more: ExpiredToken, FailedToConnect, Ended. */
  const finalStates = [3, 4, 5];
  const longestPauseMs = 30_000;
  let failures = 0;

  function stored() {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  function keep(conversationId, token, started) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ conversationId, token, started }));
    } catch {
      // Blocked storage: the conversation lasts as long as the page.
    }
  }

  async function obtainToken(proof) {
    const answer = await fetch('/widget/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(proof ? { conversationId: proof.conversationId, token: proof.token } : {}),
    });
    if (!answer.ok) throw new Error(`POST /widget/token: HTTP ${answer.status}`);
    return await answer.json();
  }

  function pause() {
    const delayMs = Math.min(longestPauseMs, 1000 * 2 ** failures++);
    return new Promise((resolve) => setTimeout(resolve, delayMs * (0.5 + Math.random() / 2)));
  }

  async function connect() {
    const earlier = stored();
    const grant = await obtainToken(earlier);
    // Only a conversation that was started can be resumed; a new one Web Chat has to start itself.
    const resumes = earlier?.started && earlier.conversationId === grant.conversationId;
    const directLine = WebChat.createDirectLine({
      domain: `${location.origin}/v3/directline`,
      token: grant.token,
      ...(resumes ? { conversationId: grant.conversationId } : {}),
      conversationStartProperties: { locale: 'nl-NL' },
    });
    keep(grant.conversationId, grant.token, resumes === true);

    const store = WebChat.createStore();
    store.subscribe(() => {
      if (store.getState().connectivityStatus !== 'connected') return;
      failures = 0;
      // The library refreshes its token and does not say so: the newest is the proof for the next page.
      keep(grant.conversationId, directLine.token, true);
    });

    const lost = new Promise((resolve) => {
      directLine.connectionStatus$.subscribe((status) => {
        if (finalStates.includes(status)) resolve();
      });
    });
    WebChat.renderWebChat(
      { directLine, store, locale: 'nl-NL', styleOptions: { accent: '#1f5a4c', rootHeight: '100%' } },
      document.getElementById('webchat'),
    );
    await lost;
    directLine.end();
  }

  (async () => {
    for (;;) {
      try {
        await connect();
      } catch (error) {
        console.warn(error);
      }
      await pause();
    }
  })();
})();
