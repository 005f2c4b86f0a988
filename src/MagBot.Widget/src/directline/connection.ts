import { RequestError, type DirectLineApi } from "./api";
import { Backoff } from "./backoff";
import type { Credentials } from "./credentials";
import { Stream, type SocketFactory } from "./stream";
import type { ActivitySet, Clock, SessionStore } from "./types";

export type ConnectionState = "connecting" | "online" | "offline";

export interface ConnectionEvents {
  onState(state: ConnectionState): void;
  onSet(set: ActivitySet): void;
}

const socketFailuresBeforePolling = 3;
const pollIntervalMs = 2_000;
/** So long the client polls before it tries a socket again. */
const pollingSpellMs = 60_000;

/**
 * Keeps the conversation's stream open: starts or resumes the conversation, follows the stream, and after a loss comes back with the
 * watermark of the last set that arrived. Where sockets do not get through it polls.
 */
export class Connection {
  private watermark = "";
  private running = false;
  private loop: Promise<void> | undefined;
  private stream: Stream | undefined;
  private socketFailures = 0;
  private wakeUp: (() => void) | undefined;
  private readonly backoff: Backoff;

  constructor(
    private readonly api: DirectLineApi,
    private readonly credentials: Credentials,
    private readonly session: SessionStore,
    private readonly openSocket: SocketFactory,
    private readonly clock: Clock,
    private readonly events: ConnectionEvents,
  ) {
    this.backoff = new Backoff(clock);
  }

  start(): void {
    this.running = true;
    // After a stop the old loop may still be on its way out; two at once would hold two sockets.
    if (this.loop) return;
    this.events.onState("connecting");
    this.loop = this.run().finally(() => {
      this.loop = undefined;
      if (this.running) this.start();
    });
  }

  stop(): void {
    this.running = false;
    this.stream?.close();
    this.wake();
  }

  /** Ends a waiting time at once: the browser is online again, the page is visible again. */
  wake(): void {
    this.wakeUp?.();
  }

  /** Something expected did not come over the stream: do not trust it any longer. */
  distrust(): void {
    this.stream?.close();
  }

  /** The conversation is another one: nothing of the old stream counts. */
  forget(): void {
    this.watermark = "";
    this.stream?.close();
  }

  private async run(): Promise<void> {
    while (this.running) {
      const renewAtOnce = await this.attempt();
      if (!this.running) return;
      this.events.onState("offline");
      if (!renewAtOnce) await this.pause(this.backoff.nextDelayMs());
    }
  }

  /** Connects and stays until the connection is lost; true when the next attempt may follow without a pause. */
  private async attempt(): Promise<boolean> {
    let token: string | undefined;
    const hadToken = this.session.value.token;
    try {
      token = (await this.credentials.current()).token;
      const streamUrl = await this.openConversation();
      this.credentials.accepted();
      await this.follow(streamUrl);
      return false;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // The server does not know the watermark (its log was restored from a copy, say): read everything again.
      if (error.status === 400 && this.watermark) this.watermark = "";
      if (!error.refused || !token) return false;
      this.credentials.refuse(this.session.value.token ?? token);
      return hadToken === token; // a token from an earlier page may simply be too old
    }
  }

  private async openConversation(): Promise<string> {
    const { token, conversationId } = await this.credentials.current();
    if (!this.session.value.started) {
      const { created, conversation } = await this.api.start(token);
      this.credentials.adopt(conversation.token ?? token, conversation.expires_in);
      this.session.update({ started: true });
      if (created && conversation.streamUrl) return conversation.streamUrl;
    }
    const conversation = await this.api.reconnect(this.session.value.token ?? token, conversationId, this.watermark);
    this.credentials.adopt(conversation.token ?? token, conversation.expires_in);
    return conversation.streamUrl ?? "";
  }

  private async follow(streamUrl: string): Promise<void> {
    if (!this.running) return;
    if (!streamUrl || this.socketFailures >= socketFailuresBeforePolling) return this.poll();
    let opened = false;
    try {
      this.stream = new Stream(this.openSocket, streamUrl, this.clock, {
        onOpen: () => this.events.onState("online"),
        onSet: (set) => this.receive(set),
      });
      opened = await this.stream.closed;
    } catch {
      // An address that the browser refuses (mixed content, policy) throws at once.
    }
    this.stream = undefined;
    this.socketFailures = opened ? 0 : this.socketFailures + 1;
  }

  private async poll(): Promise<void> {
    const end = this.clock.now() + pollingSpellMs;
    while (this.running && this.clock.now() < end) {
      const { token, conversationId } = await this.credentials.current();
      const set = await this.api.activities(token, conversationId, this.watermark);
      if (!this.running) return;
      this.events.onState("online");
      this.receive(set);
      if (!set.activities?.length) await this.pause(pollIntervalMs);
    }
    this.socketFailures = socketFailuresBeforePolling - 1;
  }

  private receive(set: ActivitySet): void {
    this.backoff.reset();
    this.events.onSet(set);
    // A set without watermark (typing) leaves the old one. The mark moves only after the set has been handled.
    if (set.watermark) this.watermark = set.watermark;
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.clock.later(delayMs, () => this.wakeUp?.());
      this.wakeUp = () => {
        cancel();
        this.wakeUp = undefined;
        resolve();
      };
    });
  }
}
