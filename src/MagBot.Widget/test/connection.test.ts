import assert from "node:assert/strict";
import { test } from "node:test";
import type { Activity } from "../src/directline/types";
import { isCalendarFile } from "../src/transcript";
import { Bench, botSays, echoOf, settle } from "./fakes";

const resumed = { conversationId: "c1", token: "old", userId: "dl_user", started: true, expiresAt: 9_000_000 };

test("Start_NothingStored_ObtainsTokenStartsAndFollowsStream", async () => {
  const bench = await Bench.connected();

  await bench.server.socket.receive({ activities: [botSays("c1|0", "hoi")], watermark: "1" });

  assert.deepEqual(
    bench.server.calls.map(({ method, path }) => `${method} ${path}`),
    ["POST /widget/token", "POST /v3/directline/conversations"],
  );
  assert.deepEqual(bench.server.calls[0]?.body, {});
  assert.deepEqual(bench.states, ["connecting", "online"]);
  assert.deepEqual(bench.texts, ["hoi"]);
});

test("Start_ConversationStored_ResumesWithEmptyWatermarkAndNoNewStart", async () => {
  const bench = await Bench.connected(resumed);

  assert.deepEqual(
    bench.server.calls.map(({ method, path, token }) => `${method} ${path} ${token}`),
    ["GET /v3/directline/conversations/c1?watermark= old"],
  );
});

test("Start_StoredTokenExpired_ProvesConversationWithIt", async () => {
  const bench = await Bench.connected({ ...resumed, expiresAt: 5 });

  assert.deepEqual(bench.server.calls[0]?.body, { conversationId: "c1", token: "old" });
  assert.equal(bench.server.called("POST", /conversations$/).length, 0);
});

test("Start_ConversationWasStartedByALostAnswer_AsksForTheTranscript", async () => {
  const bench = new Bench();
  bench.server.answer("POST", /conversations$/, { status: 200, body: { conversationId: "c1", token: "t", streamUrl: "wss://x" } });

  bench.client.start();
  await settle();

  assert.equal(bench.server.called("GET", /conversations\/c1\?watermark=$/).length, 1);
});

test("LostSocket_AfterWatermark_ReconnectsWithItWithinASecond", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "hoi")], watermark: "1" });

  await bench.server.socket.lose();
  await bench.clock.advance(1000);
  await bench.server.socket.open();

  assert.equal(bench.server.called("GET", /conversations\/c1\?watermark=1$/).length, 1);
  assert.equal(bench.server.sockets.length, 2);
  assert.deepEqual(bench.states, ["connecting", "online", "offline", "online"]);
});

test("Replay_ActivityAlreadyShown_AppearsOnce", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "een"), botSays("c1|1", "twee")], watermark: "2" });

  await bench.server.socket.receive({ activities: [botSays("c1|1", "twee"), botSays("c1|2", "drie")], watermark: "3" });

  assert.deepEqual(bench.texts, ["een", "twee", "drie"]);
});

test("Receive_SameIdWithOtherText_ReplacesInPlace", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "een"), botSays("c1|1", "twee")], watermark: "2" });

  await bench.server.socket.receive({ activities: [botSays("c1|0", "verbeterd")], watermark: "3" });

  assert.deepEqual(bench.texts, ["verbeterd", "twee"]);
});

function erased(before: string, role: string): Activity {
  return { type: "event", name: "magbot.erased", value: before, from: { id: "x", role } };
}

test("Receive_Erased_DropsWhatStoodBefore", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "hallo"), echoOf("c1|1", "a", "mijn geheim")], watermark: "2" });

  await bench.server.socket.receive({
    activities: [echoOf("c1|2", "b", "ja, wis alles"), erased("c1|2", "bot"), botSays("c1|4", "gewist")],
    watermark: "5",
  });

  assert.deepEqual(bench.texts, ["ja, wis alles", "gewist"]);
});

test("Receive_ErasedByAnAdvisor_LeavesOnlyWhatFollows", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "hallo"), echoOf("c1|1", "a", "mijn geheim")], watermark: "2" });

  await bench.server.socket.receive({ activities: [erased("c1|2", "bot"), botSays("c1|3", "gewist")], watermark: "4" });

  assert.deepEqual(bench.texts, ["gewist"]);
});

test("Receive_ErasedByTheCustomersOwnHand_MeansNothing", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "hallo"), erased("c1|1", "user")], watermark: "2" });

  assert.deepEqual(bench.texts, ["hallo"]);
});

function status(state: string, role = "bot"): Activity {
  return { type: "event", name: "handoff.status", value: { state }, from: { id: "x", role } };
}

