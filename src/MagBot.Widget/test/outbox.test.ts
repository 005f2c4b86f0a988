import assert from "node:assert/strict";
import { test } from "node:test";
import { Bench, botSays, echoOf, settle } from "./fakes";

const posts = /\/activities$/;

test("Send_Online_PostsDutchMessageOfTheBoundUser", async () => {
  const bench = await Bench.connected();

  bench.client.send("waar blijft mijn pakket");
  await settle();

  const { body, path } = bench.server.called("POST", posts)[0]!;
  assert.equal(path, "/v3/directline/conversations/c1/activities");
  assert.equal(body.type, "message");
  assert.equal(body.text, "waar blijft mijn pakket");
  assert.equal(body.locale, "nl-NL");
  assert.equal(body.from.id, "dl_user");
  assert.equal(body.channelData.clientActivityID, "client-1");
});

test("Send_EchoArrives_MovesFromOutboxToTranscript", async () => {
  const bench = await Bench.connected();

  bench.client.send("hoi");
  const states = [bench.outbox[0]?.state];
  await settle();
  states.push(bench.outbox[0]?.state);
  await bench.server.socket.receive({ activities: [echoOf("c1|1", "client-1", "hoi")], watermark: "2" });

  assert.deepEqual(states, ["pending", "sent"]);
  assert.equal(bench.outbox.length, 0);
  assert.deepEqual(bench.texts, ["hoi"]);
});

test("Send_EchoBeforeTheAnswerOfThePost_ShowsItOnce", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", posts, "never");

  bench.client.send("hoi");
  await bench.server.socket.receive({ activities: [echoOf("c1|1", "client-1", "hoi")], watermark: "2" });
  await bench.clock.advance(25_000);

  assert.equal(bench.outbox.length, 0);
  assert.deepEqual(bench.texts, ["hoi"]);
  assert.equal(bench.server.called("POST", posts).length, 1);
});

test("Send_ServerUnavailable_RetriesWithTheSameId", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", posts, "network error", { status: 503 }, { status: 429, headers: { "Retry-After": "2" } });

  bench.client.send("hoi");
  await bench.clock.advance(10_000);

  const ids = bench.server.called("POST", posts).map((call) => call.body.channelData.clientActivityID);
  assert.deepEqual(ids, ["client-1", "client-1", "client-1", "client-1"]);
  assert.equal(bench.outbox[0]?.state, "sent");
});

test("Send_TwoMessagesAndTheFirstHasToWait_KeepTheirOrder", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", posts, { status: 503 });

  bench.client.send("een");
  bench.client.send("twee");
  await bench.clock.advance(5_000);

  assert.deepEqual(
    bench.server.called("POST", posts).map((call) => call.body.text),
    ["een", "een", "twee"],
  );
});

test("Send_RefusedForGood_FailsAndRetriesOnRequestWithTheSameId", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", posts, { status: 400 });

  bench.client.send("hoi");
  await bench.clock.advance(30_000);
  const failed = bench.outbox[0]?.state;
  bench.client.retry("client-1");
  await settle();

  assert.equal(failed, "failed");
  assert.deepEqual(
    bench.server.called("POST", posts).map((call) => call.body.channelData.clientActivityID),
    ["client-1", "client-1"],
  );
});

test("Send_OutageOverAMinute_FailsVisibly", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", posts, ...Array<"network error">(30).fill("network error"));

  bench.client.send("hoi");
  await bench.clock.advance(90_000);

  assert.equal(bench.outbox[0]?.state, "failed");
});

test("Send_TokenRefused_RenewsItAndSendsAgain", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", posts, { status: 403 });

  bench.client.send("hoi");
  await bench.clock.advance(2_000);

  const calls = bench.server.called("POST", posts);
  assert.equal(calls.length, 2);
  assert.ok(calls[0]?.token !== calls[1]?.token);
  assert.equal(bench.server.called("POST", /widget\/token/).length, 2);
});

test("Send_AcceptedButNoEcho_ReplacesTheDeadStream", async () => {
  const bench = await Bench.connected();

  bench.client.send("hoi");
  await bench.clock.advance(8_000);

  assert.equal(bench.server.sockets[0]?.closed, true);
  assert.equal(bench.server.sockets.length, 2);
});

test("Send_NotAcceptedBeforeReload_IsSentByTheNextPageWithTheSameId", async () => {
  const first = await Bench.connected();
  first.server.answer("POST", posts, ...Array<"network error">(5).fill("network error"));
  first.client.send("hoi");
  await settle();

  const second = new Bench({}, first.storage);
  second.client.start();
  await settle();
  const shown = second.outbox.map((item) => item.text);
  await second.server.socket.open();

  assert.deepEqual(shown, ["hoi"]);
  assert.equal(second.server.called("POST", posts)[0]?.body.channelData.clientActivityID, "client-1");
});

test("Session_MessagesDelivered_HoldsNoneOfThem", async () => {
  const bench = await Bench.connected();

  bench.client.send("geheim");
  await settle();
  await bench.server.socket.receive({ activities: [echoOf("c1|1", "client-1", "geheim"), botSays("c1|2", "antwoord")], watermark: "3" });

  assert.deepEqual(bench.session.unsent, []);
  assert.ok(!JSON.stringify(bench.session).includes("geheim"));
  assert.ok(!JSON.stringify(bench.session).includes("antwoord"));
});

test("Echo_OfAnotherTab_IsShownAsOwnMessage", async () => {
  const bench = await Bench.connected();

  await bench.server.socket.receive({ activities: [echoOf("c1|1", "other-tab", "hoi")], watermark: "2" });

  assert.deepEqual(bench.texts, ["hoi"]);
});
