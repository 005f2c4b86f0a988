// The Microsoft 365 Agents Playground, which plays Teams: it posts to /api/messages and offers a connector, and it is driven over the
// addresses that its own page uses.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";
import { assertActivity, assertCard } from "./lib/cards.mjs";
import { ask, run, Signal } from "./lib/run.mjs";

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

class Playground {
  said = [];
  logs = [];
  #signal = new Signal();

  static async open(origin) {
    const playground = new Playground();
    const port = await freePort();
    playground.address = `http://127.0.0.1:${port}`;
    const folder = mkdtempSync(join(tmpdir(), "magbot-playground-")); // it writes a log where it runs
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL("node_modules/@microsoft/m365agentsplayground/cli.js", import.meta.url)), "-e", `${origin}/api/messages`, "-c", "msteams", "-p", String(port), "--disable-telemetry"],
      { cwd: folder, env: { ...process.env, TEAMSAPPTESTER_BROWSER: "none" }, stdio: ["ignore", "pipe", "inherit"] });
    process.on("exit", () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    });
    await new Promise((resolve, reject) => {
      child.stdout.on("data", (text) => String(text).includes("Listening on") && resolve());
      child.on("exit", (code) => reject(new Error(`The playground ended with ${code}.`)));
    });
    ({ config: playground.config } = await (await fetch(`${playground.address}/_internal/v1/config`)).json());
    await playground.#listen("/_ws_conversation/v1/conversations/stream", (frame) => playground.said.push(frame));
    await playground.#listen("/_ws/log/stream", (frame) => playground.logs.push(frame.log));
    return playground;
  }

  async #listen(path, keep) {
    const socket = new WebSocket(this.address.replace("http", "ws") + path);
    socket.on("message", (text) => {
      keep(JSON.parse(text));
      this.#signal.changed();
    });
    await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  }

  async post(path, body) {
    const answer = await fetch(this.address + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
  }

  install(conversationId) {
    return this.post(`/_debug/conversation/${conversationId}/installation`, {});
  }

  say(conversationId, text) {
    return this.post(`/_conversation/v1/conversations/${conversationId}/messages`, { type: "text", text, textFormat: "plain", from: { id: "user-id-0" } });
  }

  send(activity) {
    return this.post("/_internal/v1/customActivities", activity);
  }

  /** What the bot said in a conversation. */
  messages(conversationId) {
    return this.said.filter((frame) => frame.action === "createMessage" && frame.actionConversationId === conversationId && frame.message.from.id === this.config.bot.id)
      .map((frame) => frame.message);
  }

  hears(conversationId, test) {
    return this.#signal.until(() => this.messages(conversationId).find(test), () => `a message, heard ${JSON.stringify(this.messages(conversationId)).slice(0, 2000)}`);
  }

  /** A message of the bot in whichever conversation. */
  frame(test) {
    return this.#signal.until(
      () => this.said.find((frame) => frame.message?.from?.id === this.config.bot.id && test(JSON.stringify(frame))),
      () => `a frame, had ${JSON.stringify(this.said.slice(-4)).slice(0, 4000)}`);
  }

  logged(test) {
    return this.#signal.until(() => this.logs.find(test), () => `a line in the log, had ${JSON.stringify(this.logs.slice(-3)).slice(0, 2000)}`);
  }

  activity(conversation, more) {
    return {
      channelId: "msteams",
      serviceUrl: `${this.address}/_connector`,
      id: `${Date.now()}${Math.floor(Math.random() * 1000)}`,
      timestamp: new Date().toISOString(),
      from: { id: "user-id-0", name: "Alex Wilber", aadObjectId: this.config.currentUser.aadObjectId },
      recipient: this.config.bot,
      conversation: { tenantId: this.config.tenantId, ...conversation },
      channelData: { tenant: { id: this.config.tenantId } },
      locale: "nl-NL",
      ...more,
    };
  }

  mention(text) {
    return {
      type: "message",
      text: `<at>${this.config.bot.name}</at> ${text}`,
      textFormat: "plain",
      entities: [{ type: "mention", mentioned: this.config.bot, text: `<at>${this.config.bot.name}</at>` }],
    };
  }
}