test("TellTyping_WithAnAdvisor_PostsAtMostEveryThreeSeconds", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [status("accepted")], watermark: "1" });

  for (let i = 0; i < 4; i++) {
    bench.client.tellTyping();
    await bench.clock.advance(1_000);
  }

  const posts = bench.server.called("POST", /activities$/);
  assert.deepEqual(posts.map((call) => (call.body as Activity).type), ["typing", "typing"]);
});

test("TellTyping_ToTheBotAlone_PostsNothing", async () => {
  const bench = await Bench.connected();
  bench.client.tellTyping();
  await bench.server.socket.receive({ activities: [status("accepted", "user")], watermark: "1" });
  bench.client.tellTyping();
  await bench.server.socket.receive({ activities: [status("accepted"), status("completed")], watermark: "3" });
  bench.client.tellTyping();
  await settle();

  assert.deepEqual(bench.server.called("POST", /activities$/), []);
});

test("Receive_TypingWithoutWatermark_KeepsTheOldOne", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "een")], watermark: "1" });

  await bench.server.socket.receive({ activities: [{ type: "typing" }] });
  await bench.server.socket.lose();
  await bench.clock.advance(1000);

  assert.equal(bench.server.called("GET", /watermark=1$/).length, 1);
});

test("Receive_TornFrame_ReconnectsInsteadOfLosingIt", async () => {
  const bench = await Bench.connected();

  await bench.server.socket.receive('{"activities":[');
  await bench.clock.advance(1000);

  assert.equal(bench.server.sockets.length, 2);
});

test("Receive_EmptyFrame_IsKeepAlive", async () => {
  const bench = await Bench.connected();

  await bench.server.socket.receive("");

  assert.equal(bench.server.socket.closed, false);
});

test("Stream_Open_SendsEmptyFrameEveryTwentySeconds", async () => {
  const bench = await Bench.connected();

  await bench.clock.advance(41_000);

  assert.deepEqual(bench.server.socket.sent, ["", ""]);
});

test("Outage_Long_BacksOffToFifteenSecondsAndRecovers", async () => {
  const bench = await Bench.connected();
  bench.server.answer("GET", /conversations\/c1/, ...Array<"network error">(8).fill("network error"));

  await bench.server.socket.lose();
  await bench.clock.advance(30_000);
  const early = bench.server.called("GET", /conversations\/c1/).length;
  await bench.clock.advance(30_000);
  await bench.server.socket.open();

  assert.ok(early >= 4 && early <= 7, `${early} attempts in 30 s`);
  assert.equal(bench.server.called("GET", /conversations\/c1/).length, 9);
  assert.equal(bench.states[bench.states.length - 1], "online");
});

test("Outage_BrowserComesOnline_TriesAtOnce", async () => {
  const bench = await Bench.connected();
  bench.server.answer("GET", /conversations\/c1/, "network error", "network error", "network error", "network error");
  await bench.server.socket.lose();
  await bench.clock.advance(6_000);
  const before = bench.server.called("GET", /conversations\/c1/).length;

  bench.client.wake();
  await settle();

  assert.equal(bench.server.called("GET", /conversations\/c1/).length, before + 1);
});

for (const status of [401, 403, 404]) {
  test(`Resume_TokenRefusedWith${status}_RenewsAtOnceWithTheProof`, async () => {
    const bench = new Bench(resumed);
    bench.server.answer("GET", /conversations\/c1/, { status });

    bench.client.start();
    await settle();
    await bench.server.socket.open();

    assert.deepEqual(bench.server.called("POST", /widget\/token/)[0]?.body, { conversationId: "c1", token: "old" });
    assert.equal(bench.states[bench.states.length - 1], "online");
  });
}

test("Resume_ConversationGone_BeginsAnewWithAnEmptyTranscript", async () => {
  const bench = await Bench.connected(resumed);
  await bench.server.socket.receive({ activities: [botSays("c1|0", "oud")], watermark: "1" });
  bench.server.conversationId = "c2";
  bench.server.answer("GET", /conversations\/c1/, { status: 404 });

  await bench.server.socket.lose();
  await bench.clock.advance(5_000);
  await bench.server.socket.open();
  await bench.server.socket.receive({ activities: [botSays("c2|0", "nieuw")], watermark: "1" });

  assert.deepEqual(bench.texts, ["nieuw"]);
  assert.equal(bench.session.conversationId, "c2");
  assert.equal(bench.server.called("POST", /conversations$/).length, 1);
});

test("Resume_RefusedAgainAndAgain_EndsWithANewConversation", async () => {
  const bench = new Bench(resumed);
  bench.server.answer("GET", /conversations\/c1/, ...Array(20).fill({ status: 403 }));

  bench.client.start();
  await bench.clock.advance(30_000);

  assert.ok(bench.server.called("POST", /widget\/token/).some((call) => !("token" in call.body)));
});

