import { isExpected, type Expected } from "./contact";
import type { Activity, Attachment, CardAction } from "./directline/types";
import { safeUrl } from "./markdown";

export type Author = "user" | "bot" | "advisor" | "system";

export function authorOf(activity: Activity, userId: string | undefined): Author {
  if (activity.from?.role === "user" || (userId && activity.from?.id === userId)) return "user";
  return activity.channelData?.magbot?.author ?? "bot";
}

/** What to show of a message; only what comes from our side may have a `body`. */
export function textOf(activity: Activity, author: Author): string {
  return (author !== "user" && activity.channelData?.magbot?.body) || (activity.text ?? "");
}

/** Messages that show something: not the answers to hidden buttons, not empty ones. */
export function isVisible(activity: Activity): boolean {
  return !!activity.text?.trim() && !activity.channelData?.postBack;
}

export interface Card {
  title: string;
  lines: string[];
  link: { title: string; url: string } | null;
}

/** The hero cards of a message of ours, as plain text and one safe link each. */
export function cardsOf(activity: Activity, author: Author): Card[] {
  if (author === "user") return [];
  return (activity.attachments ?? [])
    .filter((attachment) => attachment.contentType === "application/vnd.microsoft.card.hero" && attachment.content)
    .map(({ content }) => {
      const button = (content?.buttons ?? []).find((action) => action.type === "openUrl" && typeof action.value === "string");
      const url = button ? safeUrl(button.value as string) : null;
      return {
        title: asText(content?.title),
        lines: asText(content?.text).split(/\n+/).filter(Boolean),
        link: url ? { title: button?.title ?? url, url } : null,
      };
    })
    .filter((card) => card.title);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Stays the same from the moment of sending until after the echo, so that the bubble is not drawn anew. */
export function keyOf(activity: Activity): string {
  return activity.channelData?.clientActivityID ?? activity.id ?? "";
}

/** The buttons of the last message, as long as nothing was said after it. */
export function suggestionsOf(transcript: readonly Activity[], userId: string | undefined): CardAction[] {
  const last = transcript[transcript.length - 1];
  if (!last || authorOf(last, userId) === "user") return [];
  const { actions = [], to = [] } = last.suggestedActions ?? {};
  if (to.length && !(userId && to.includes(userId))) return [];
  return actions.filter((action) => typeof action.value === "string" && action.value);
}

/** What the last question wants to hear; null when it takes any words, or was answered. */
export function expectedOf(transcript: readonly Activity[], userId: string | undefined): Expected | null {
  const last = transcript[transcript.length - 1];
  const expects = last && authorOf(last, userId) !== "user" ? last.channelData?.magbot?.expects : undefined;
  return isExpected(expects) ? expects : null;
}

/** How many messages of others stand after the one that was seen last. */
export function countUnread(transcript: readonly Activity[], seen: string | undefined, userId: string | undefined): number {
  const from = seen ? transcript.findIndex((activity) => activity.id === seen) + 1 : 0;
  if (seen && from === 0) return 0; // still replaying
  return transcript.slice(from).filter((activity) => isVisible(activity) && authorOf(activity, userId) !== "user").length;
}

/** A calendar that stands whole in its address; every other address is refused. */
export function isCalendarFile(file: Attachment): boolean {
  return file.contentType === "text/calendar" && /^data:text\/calendar[;,][^\s"'<>]*$/i.test(file.contentUrl ?? "");
}
