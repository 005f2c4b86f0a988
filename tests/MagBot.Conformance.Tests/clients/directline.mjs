// DirectLineJS, unchanged, against our Direct Line server. It asks for a browser's XMLHttpRequest and WebSocket.
import assert from "node:assert/strict";
import { openWire } from "./lib/proxy.mjs";
import { ask, run, Signal } from "./lib/run.mjs";
import WebSocket from "ws";
import XMLHttpRequest from "xhr2";

const fifteenMinutes = 15 * 60 * 1000;
const realInterval = globalThis.setInterval;
let refreshEvery = fifteenMinutes;
globalThis.setInterval = (callback, delay, ...rest) => realInterval(callback, delay === fifteenMinutes ? refreshEvery : delay, ...rest);
globalThis.WebSocket = WebSocket;
globalThis.XMLHttpRequest = XMLHttpRequest;
const { ConnectionStatus, DirectLine } = (await import("botframework-directlinejs")).default;

async function widgetToken(origin) {
  const answer = await fetch(`${origin}/widget/token`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  assert.equal(answer.status, 200);
  return await answer.json();
}

/** One client with all that it saw. */
class Client {
  activities = [];
  statuses = [];
  #signal = new Signal();

  constructor(origin, options) {
    // `random` is the library's own way in; 0 makes it come back after three seconds instead of up to fifteen.
    this.line = new DirectLine({ domain: `${origin}/v3/directline`, random: () => 0, ...options });
    this.line.connectionStatus$.subscribe((status) => {
      this.statuses.push(status);
      this.#signal.changed();
    });
    this.line.activity$.subscribe({
      next: (activity) => {
        this.activities.push(activity);
        this.#signal.changed();
      },
      error: () => this.#signal.changed(),
    });
  }

  get texts() {
    return this.activities.filter((activity) => activity.type === "message").map((activity) => activity.text);
  }

  say(text, more = {}) {
    return this.post({ type: "message", text, from: { id: "bezoeker" }, ...more });
  }

  post(activity) {
    return new Promise((resolve, reject) => this.line.postActivity(activity).subscribe(resolve, reject));
  }

  hears(text) {
    return this.#signal.until(() => this.activities.find((activity) => activity.text === text), () => `"${text}", heard ${JSON.stringify(this.texts)}`);
  }

  reaches(status) {
    return this.#signal.until(() => this.statuses.includes(status), () => `status ${status}, had ${this.statuses}`);
  }
}

async function talkOver(origin, options) {
  const { token, userId } = await widgetToken(origin);
  const client = new Client(origin, { token, ...options });
  await client.hears("welkom");
  const id = await client.say("hallo", { channelData: { eigen: { diep: [1, null, "é"] } } });
  const reply = await client.hears("echo: hallo");
  const echo = client.activities.find((activity) => activity.id === id);

  assert.ok(echo, "the sender's own activity comes back under the id that the post returned");
  // A bound user wins over what the client claims; a secret may speak for anybody.
  assert.equal(echo.from.id, options.secret ? "bezoeker" : userId);
  assert.equal(echo.from.role, "user");
  assert.deepEqual(echo.channelData.eigen, { diep: [1, null, "é"] });
  assert.equal(reply.from.role, "bot");
  assert.equal(reply.replyToId, id);
  assert.ok(client.activities.indexOf(echo) < client.activities.indexOf(reply), "echo before reply");
  assert.deepEqual(client.texts, ["welkom", "hallo", "echo: hallo"]);
  assert.ok(client.activities.every((activity) => activity.type !== "conversationUpdate"));
  const moments = client.activities.map((activity) => Date.parse(activity.timestamp));
  assert.ok(moments.every((moment, i) => i === 0 || moment > moments[i - 1]), "timestamps increase");
  return client;
}

await run({
  stream: ({ origin }) => talkOver(origin, {}),

  polling: ({ origin }) => talkOver(origin, { webSocket: false, pollingInterval: 200 }),

  secret: ({ origin, secret }) => talkOver(origin, { secret, token: undefined }),

  async refresh({ origin }) {
    refreshEvery = 300;
    const { token } = await widgetToken(origin);
    const client = new Client(origin, { token });
    await client.hears("welkom");
    const first = client.line.token;
    while (client.line.token === first) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.notEqual(client.line.token, first);
    await client.say("ververst");
    await client.hears("echo: ververst");
    assert.ok(!client.statuses.includes(ConnectionStatus.ExpiredToken));
  },

  async reconnect({ origin }) {
    const wire = await openWire(origin);
    const { token, conversationId } = await widgetToken(origin);
    const client = new Client(wire.origin, { token });
    await client.hears("welkom");
    await client.say("eerst");
    await client.hears("echo: eerst");

    wire.cut();
    const other = await fetch(`${origin}/v3/directline/conversations/${conversationId}/activities`, {
      method: "POST",
      headers: { Authorization: `Bearer ${client.line.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ type: "message", text: "intussen", from: { id: "x" } }),
    });
    assert.equal(other.status, 200);
    wire.mend();
    await client.hears("echo: intussen");
    const third = await client.say("daarna");
    assert.notEqual(third, "retry");
    await client.hears("echo: daarna");
    assert.deepEqual(client.texts, ["welkom", "eerst", "echo: eerst", "intussen", "echo: intussen", "daarna", "echo: daarna"]);
  },

  async resume({ origin }) {
    const first = await talkOver(origin, {});
    const { token, conversationId } = first.line;
    first.line.end();
    const second = new Client(origin, { token, conversationId });
    await second.hears("echo: hallo");
    await second.say("verder");
    await second.hears("echo: verder");
    assert.deepEqual(second.texts, ["welkom", "hallo", "echo: hallo", "verder", "echo: verder"]);
    assert.deepEqual(second.activities.slice(0, 3).map((activity) => activity.id), first.activities.map((activity) => activity.id));
  },

  async tabs({ origin }) {
    const first = await talkOver(origin, {});
    const second = new Client(origin, { token: first.line.token, conversationId: first.line.conversationId });
    await second.hears("echo: hallo");
    await second.say("uit het tweede tabblad");
    await first.hears("echo: uit het tweede tabblad");
  },

  async expiry({ origin }) {
    const { token } = await widgetToken(origin);
    const client = new Client(origin, { token });
    await client.hears("welkom");
    await ask("advance 31");
    assert.equal(await client.say("te laat"), "retry");
    await client.reaches(ConnectionStatus.ExpiredToken);
    assert.deepEqual(client.texts, ["welkom"]);
  },

  async expiryWhilePolling({ origin }) {
    const { token } = await widgetToken(origin);
    const client = new Client(origin, { token, webSocket: false, pollingInterval: 200 });
    await client.hears("welkom");
    await ask("advance 31");
    await client.reaches(ConnectionStatus.ExpiredToken);
  },

  async unknownConversation({ origin, secret }) {
    const client = new Client(origin, { secret, conversationId: "weg" });
    await client.reaches(ConnectionStatus.FailedToConnect);
  },

  async sessionId({ origin }) {
    const client = await talkOver(origin, {});
    const id = await new Promise((resolve, reject) => client.line.getSessionId().subscribe(resolve, reject));
    assert.match(id, /^[0-9a-f]{32}$/);
  },

  async otherActivities({ origin }) {
    const client = await talkOver(origin, {});
    assert.ok(await client.post({ type: "typing", from: { id: "x" } }));
    assert.ok(await client.post({ type: "event", name: "webchat/join", value: { language: "nl" }, from: { id: "x" } }));
    assert.ok(await client.post({ type: "zelfbedacht", eigenVeld: [1], from: { id: "x" } }));
    const postBack = await client.post({ type: "message", value: { antwoord: "nee" }, channelData: { postBack: true }, from: { id: "x" } });
    await client.say("klaar");
    await client.hears("echo: klaar");
    const kept = client.activities.find((activity) => activity.type === "zelfbedacht");
    assert.deepEqual(kept?.eigenVeld, [1], "unknown types and members survive");
    assert.deepEqual(client.activities.find((activity) => activity.id === postBack)?.value, { antwoord: "nee" });
  },
});
