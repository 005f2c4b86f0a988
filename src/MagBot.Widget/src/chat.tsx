import { render } from "preact";
import css from "./chat.css";
import type { Chat, LoaderContext } from "./contract";
import { Backoff } from "./directline/backoff";
import { DirectLineClient } from "./directline/client";
import type { ConnectionState } from "./directline/connection";
import { systemClock, type Activity, type SessionStore } from "./directline/types";
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

/** Ties the panel, the loader's button and the Direct Line client together. */
class ChatWindow implements Chat {
  private readonly place = document.createElement("div");
  private readonly model: Model;
  private readonly client: DirectLineClient;
  private readonly actions: Actions;
  private cancelNotice = (): void => undefined;
  private cancelTyping = (): void => undefined;

  constructor(
    private readonly context: LoaderContext,
    private readonly session: SessionStore,
  ) {
    const { userId, draft = "", started } = session.value;
    this.model = {
      strings: undefined,
      open: false,
      settled: started !== true,
      connection: "connecting",
      transcript: [],
      outbox: [],
      typing: undefined,
      userId,
      draft,
    };
    this.client = this.createClient();
    this.actions = {
      send: (text) => this.client.send(text),
      retry: (clientActivityId) => this.client.retry(clientActivityId),
      react: (activityId, reaction, reason) => this.client.react(activityId, reaction, reason),
      download: async (format) => save(await this.client.export(format), format === "json" ? "magbot-gesprek.json" : "magbot-gesprek.txt"),
      saveDraft: (text) => {
        session.update({ draft: text });
        if (text.trim()) this.client.tellTyping();
      },
      close: () => this.close(),
    };
  }

  /** As it was on the page before: open, or folded up. */
  start(): void {
    adopt(this.context.root, css);
    this.context.root.append(this.place);
    this.listen();
    this.keepLoadingStrings(new Backoff(systemClock));
    if (this.session.value.open) this.show(true);
    this.client.start();
  }

  open(): Promise<void> {
    this.show(true);
    return this.loadStrings();
  }

  private close(): void {
    this.show(false);
    this.context.button.focus();
  }

  private show(open: boolean): void {
    this.session.update({ open });
    this.update({ open });
  }

  private createClient(): DirectLineClient {
    return new DirectLineClient(
      {
        base: this.context.base,
        session: this.session,
        clock: systemClock,
        fetch: (url, init) => fetch(url, init),
        openSocket: (url) => new WebSocket(url),
        newId,
      },
      {
        onState: (state) => this.onState(state),
        onTranscript: (transcript) => this.onTranscript(transcript),
        onOutbox: (outbox) => this.update({ outbox }),
        onTyping: (typing) => this.onTyping(typing),
      },
    );
  }

  private onState(state: ConnectionState): void {
    this.cancelNotice();
    if (state === "offline") {
      this.cancelNotice = systemClock.later(offlineNoticeMs, () => this.update({ connection: state }));
      return;
    }
    this.update({ connection: state, userId: this.session.value.userId });
    if (state === "online" && !this.model.settled) systemClock.later(settleMs, () => this.update({ settled: true }));
  }

  private onTranscript(transcript: readonly Activity[]): void {
    this.cancelTyping();
    this.update({ transcript, typing: undefined, userId: this.session.value.userId });
  }

  private onTyping(typing: Activity): void {
    if (typing.from?.role === "user" || typing.from?.id === this.session.value.userId) return;
    this.cancelTyping();
    this.cancelTyping = systemClock.later(typingMs, () => this.update({ typing: undefined }));
    this.update({ typing });
  }

  private listen(): void {
    addEventListener("online", () => this.client.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.client.wake());
    // An open socket keeps the browser from holding the page for the "back" button.
    addEventListener("pagehide", () => this.client.stop());
    addEventListener("pageshow", (event) => event.persisted && this.client.start());
  }

  private async loadStrings(): Promise<void> {
    if (this.model.strings) return;
    const strings = await fetchStrings(this.context.base);
    this.context.notice.textContent = "";
    this.update({ strings });
  }

  private keepLoadingStrings(backoff: Backoff): void {
    this.loadStrings().catch(() => systemClock.later(backoff.nextDelayMs(), () => this.keepLoadingStrings(backoff)));
  }

  private update(change: Partial<Model>): void {
    Object.assign(this.model, change);
    const { strings } = this.model;
    if (!strings) return;
    this.showButton(strings);
    render(<Panel model={{ ...this.model }} actions={this.actions} strings={strings} />, this.place);
  }

  private showButton(strings: Strings): void {
    const { open, settled, transcript, userId } = this.model;
    const { button, badge, label } = this.context;
    const { seen } = this.session.value;
    const last = transcript[transcript.length - 1]?.id;
    if (open && settled && last && last !== seen) this.session.update({ seen: last });
    const unread = open ? 0 : countUnread(transcript, seen, userId);
    button.hidden = open;
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", unread ? `${label} (${strings(unread === 1 ? "new-message" : "new-messages", unread)})` : label);
    badge.hidden = unread === 0;
    badge.textContent = String(unread);
  }
}

window.magbotMount = (context: LoaderContext): Chat => {
  const chat = new ChatWindow(context, openSession());
  chat.start();
  return chat;
};

function adopt(root: ShadowRoot, text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  systemClock.later(1_000, () => URL.revokeObjectURL(url));
}

/** `crypto.randomUUID` exists on secure origins only. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