test("Resume_WatermarkNotAccepted_ReadsEverythingAgain", async () => {
  const bench = await Bench.connected();
  await bench.server.socket.receive({ activities: [botSays("c1|0", "hoi")], watermark: "1" });
  bench.server.answer("GET", /watermark=1$/, { status: 400 });

  await bench.server.socket.lose();
  await bench.clock.advance(3_000);

  assert.equal(bench.server.called("GET", /watermark=$/).length, 1);
});

test("Token_HalfOfItsLifePassed_IsRefreshedAndStored", async () => {
  const bench = await Bench.connected();

  await bench.clock.advance(901_000);

  assert.equal(bench.server.called("POST", /tokens\/refresh/).length, 1);
  assert.equal(bench.session.token, "t3");
});

test("Token_RefreshFails_IsTriedAgain", async () => {
  const bench = await Bench.connected();
  bench.server.answer("POST", /tokens\/refresh/, { status: 503 });

  await bench.clock.advance(940_000);

  assert.equal(bench.server.called("POST", /tokens\/refresh/).length, 2);
});

test("Sockets_NeverOpen_FallsBackToPollingWithWatermark", async () => {
  const bench = new Bench();
  const poll = /activities\?watermark=/;
  bench.server.answer("GET", poll, { status: 200, body: { activities: [botSays("c1|0", "hoi")], watermark: "1" } });
  bench.client.start();

  for (let i = 0; i < 3; i++) {
    await settle();
    await bench.server.socket.lose();
    await bench.clock.advance(3_000);
  }
  await bench.clock.advance(5_000);

  assert.deepEqual(bench.texts, ["hoi"]);
  assert.equal(bench.states[bench.states.length - 1], "online");
  assert.ok(bench.server.called("GET", poll).some((call) => call.path.endsWith("watermark=1")));
});

test("Sockets_WorkAgainAfterPolling_AreUsedAgain", async () => {
  const bench = new Bench();
  bench.client.start();
  for (let i = 0; i < 3; i++) {
    await settle();
    await bench.server.socket.lose();
    await bench.clock.advance(3_000);
  }
  const before = bench.server.sockets.length;

  await bench.clock.advance(70_000);

  assert.ok(bench.server.sockets.length > before);
});

test("Stop_WhileConnected_ClosesAndStaysQuiet", async () => {
  const bench = await Bench.connected();

  bench.client.stop();
  await bench.clock.advance(60_000);

  assert.equal(bench.server.socket.closed, true);
  assert.equal(bench.server.sockets.length, 1);
});

test("Start_AfterStop_ReconnectsOnce", async () => {
  const bench = await Bench.connected();

  bench.client.stop();
  bench.client.start();
  await bench.clock.advance(1_000);

  assert.equal(bench.server.sockets.length, 2);
});

test("React_ThumbDownWithReason_PostsAReactionToThatMessage", async () => {
  const bench = await Bench.connected(resumed);

  await bench.client.react("c1|0000004", "dislike", "Het klopt niet");

  const [call] = bench.server.called("POST", /conversations\/c1\/activities$/);
  const body = call?.body as Record<string, unknown>;
  assert.equal(body["type"], "messageReaction");
  assert.equal(body["replyToId"], "c1|0000004");
  assert.deepEqual(body["reactionsAdded"], [{ type: "dislike" }]);
  assert.deepEqual(body["value"], { reason: "Het klopt niet" });
});

test("React_ServerRefuses_IsRejected", async () => {
  const bench = await Bench.connected(resumed);
  bench.server.answer("POST", /conversations\/c1\/activities$/, { status: 500 });

  const outcome = await bench.client.react("c1|0000004", "like").then(
    () => "taken",
    () => "refused",
  );
  assert.equal(outcome, "refused");
});

test("IsCalendarFile_OnlyACalendarInItsOwnAddress_IsLinked", () => {
  assert.equal(isCalendarFile({ contentType: "text/calendar", contentUrl: "data:text/calendar;charset=utf-8;base64,QkVHSU4=" }), true);
  assert.equal(isCalendarFile({ contentType: "text/calendar", contentUrl: "javascript:alert(1)" }), false);
  assert.equal(isCalendarFile({ contentType: "text/calendar", contentUrl: "https://elders.example/x.ics" }), false);
  assert.equal(isCalendarFile({ contentType: "text/html", contentUrl: "data:text/html,<b>x</b>" }), false);
  assert.equal(isCalendarFile({ contentType: "text/calendar", contentUrl: 'data:text/calendar,"><script>' }), false);
});
