import type { ConnectionState } from "../src/directline/connection";
import { DirectLineClient } from "../src/directline/client";
import type { Outgoing } from "../src/directline/outbox";
import type { Socket } from "../src/directline/stream";
import type { Activity, Clock, Session } from "../src/directline/types";
import { openSession } from "../src/session";

export class FakeClock implements Clock {
  private time = 1_000_000;
  private timers: { at: number; action: () => void }[] = [];

  now(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  later(delayMs: number, action: () => void): () => void {
    const timer = { at: this.time + delayMs, action };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((other) => other !== timer));
  }

  /** Lets the time pass, timer by timer, and lets every promise settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.action();
      await settle();
    }
    this.time = end;
  }
}

export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

export class FakeSocket implements Socket {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.closed = true;
  }

  async open(): Promise<void> {
    this.onopen?.({} as Event);
    await settle();
  }

  async receive(set: { activities: Activity[]; watermark?: string } | string): Promise<void> {
    this.onmessage?.({ data: typeof set === "string" ? set : JSON.stringify(set) } as MessageEvent);
    await settle();
  }

  async lose(): Promise<void> {
    this.onclose?.({} as CloseEvent);
    await settle();
  }
}

export interface Call {
  method: string;
  path: string;
  token: string | undefined;
  body: any;
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | "network error" | "never";

/** A Direct Line server that answers well, until a test says otherwise. */
export class FakeServer {
  readonly calls: Call[] = [];
  readonly sockets: FakeSocket[] = [];
  conversationId = "c1";
  private issued = 0;
  private overrides: { method: string; path: RegExp; answers: Answer[] }[] = [];

  /** The next calls that fit get these answers, in order. */
  answer(method: string, path: RegExp, ...answers: Answer[]): void {
    this.overrides.push({ method, path, answers });
  }

  called(method: string, path: RegExp): Call[] {
    return this.calls.filter((call) => call.method === method && path.test(call.path));
  }

  get socket(): FakeSocket {
    const last = this.sockets[this.sockets.length - 1];
    if (!last) throw new Error("no socket was opened");
    return last;
  }

  openSocket = (url: string): FakeSocket => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  fetch = (url: string, init: RequestInit): Promise<Response> => {
    const path = url.replace("https://bot.example", "");
    const token = (init.headers as Record<string, string>)["Authorization"]?.replace("Bearer ", "");
    const call: Call = { method: init.method ?? "GET", path, token, body: init.body ? JSON.parse(String(init.body)) : undefined };
    this.calls.push(call);
    const override = this.overrides.find((o) => o.answers.length && o.method === call.method && o.path.test(path));
    const answer = override?.answers.shift() ?? this.usual(call);
    if (answer === "never") {
      return new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    }
    if (answer === "network error") return Promise.reject(new TypeError("Failed to fetch"));
    return Promise.resolve(
      new Response(JSON.stringify(answer.body ?? {}), { status: answer.status, headers: answer.headers ?? {} }),
    );
  };

  private usual(call: Call): Answer {
    const grant = { token: `t${++this.issued}`, conversationId: this.conversationId, expires_in: 1800 };
    if (call.path === "/widget/token") return { status: 200, body: { ...grant, userId: "dl_user" } };
    if (call.path.endsWith("/tokens/refresh")) return { status: 200, body: grant };
    if (call.path.includes("/activities")) {
      return { status: 200, body: call.method === "GET" ? { activities: [], watermark: "0" } : { id: "x" } };
    }
    const streamUrl = `wss://bot.example/stream/${grant.token}`;
    return { status: call.method === "POST" ? 201 : 200, body: { ...grant, streamUrl } };
  }
}

/** A client on a fake server, with what it has told its page so far. */
export class Bench {
  readonly clock = new FakeClock();
  readonly server = new FakeServer();
  readonly client: DirectLineClient;
  readonly states: ConnectionState[] = [];
  transcript: readonly Activity[] = [];
  outbox: readonly Outgoing[] = [];
  private ids = 0;

  constructor(
    session: Session = {},
    readonly storage = new MemoryStorage(session),
  ) {
    this.client = new DirectLineClient(
      {
        base: "https://bot.example",
        session: openSession(() => this.storage as unknown as Storage),
        clock: this.clock,
        fetch: this.server.fetch,
        openSocket: this.server.openSocket,
        newId: () => `client-${++this.ids}`,
      },
      {
        onState: (state) => this.states.push(state),
        onTranscript: (transcript) => (this.transcript = transcript),
        onOutbox: (items) => (this.outbox = items.map((item) => ({ ...item }))),
        onTyping: () => undefined,
      },
    );
  }

  /** A bench whose client is connected over an open socket. */
  static async connected(session?: Session): Promise<Bench> {
    const bench = new Bench(session);
    bench.client.start();
    await settle();
    await bench.server.socket.open();
    return bench;
  }

  get session(): Session {
    return JSON.parse(this.storage.getItem("magbot") ?? "{}") as Session;
  }

  get texts(): (string | undefined)[] {
    return this.transcript.map((activity) => activity.text);
  }
}

export class MemoryStorage {
  private text: string | null;

  constructor(session: Session) {
    this.text = Object.keys(session).length ? JSON.stringify(session) : null;
  }

  getItem(_key: string): string | null {
    return this.text;
  }

  setItem(_key: string, value: string): void {
    this.text = value;
  }
}

export function botSays(id: string, text: string): Activity {
  return { type: "message", id, text, from: { id: "magbot", role: "bot" } };
}

export function echoOf(id: string, clientActivityID: string, text: string): Activity {
  return { type: "message", id, text, from: { id: "dl_user", role: "user" }, channelData: { clientActivityID } };
}
