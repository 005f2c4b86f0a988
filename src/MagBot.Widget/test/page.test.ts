import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Activity } from "../src/directline/types";
import { openSession } from "../src/session";
import { stringsOf } from "../src/strings";
import { authorOf, cardsOf, countUnread, isVisible, keyOf, suggestionsOf, textOf } from "../src/transcript";
import { botSays, echoOf } from "./fakes";

const withButtons: Activity = {
  ...botSays("2", "Bedoel je dit?"),
  suggestedActions: { actions: [{ type: "imBack", title: "Ja", value: "ja" }, { type: "imBack", title: "leeg" }] },
};

test("AuthorOf_AdvisorAndSystem_ComeFromChannelData", () => {
  const advisor: Activity = { ...botSays("1", "hoi"), channelData: { magbot: { author: "advisor" } } };

  assert.equal(authorOf(advisor, "dl_user"), "advisor");
  assert.equal(authorOf(botSays("1", "hoi"), "dl_user"), "bot");
  assert.equal(authorOf(echoOf("1", "c", "hoi"), "dl_user"), "user");
});

test("AuthorOf_CustomerWhoCallsHimselfAdvisor_StaysCustomer", () => {
  const posing: Activity = { ...echoOf("1", "c", "hoi"), channelData: { magbot: { author: "advisor" } } };

  assert.equal(authorOf(posing, "dl_user"), "user");
});

test("TextOf_BodyForOurClients_ReplacesTheTextButNeverTheCustomers", () => {
  const channelData = { magbot: { body: "kort" } };

  assert.equal(textOf({ ...botSays("1", "kort, met bronnen"), channelData }, "bot"), "kort");
  assert.equal(textOf({ ...echoOf("1", "c", "lang"), channelData }, "user"), "lang");
  assert.equal(textOf(botSays("1", "gewoon"), "bot"), "gewoon");
});

const withCards: Activity = {
  ...botSays("4", "Dit is er"),
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.hero",
      content: { title: "Citraat", text: "Inhoud: 90\n\nAllergenen: geen", buttons: [{ type: "openUrl", title: "Bekijk", value: "https://shop.example/c" }] },
    },
    { contentType: "application/vnd.microsoft.card.hero", content: { title: "Malaat", buttons: [{ type: "openUrl", title: "x", value: "javascript:alert(1)" }] } },
    { contentType: "image/png" },
  ],
};

test("CardsOf_HeroCards_GiveTitleLinesAndOnlySafeLinks", () => {
  assert.deepEqual(cardsOf(withCards, "bot"), [
    { title: "Citraat", lines: ["Inhoud: 90", "Allergenen: geen"], link: { title: "Bekijk", url: "https://shop.example/c" } },
    { title: "Malaat", lines: [], link: null },
  ]);
});

test("CardsOf_Customer_AreNeverDrawn", () => {
  assert.deepEqual(cardsOf(withCards, "user"), []);
});

test("SuggestionsOf_LastMessage_GivesThoseWithAValue", () => {
  assert.deepEqual(
    suggestionsOf([botSays("1", "hoi"), withButtons], "dl_user").map((action) => action.value),
    ["ja"],
  );
});

test("SuggestionsOf_SomethingSaidAfterwards_AreGone", () => {
  assert.deepEqual(suggestionsOf([withButtons, echoOf("3", "c", "ja")], "dl_user"), []);
});

test("SuggestionsOf_MeantForSomebodyElse_AreNotShown", () => {
  const other = { ...withButtons, suggestedActions: { ...withButtons.suggestedActions, to: ["dl_other"] } };

  assert.deepEqual(suggestionsOf([other], "dl_user"), []);
});

test("CountUnread_MessagesAfterTheSeenOne_CountsThoseOfOthers", () => {
  const transcript = [botSays("1", "a"), botSays("2", "b"), echoOf("3", "c", "x"), botSays("4", "d")];

  assert.equal(countUnread(transcript, "1", "dl_user"), 2);
  assert.equal(countUnread(transcript, "4", "dl_user"), 0);
});

test("CountUnread_ReplayNotYetThere_CountsNothing", () => {
  assert.equal(countUnread([botSays("1", "a")], "7", "dl_user"), 0);
});

test("IsVisible_EmptyOrHiddenPostBack_IsNot", () => {
  assert.equal(isVisible(botSays("1", " ")), false);
  assert.equal(isVisible({ ...echoOf("1", "c", "knop"), channelData: { postBack: true } }), false);
});

test("KeyOf_OwnMessage_IsTheSameBeforeAndAfterTheEcho", () => {
  assert.equal(keyOf(echoOf("c1|4", "client-1", "hoi")), "client-1");
});

test("Strings_PlaceholdersAndMissingKeys_AreFilledOrEmpty", () => {
  const strings = stringsOf({ shop: "Rustpunt", strings: { "new-messages": "{count} berichten van {shop}" } });

  assert.equal(strings("new-messages", 3), "3 berichten van Rustpunt");
  assert.equal(strings("title"), "");
});

test("OpenSession_StorageBlocked_WorksInMemory", () => {
  const session = openSession(() => {
    throw new Error("SecurityError");
  });

  session.update({ draft: "hoi" });

  assert.equal(session.value.draft, "hoi");
});

test("LockFile_Always_HoldsNoAddress", () => {
  const lock = readFileSync("package-lock.json", "utf8");

  assert.ok(!/"resolved"|:\/\//.test(lock));
});

test("Texts_EveryKeyOfTheWidget_IsWritten", () => {
  const texts = readFileSync("../../knowledge/texts.yaml", "utf8");
  const keys = [...readFileSync("src/strings.ts", "utf8").matchAll(/^ {2}\| "([a-z-]+)"/gm)].map((match) => match[1]);

  assert.ok(keys.length > 20);
  for (const key of keys) assert.match(texts, new RegExp(`^widget\\.${key}: \\S`, "m"), `knowledge/texts.yaml lacks widget.${key}`);
});
