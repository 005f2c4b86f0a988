/** The texts of the widget, by their key under `widget.` in `knowledge/texts.yaml`; README.md lists them. */
export type StringKey =
  | "title"
  | "ai-label"
  | "talk-to-advisor"
  | "close"
  | "messages-label"
  | "input-label"
  | "placeholder"
  | "send"
  | "too-long"
  | "privacy"
  | "check-name"
  | "check-email"
  | "check-contact"
  | "check-good"
  | "suggestions"
  | "sources"
  | "evidence"
  | "typing"
  | "advisor-typing"
  | "connecting"
  | "offline"
  | "sending"
  | "failed"
  | "retry"
  | "you"
  | "bot"
  | "advisor"
  | "system"
  | "new-message"
  | "new-messages"
  | "external-link"
  | "download-text"
  | "download-json"
  | "download-failed"
  | "helpful"
  | "not-helpful"
  | "feedback-why"
  | "feedback-wrong"
  | "feedback-other"
  | "feedback-unclear"
  | "feedback-thanks";

export type Strings = (key: StringKey, count?: number) => string;

interface WidgetConfiguration {
  shop?: string;
  strings?: Partial<Record<StringKey, string>>;
}

/** A key that the server does not know yields an empty text: a missing label must not stop a conversation. */
export function stringsOf(configuration: WidgetConfiguration): Strings {
  return (key, count) =>
    (configuration.strings?.[key] ?? "")
      .replace("{shop}", configuration.shop ?? "")
      .replace("{count}", String(count ?? ""));
}

/** Throws when the server gives none. */
export async function fetchStrings(base: string): Promise<Strings> {
  const answer = await fetch(`${base}/widget/config.json`, { credentials: "omit" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return stringsOf((await answer.json()) as WidgetConfiguration);
}
