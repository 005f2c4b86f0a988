import { DirectLineApi, type Fetch } from "./api";
import { Connection, type ConnectionState } from "./connection";
import { Credentials } from "./credentials";
import { Outbox, type Outgoing } from "./outbox";
import type { SocketFactory } from "./stream";
import type { Activity, ActivitySet, Clock, ExportFormat, Reaction, SessionStore } from "./types";

export interface ClientOptions {
  /** Origin (and path) of the bot, without a slash at the end. */
  base: string;
  session: SessionStore;
  clock: Clock;
  fetch: Fetch;
  openSocket: SocketFactory;
  newId(): string;
}

export interface ClientEvents {
  onState(state: ConnectionState): void;
  /** The transcript in the order of the server's log, each activity once. */
  onTranscript(transcript: readonly Activity[]): void;
  onOutbox(items: readonly Outgoing[]): void;
  onTyping(activity: Activity): void;
}

/** Who types on is told no more often than this. */
const typingPauseMs = 3_000;

/** A Direct Line 3.0 client for one conversation, which it keeps through lost connections, reloads and expired tokens. */
export class DirectLineClient {
  private transcript: readonly Activity[] = [];
  /** An advisor has the conversation: somebody to whom it matters that the customer types. */
  private hasAdvisor = false;
  private typingToldAt = 0;
  private readonly api: DirectLineApi;
  private readonly credentials: Credentials;
  private readonly outbox: Outbox;
  private readonly connection: Connection;

  constructor(
    private readonly options: ClientOptions,
    private readonly events: ClientEvents,
  ) {
    const { base, session, clock, fetch, openSocket } = options;
    const api = (this.api = new DirectLineApi(base, fetch, clock));
    this.credentials = new Credentials(api, session, clock, () => this.beginAnew());
    this.outbox = new Outbox(api, this.credentials, session, clock, {
      onChange: (items) => events.onOutbox(items),
      onMissingEcho: () => this.connection.distrust(),
    });
    this.connection = new Connection(api, this.credentials, session, openSocket, clock, {
      onState: (state) => this.onState(state),
      onSet: (set) => this.onSet(set),
    });
  }

  start(): void {
    this.events.onOutbox(this.outbox.waiting);
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
    this.outbox.stop();
    this.credentials.stop();
  }

  wake(): void {
    this.connection.wake();
  }

  send(text: string): void {
    this.outbox.send(text, this.options.newId());
  }

  retry(clientActivityId: string): void {
    this.outbox.retry(clientActivityId);
  }

  /** The customer types. Told to people only, and nothing is lost when it does not arrive. */
  tellTyping(): void {
    const now = this.options.clock.now();
    if (!this.hasAdvisor || now - this.typingToldAt < typingPauseMs) return;
    this.typingToldAt = now;
    const activity: Activity = { type: "typing", from: { id: this.options.session.value.userId ?? "", role: "user" } };
    this.credentials
      .current()
      .then(({ token, conversationId }) => this.api.post(token, conversationId, activity))
      .catch(() => undefined);
  }

  /** A thumb for one message of the bot. Rejected when the server did not take it. */
  async react(activityId: string, reaction: Reaction, reason?: string): Promise<void> {
    const { token, conversationId } = await this.credentials.current();
    const activity: Activity & Record<string, unknown> = {
      type: "messageReaction",
      replyToId: activityId,
      reactionsAdded: [{ type: reaction }],
      from: { id: this.options.session.value.userId ?? "", role: "user" },
      channelData: { clientActivityID: this.options.newId() },
      ...(reason ? { value: { reason } } : {}),
    };
    await this.api.post(token, conversationId, activity);
  }

  /** Everything that is kept of this conversation. */
  async export(format: ExportFormat): Promise<Blob> {
    const { token, conversationId } = await this.credentials.current();
    return this.api.export(token, conversationId, format);
  }

  private onState(state: ConnectionState): void {
    this.events.onState(state);
    if (state === "online") void this.outbox.flush();
  }

  private onSet(set: ActivitySet): void {
    const transcript = [...this.transcript];
    for (const activity of set.activities ?? []) {
      if (activity.type === "typing") this.events.onTyping(activity);
      else if (activity.type === "message") this.add(transcript, activity);
      else if (!this.isOwn(activity)) this.obey(transcript, activity);
    }
    if (transcript.length === this.transcript.length && transcript.every((entry, i) => entry === this.transcript[i])) return;
    this.transcript = transcript;
    this.events.onTranscript(transcript);
  }

  /** Events of our side; a customer's own mean nothing. */
  private obey(transcript: Activity[], { name, value }: Activity): void {
    if (name === "magbot.erased") {
      forgetBefore(transcript, value);
      this.hasAdvisor = false;
    } else if (name === "handoff.status") this.hasAdvisor = (value as { state?: unknown } | undefined)?.state === "accepted";
  }

  private add(transcript: Activity[], activity: Activity): void {
    const known = activity.id ? transcript.findIndex((entry) => entry.id === activity.id) : -1;
    // The same id again is a repetition or an edited text: both replace what stands there.
    if (known >= 0) transcript[known] = activity;
    else transcript.push(activity);
    const own = activity.channelData?.clientActivityID;
    if (own && this.isOwn(activity)) this.outbox.confirm(own);
  }

  private isOwn(activity: Activity): boolean {
    return activity.from?.role === "user" || activity.from?.id === this.options.session.value.userId;
  }

  private beginAnew(): void {
    this.transcript = [];
    this.events.onTranscript(this.transcript);
    this.outbox.forgetSent();
    this.connection.forget();
  }
}

/** Drops what stands before an activity, or everything when it is not there. */
function forgetBefore(transcript: Activity[], id: unknown): void {
  const first = transcript.findIndex((entry) => entry.id === id);
  transcript.splice(0, first < 0 ? transcript.length : first);
}
