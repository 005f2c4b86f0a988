import { RequestError, type DirectLineApi } from "./api";
import { Backoff } from "./backoff";
import type { Credentials } from "./credentials";
import type { Activity, Clock, SessionStore } from "./types";

export type DeliveryState = "pending" | "sent" | "failed";

export interface Outgoing {
  readonly clientActivityId: string;
  readonly text: string;
  state: DeliveryState;
  /** Milliseconds since the epoch. */
  since: number;
}

/** So long an outage may last before the customer is asked to try again. */
const patienceMs = 60_000;
/** An accepted message comes back over the stream within this time, or the stream is dead. */
const echoTimeoutMs = 6_000;

/**
 * What the customer said and the stream has not shown yet, in order. One message at a time is on its way, always under the same
 * `clientActivityID`: however often it has to be sent, the server takes it once.
 */
export class Outbox {
  private items: readonly Outgoing[] = [];
  private flushing = false;
  private cancelRetry: (() => void) | undefined;
  private readonly backoff: Backoff;

  constructor(
    private readonly api: DirectLineApi,
    private readonly credentials: Credentials,
    private readonly session: SessionStore,
    private readonly clock: Clock,
    private readonly events: { onChange(items: readonly Outgoing[]): void; onMissingEcho(): void },
  ) {
    this.backoff = new Backoff(clock);
    this.items = (session.value.unsent ?? []).map((unsent) => ({ ...unsent, state: "pending", since: clock.now() }));
  }

  get waiting(): readonly Outgoing[] {
    return this.items;
  }

  send(text: string, clientActivityId: string): void {
    this.change([...this.items, { clientActivityId, text, state: "pending", since: this.clock.now() }]);
    void this.flush();
  }

  retry(clientActivityId: string): void {
    const item = this.find(clientActivityId);
    if (item?.state !== "failed") return;
    item.state = "pending";
    item.since = this.clock.now();
    this.change(this.items);
    void this.flush();
  }

  /** The stream has shown the message: it is the transcript's from now on. */
  confirm(clientActivityId: string): void {
    if (this.find(clientActivityId)) this.change(this.items.filter((item) => item.clientActivityId !== clientActivityId));
  }

  /** The conversation is another one; what the old one had accepted stays with it. */
  forgetSent(): void {
    this.change(this.items.filter((item) => item.state !== "sent"));
  }

  /** Sends what waits, once the conversation has been started. */
  async flush(): Promise<void> {
    if (this.flushing) return;
    this.cancelRetry?.();
    this.flushing = true;
    try {
      for (let next = this.nextPending(); next && this.session.value.started; next = this.nextPending()) {
        if (!(await this.deliver(next))) break;
      }
    } finally {
      this.flushing = false;
    }
  }

  stop(): void {
    this.cancelRetry?.();
  }

  /** False when the others have to wait as well. */
  private async deliver(item: Outgoing): Promise<boolean> {
    let token: string | undefined;
    try {
      const credential = await this.credentials.current();
      token = credential.token;
      await this.api.post(token, credential.conversationId, this.toActivity(item));
      this.backoff.reset();
      this.set(item, "sent");
      this.expectEcho(item);
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.refused && token) this.credentials.refuse(token);
      else if (!error.transient) return this.set(item, "failed");
      if (this.clock.now() - item.since >= patienceMs) this.set(item, "failed");
      this.cancelRetry = this.clock.later(error.retryAfterMs ?? this.backoff.nextDelayMs(), () => void this.flush());
      return false;
    }
  }

  private toActivity(item: Outgoing): Activity & Record<string, unknown> {
    return {
      type: "message",
      text: item.text,
      textFormat: "plain",
      locale: "nl-NL",
      from: { id: this.session.value.userId ?? "", role: "user" },
      localTimestamp: new Date(item.since).toISOString(),
      channelData: { clientActivityID: item.clientActivityId },
    };
  }

  private expectEcho(item: Outgoing): void {
    this.clock.later(echoTimeoutMs, () => {
      if (this.find(item.clientActivityId)) this.events.onMissingEcho();
    });
  }

  private nextPending(): Outgoing | undefined {
    return this.items.find((item) => item.state === "pending");
  }

  private find(clientActivityId: string): Outgoing | undefined {
    return this.items.find((item) => item.clientActivityId === clientActivityId);
  }

  private set(item: Outgoing, state: DeliveryState): true {
    item.state = state;
    this.change(this.items);
    return true;
  }

  private change(items: readonly Outgoing[]): void {
    this.items = [...items];
    const unsent = items.filter((item) => item.state !== "sent").map(({ clientActivityId, text }) => ({ clientActivityId, text }));
    this.session.update({ unsent });
    this.events.onChange(this.items);
  }
}