const question = "Hoe laat moet ik magnesium innemen voor het slapen?";
const isCard = (message) => message.attachments?.[0]?.contentType === "application/vnd.microsoft.card.adaptive";

await run({
  async personal({ origin }) {
    const playground = await Playground.open(origin);
    const chat = playground.config.personalChat.id;
    await playground.install(chat);
    await playground.hears(chat, (message) => message.text?.includes("digitale assistent"));

    await playground.say(chat, question);
    const answer = await playground.hears(chat, (message) => message.text?.includes("voor het slapen"));
    assert.deepEqual(answer.aiEntity.additionalType, ["AIGeneratedContent"]);
    assert.equal(answer.aiEntity.citation[0].position, 1);
    assert.match(answer.text, /\[1\]/);
    const outgoing = () => playground.logs.filter((line) => line.from === "User Application" && line.request?.body?.type).map((line) => line.request.body);
    for (const activity of outgoing()) assertActivity(activity);
    const card = await playground.hears(chat, (message) => isCard(message) && JSON.stringify(message).includes("Bronnen"));
    assertCard(card.attachments[0].content);
    assert.equal(playground.messages(chat).filter((message) => message.text?.includes("digitale assistent")).length, 1, "greeted once");

    // A press as its page reports it: an invoke, answered in the response; then the submit of clients that know no Execute.
    const { title, data } = card.attachments[0].content.actions[1];
    const conversation = { conversationType: "personal", id: chat };
    await playground.send(playground.activity(conversation, {
      type: "invoke", name: "adaptiveCard/action", replyToId: card.messageId,
      value: { action: { type: "Action.Execute", title, verb: "say", data } },
    }));
    const invoke = await playground.logged((line) => line.request?.body?.name === "adaptiveCard/action" && line.response);
    assert.equal(invoke.response.statusCode, 200);
    const body = typeof invoke.response.body === "string" ? JSON.parse(invoke.response.body) : invoke.response.body;
    assert.deepEqual(body, { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: title });
    const count = playground.messages(chat).filter((message) => message.text).length;
    await playground.hears(chat, () => playground.messages(chat).filter((message) => message.text).length >= 3);
    await playground.send(playground.activity(conversation, { type: "message", value: data, replyToId: card.messageId }));
    await playground.hears(chat, () => playground.messages(chat).filter((message) => message.text).length > Math.max(count, 3));
  },

  async groupAndChannel({ origin }) {
    const playground = await Playground.open(origin);
    const group = playground.config.groupChats[0].id;
    await playground.send(playground.activity({ isGroup: true, conversationType: "groupChat", id: group }, playground.mention(question)));
    await playground.hears(group, (message) => message.text?.includes("voor het slapen"));

    // In a thread of a channel the id names the thread, and has to be escaped on the way back.
    const before = playground.said.length;
    await playground.send(playground.activity({ isGroup: true, conversationType: "channel", id: "team-id;messageid=1795311749078" }, {
      ...playground.mention(question),
      channelData: { tenant: { id: playground.config.tenantId }, team: { id: "team-id" }, channel: { id: "team-id" }, teamsChannelId: "team-id", teamsTeamId: "team-id" },
    }));
    await playground.logged((line) => line.from !== "Microsoft 365 Agents Playground" && JSON.stringify(line).includes("messageid=1795311749078"));
    assert.ok(playground.said.length >= before);
  },

  async otherActivities({ origin }) {
    const playground = await Playground.open(origin);
    const chat = playground.config.personalChat.id;
    const conversation = { conversationType: "personal", id: chat };
    const others = [
      { type: "typing" },
      { type: "messageReaction", replyToId: "1", reactionsAdded: [{ type: "like" }] },
      { type: "messageUpdate", text: "anders", channelData: { eventType: "editMessage" } },
      { type: "messageDelete", channelData: { eventType: "softDeleteMessage" } },
      { type: "installationUpdate", action: "remove" },
      { type: "conversationUpdate", channelData: { eventType: "channelRenamed" }, conversation: { isGroup: true, conversationType: "channel", id: "team-id" } },
      { type: "event", name: "application/vnd.microsoft.readReceipt", value: {} },
      { type: "zelfbedacht" },
    ];
    for (const other of others) await playground.send(playground.activity(conversation, other));
    await playground.say(chat, question);
    await playground.hears(chat, (message) => message.text?.includes("voor het slapen"));
    const refused = playground.logs.filter((line) => line.response && line.response.statusCode >= 400);
    assert.deepEqual(refused, []);
    assert.equal(playground.messages(chat).filter((message) => message.text).length, 1, "only the question is answered");
  },

  /** Advisors in a channel of a team: the card, the claim, and words both ways. */
  async advisorChannel({ origin }) {
    const playground = await Playground.open(origin);
    const chat = playground.config.personalChat.id;
    const inTeam = (id) => ({ isGroup: true, conversationType: "channel", id });
    const data = { tenant: { id: playground.config.tenantId }, team: { id: "team-id" }, channel: { id: "team-id" } };
    await ask(`advisor ${playground.config.currentUser.aadObjectId}`);
    // From this the bot knows where the channel lives.
    await playground.send(playground.activity(inTeam("team-id"), { type: "conversationUpdate", channelData: data }));

    await playground.say(chat, "Ik wil een medewerker spreken");
    const requested = await playground.frame((text) => text.includes("Klantvraag") && text.includes("Neem over"));
    const thread = JSON.stringify(requested).match(/team-id;messageid=[0-9]+/)[0];
    const card = requested.message.attachments[0].content;
    assertCard(card);
    const claim = card.actions.find((action) => action.title === "Neem over");
    await playground.send(playground.activity(inTeam(thread), {
      type: "invoke", name: "adaptiveCard/action", channelData: data,
      value: { action: { type: "Action.Execute", title: claim.title, verb: claim.verb, data: claim.data } },
    }));
    const invoke = await playground.logged((line) => line.request?.body?.name === "adaptiveCard/action" && line.response);
    const body = typeof invoke.response.body === "string" ? JSON.parse(invoke.response.body) : invoke.response.body;
    assert.equal(body.type, "application/vnd.microsoft.card.adaptive");
    assertCard(body.value);
    await playground.hears(chat, (message) => message.text?.includes("Je spreekt nu met Alex"));

    await playground.send(playground.activity(inTeam(thread), { ...playground.mention("Goedemiddag, waarmee help ik je?"), channelData: data }));
    await playground.hears(chat, (message) => message.text === "Goedemiddag, waarmee help ik je?");
    await playground.say(chat, "Ik zoek de vlokken");
    await playground.frame((text) => text.includes("Ik zoek de vlokken") && text.includes("RichTextBlock"));
  },

  /** Our connector client, at the hand of the test, against the playground's connector. */
  async connector({ origin }) {
    const playground = await Playground.open(origin);
    const chat = playground.config.personalChat.id;
    const call = async (...words) => JSON.parse(await ask(words.join(" ")));
    const serviceUrl = `${playground.address}/_connector`;

    const sent = await call("send", serviceUrl, chat, "eerste");
    assert.ok(sent.id);
    await playground.hears(chat, (message) => message.text === "eerste");
    assert.equal((await call("typing", serviceUrl, chat)).failure, null);
    assert.equal((await call("update", serviceUrl, chat, sent.id, "tweede")).failure, null);
    assert.equal((await call("update", serviceUrl, chat, "onbekend", "x")).failure, "NotFound");
    assert.equal((await call("delete", serviceUrl, chat, sent.id)).failure, "NotImplemented");
    assert.ok((await call("members", serviceUrl, chat)).members.includes("user-id-0"));
    assert.equal((await call("member", serviceUrl, chat, "user-id-0")).id, "user-id-0");
    assert.equal((await call("create", serviceUrl, "user-id-0", playground.config.tenantId)).failure, null);
    const thread = await call("thread", serviceUrl, "team-id", playground.config.tenantId, "verzoek");
    assert.match(thread.id, /^team-id;messageid=/);
    assert.ok(thread.activityId);
  },
});
