// Every activity that we send, held against Microsoft's own schema; every card, against Microsoft's own parser.
import assert from "node:assert/strict";
import adaptivecards from "adaptivecards";
import schema from "botframework-schema";

const { AdaptiveCard, Version, SerializationContext } = adaptivecards;

export function assertActivity(activity) {
  // The schema's moments are Dates; on the wire they are texts.
  const moments = Object.fromEntries(["timestamp", "localTimestamp", "expiration"].filter((name) => activity[name]).map((name) => [name, new Date(activity[name])]));
  for (const [name, moment] of Object.entries(moments)) assert.ok(!Number.isNaN(moment.getTime()), `${name} is a moment`);
  // What the schema calls required although the protocol lets it be left out; everything that is there has to fit.
  const account = (value) => ({ name: "", ...value });
  const absent = { localTimezone: "", callerId: "", serviceUrl: "", label: "", valueType: "", text: "" };
  schema.assertActivity({
    ...absent,
    ...activity,
    ...moments,
    from: account(activity.from),
    recipient: account(activity.recipient),
    conversation: { isGroup: false, conversationType: "", ...account(activity.conversation) },
    ...(activity.suggestedActions ? { suggestedActions: { to: [], ...activity.suggestedActions } } : {}),
  });
  assertNoNulls(activity, "activity");
  for (const attachment of activity.attachments ?? [])
    if (attachment.contentType === "application/vnd.microsoft.card.adaptive") assertCard(attachment.content);
}

export function assertCard(content) {
  const context = SerializationContext ? new SerializationContext(new Version(1, 5)) : undefined;
  const card = new AdaptiveCard();
  card.parse(content, context);
  const events = context ? Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i)) : [];
  assert.deepEqual(events.map((event) => event.message), [], "the card parses without a remark");
  assert.equal(card.getActionCount?.() ?? content.actions.length, content.actions.length);
}

// Some channels refuse null where a member may be absent.
function assertNoNulls(value, path) {
  assert.notEqual(value, null, `${path} is null`);
  if (typeof value === "object") for (const [name, member] of Object.entries(value)) assertNoNulls(member, `${path}.${name}`);
}
