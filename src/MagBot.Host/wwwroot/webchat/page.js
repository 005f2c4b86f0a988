// Microsoft's Web Chat on MagBot's own Direct Line server. Keeps the conversation over reloads, and starts a new connection when
// Web Chat gives the old one up: its token has expired, or its conversation is gone.
(() => {
  const key = 'magbot.webchat';
  const { ExpiredToken, FailedToConnect, Ended } = { ExpiredToken: 3, FailedToConnect: 4, Ended: 5 };
  const longestPauseMs = 30_000;
  let failures = 0;

  function stored() {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? undefined;
    } catch {
      return undefined;
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
    sessionStorage.setItem(key, JSON.stringify({ conversationId: grant.conversationId, token: grant.token, started: resumes }));

    const store = WebChat.createStore();
    store.subscribe(() => {
      if (store.getState().connectivityStatus !== 'connected') return;
      failures = 0;
      // The library refreshes its token and does not say so: keep the newest as proof for the next page.
      sessionStorage.setItem(
        key,
        JSON.stringify({ conversationId: grant.conversationId, token: directLine.token, started: true }),
      );
    });

    const lost = new Promise((resolve) => {
      directLine.connectionStatus$.subscribe((status) => {
        if (status === ExpiredToken || status === FailedToConnect || status === Ended) resolve();
      });
    });
    WebChat.renderWebChat(
      { directLine, store, locale: 'nl-NL', styleOptions: { hideUploadButton: true, accent: '#1f5a4c', rootHeight: '100%' } },
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
