import type { ActivitySet, Clock } from "./types";

const openTimeoutMs = 10_000;
const keepAliveMs = 20_000;

/** The part of `WebSocket` that the stream uses. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  send(data: string): void;
  close(): void;
}

export type SocketFactory = (url: string) => Socket;

/** One WebSocket from opening to closing. */
export class Stream {
  private readonly socket: Socket;
  private cancelTimer: () => void;
  private opened = false;
  private ended = false;
  private end!: (opened: boolean) => void;

  /** Settles when the socket is gone; true when it had been open. */
  readonly closed = new Promise<boolean>((resolve) => (this.end = resolve));

  constructor(
    factory: SocketFactory,
    url: string,
    private readonly clock: Clock,
    private readonly handlers: { onOpen(): void; onSet(set: ActivitySet): void },
  ) {
    this.socket = factory(url);
    this.cancelTimer = clock.later(openTimeoutMs, () => this.close());
    this.socket.onopen = () => this.onOpen();
    this.socket.onmessage = (event) => this.onMessage(event.data);
    this.socket.onclose = this.socket.onerror = () => this.close();
  }

  /** Does not wait for the other side: a dead connection would answer only after minutes. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.cancelTimer();
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = this.socket.onerror = null;
    this.socket.close();
    this.end(this.opened);
  }

  private onOpen(): void {
    this.opened = true;
    this.cancelTimer();
    this.keepAlive();
    this.handlers.onOpen();
  }

  private keepAlive(): void {
    this.cancelTimer = this.clock.later(keepAliveMs, () => {
      this.socket.send("");
      this.keepAlive();
    });
  }

  private onMessage(data: unknown): void {
    if (typeof data !== "string" || data === "") return; // keep-alive of the server
    let set: ActivitySet;
    try {
      set = JSON.parse(data) as ActivitySet;
    } catch {
      return this.close(); // a torn frame: the reconnect brings its content again
    }
    this.handlers.onSet(set);
  }
}
