// botbuilder's own client, in the part of a bot that calls us as its skill, and botbuilder's types and schema for what we answer.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import botbuilder from "botbuilder";
import connector from "botframework-connector";
import { assertActivity } from "./lib/cards.mjs";
import { run, Signal } from "./lib/run.mjs";

const { ActivityTypes, DeliveryModes } = botbuilder;
const { AuthenticationConfiguration, BotFrameworkAuthenticationFactory } = connector;

/** A calling bot whose tokens a test issuer has signed. */
function callingBot(token) {
  const credentials = {
    isValidAppId: async () => true,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      signRequest: async (request) => {
        request.headers.set("Authorization", `Bearer ${token}`);
        return request;
      },
    }),
  };
  const authentication = BotFrameworkAuthenticationFactory.create(
    "", true, "https://login.invalid/", "https://api.botframework.com", "https://api.botframework.com", "https://token.invalid/",
    "https://metadata.invalid/", "https://metadata.invalid/", "", credentials, new AuthenticationConfiguration());
  return authentication.createBotFrameworkClient();
}

function message(text, more = {}) {
  return {
    type: ActivityTypes.Message,
    id: `m-${Math.random()}`,
    text,
    channelId: "emulator",
    from: { id: "klant", name: "Jan" },
    recipient: { id: "ouder-bot" },
    conversation: { id: "in-de-ouder" },
    serviceUrl: "https://ouder.example/",
    locale: "nl-NL",
    ...more,
  };
}

await run({
  async expectReplies({ origin, token, caller, appId }) {
    const client = callingBot(token);
    const ask = (text) => client.postActivity(
      caller, appId, `${origin}/api/messages`, "https://ouder.example/api/skills", "gesprek-1", message(text, { deliveryMode: DeliveryModes.ExpectReplies }));

    const answer = await ask("Hoe laat moet ik magnesium innemen voor het slapen?");
    assert.equal(answer.status, 200);
    assert.ok(answer.body.activities.length > 0);
    for (const activity of answer.body.activities) assertActivity(activity);
    assert.match(answer.body.activities[0].text, /slapen/);
    assert.equal(answer.body.activities[0].recipient.id, "klant");

    const second = await ask("dankjewel");
    assert.equal(second.status, 200);
  },

  async replies({ origin, token, caller, appId }) {
    const heard = [];
    const signal = new Signal();
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        heard.push({ method: request.method, path: request.url, activity: JSON.parse(body) });
        response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ id: String(heard.length) }));
        signal.changed();
      });
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const serviceUrl = `http://127.0.0.1:${server.address().port}/api/skills`;

    const sent = message("Hoe laat moet ik magnesium innemen voor het slapen?");
    const answer = await callingBot(token).postActivity(caller, appId, `${origin}/api/messages`, serviceUrl, "gesprek-2", sent);
    assert.equal(answer.status, 202);
    await signal.until(() => heard.length > 0, () => "the reply");
    const [reply] = heard;
    assertActivity(reply.activity);
    assert.equal(reply.method, "POST");
    assert.equal(reply.path, `/api/skills/v3/conversations/gesprek-2/activities/${encodeURIComponent(sent.id)}`);
    assert.equal(reply.activity.replyToId, sent.id);
  },

  async notListed({ origin, token, caller, appId }) {
    const answer = await callingBot(token).postActivity(
      caller, appId, `${origin}/api/messages`, "https://ouder.example/", "gesprek-3", message("hallo", { deliveryMode: DeliveryModes.ExpectReplies }));
    assert.equal(answer.status, 403);
  },

  /** A whole talk over Direct Line; each activity that a client gets fits the schema. */
  async directLineActivities({ origin }) {
    const post = async (path, token, body) => {
      const answer = await fetch(origin + path, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
      });
      assert.ok(answer.ok, `${path}: ${answer.status}`);
      return await answer.json();
    };
    const { token, conversationId } = await post("/widget/token", null, {});
    await post("/v3/directline/conversations", token, {});
    const activities = `/v3/directline/conversations/${conversationId}/activities`;
    for (const text of ["Hoe laat moet ik magnesium innemen voor het slapen?", "Vertel meer", "ben zwanger mag dat", "hoeveel kost een fiets", "ik heb hevige pijn op de borst", "medewerker", "ja"])
      await post(activities, token, { type: "message", text, from: { id: "x" } });
    const log = await (await fetch(origin + activities, { headers: { Authorization: `Bearer ${token}` } })).json();
    assert.ok(log.activities.length > 14);
    for (const activity of log.activities) assertActivity(activity);
  },
});
