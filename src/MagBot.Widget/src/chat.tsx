import { render } from "preact";
import css from "./chat.css";
import type { Chat, LoaderContext } from "./contract";
import { Backoff } from "./directline/backoff";
import { DirectLineClient } from "./directline/client";
import { systemClock, type Activity } from "./directline/types";
import { openSession } from "./session";
import { fetchStrings, type Strings } from "./strings";
import { countUnread } from "./transcript";
import type { Actions, Model } from "./ui/model";
import { Panel } from "./ui/Panel";

const typingMs = 5_000;
/** A reconnect that succeeds within this time is not worth a word. */
const offlineNoticeMs = 1_000;
/** The transcript of an earlier page arrives within this time after the stream has opened. */
const settleMs = 700;

window.magbotMount = (context: LoaderContext): Chat => {
  const session = openSession();
  const resumed = session.value.started === true;
  const model: Model = {
    strings: undefined,
    open: false,
    settled: !resumed,
    connection: "connecting",
    transcript: [],
    outbox: [],
    typing: undefined,
    userId: session.value.userId,
    draft: session.value.draft ?? "",
  };
  const place = document.createElement("div");
  adopt(context.root, css);
  context.root.append(place);

  const client = new DirectLineClient(
    {
      base: context.base,
      session,
      clock: systemClock,
      fetch: (url, init) => fetch(url, init),
      openSocket: (url) => new WebSocket(url),
      newId: () => newId(),
    },
    {
      onState: (state) => {
        cancelNotice();
        if (state === "offline") cancelNotice = systemClock.later(offlineNoticeMs, () => update({ connection: "offline" }));
        else update({ connection: state, userId: session.value.userId });
        if (state === "online" && !model.settled) systemClock.later(settleMs, () => update({ settled: true }));
      },
      onTranscript: (transcript) => {
        const last = transcript[transcript.length - 1];
        if (last !== model.transcript[model.transcript.length - 1]) cancelTyping();
        update({ transcript, typing: undefined, userId: session.value.userId });
      },
      onOutbox: (outbox) => update({ outbox }),
      onTyping: (typing) => showTyping(typing),
    },
  );

  let cancelNotice = (): void => undefined;
  let cancelTyping = (): void => undefined;
  const showTyping = (typing: Activity): void => {
    if (typing.from?.id && typing.from.id === session.value.userId) return;
    cancelTyping();
    cancelTyping = systemClock.later(typingMs, () => update({ typing: undefined }));
    update({ typing });
  };

  const actions: Actions = {
    send: (text) => client.send(text),
    retry: (clientActivityId) => client.retry(clientActivityId),
    saveDraft: (draft) => session.update({ draft }),
    close: () => {
      show(false);
      context.button.focus();
    },
  };

  const show = (open: boolean): void => {
    session.update({ open });
    update({ open });
  };

  const update = (change: Partial<Model>): void => {
    Object.assign(model, change);
    const { strings } = model;
    if (!strings) return;
    showButton(strings);
    render(<Panel model={{ ...model }} actions={actions} strings={strings} />, place);
  };

  const showButton = (strings: Strings): void => {
    const { transcript } = model;
    context.button.hidden = model.open;
    context.button.setAttribute("aria-expanded", String(model.open));
    const seen = session.value.seen;
    const last = transcript[transcript.length - 1]?.id;
    if (model.open && model.settled && last && last !== seen) session.update({ seen: last });
    const unread = model.open ? 0 : countUnread(transcript, seen, model.userId);
    context.badge.hidden = unread === 0;
    context.badge.textContent = String(unread);
    const news = unread ? strings(unread === 1 ? "new-message" : "new-messages", unread) : "";
    context.button.setAttribute("aria-label", news ? `${context.label} (${news})` : context.label);
  };

  const loadStrings = async (): Promise<void> => {
    if (model.strings) return;
    const strings = await fetchStrings(context.base);
    context.text.textContent = context.label; // in the place of an error
    update({ strings });
  };

  const keepLoadingStrings = (backoff: Backoff): void => {
    loadStrings().catch(() => systemClock.later(backoff.nextDelayMs(), () => keepLoadingStrings(backoff)));
  };

  addEventListener("online", () => client.wake());
  document.addEventListener("visibilitychange", () => document.hidden || client.wake());
  // An open socket keeps the browser from holding the page for the "back" button.
  addEventListener("pagehide", () => client.stop());
  addEventListener("pageshow", (event) => event.persisted && client.start());

  keepLoadingStrings(new Backoff(systemClock));
  if (session.value.open) show(true);
  client.start();
  return {
    open: () => {
      show(true);
      return loadStrings();
    },
  };
};

function adopt(root: ShadowRoot, text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** `crypto.randomUUID` exists on secure origins only. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
