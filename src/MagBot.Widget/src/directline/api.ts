import type { Activity, ActivitySet, Clock, Conversation, ExportFormat, TokenGrant } from "./types";

const requestTimeoutMs = 20_000;

/** An answer other than 2xx, or no answer at all (`status` 0). */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterMs?: number,
  ) {
    super(`HTTP ${status}`);
  }

  /** The token is expired or foreign, or its conversation is gone: only a new token helps. */
  get refused(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404;
  }

  /** Trying again later may help. */
  get transient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The calls of Direct Line 3.0 that the widget makes, and MagBot's own `/widget/token`. */
export class DirectLineApi {
  private readonly directLine: string;

  constructor(
    private readonly base: string,
    private readonly fetch: Fetch,
    private readonly clock: Clock,
  ) {
    this.directLine = `${base}/v3/directline`;
  }

  /** With the proof of an earlier conversation the server resumes it, also when that token has expired. */
  async token(proof?: { conversationId: string; token: string }): Promise<TokenGrant> {
    return (await this.call("POST", `${this.base}/widget/token`, undefined, proof ?? {})).body as TokenGrant;
  }

  async refresh(token: string): Promise<TokenGrant> {
    return (await this.call("POST", `${this.directLine}/tokens/refresh`, token)).body as TokenGrant;
  }

  /** `created` is false when this token's conversation had been started before. */
  async start(token: string): Promise<{ created: boolean; conversation: Conversation }> {
    const answer = await this.call("POST", `${this.directLine}/conversations`, token, { locale: "nl-NL" });
    return { created: answer.status === 201, conversation: answer.body as Conversation };
  }

  /** An empty watermark asks for the whole transcript. */
  async reconnect(token: string, conversationId: string, watermark: string): Promise<Conversation> {
    return (await this.call("GET", this.conversation(conversationId, `?watermark=${encodeURIComponent(watermark)}`), token))
      .body as Conversation;
  }

  async activities(token: string, conversationId: string, watermark: string): Promise<ActivitySet> {
    const path = `/activities?watermark=${encodeURIComponent(watermark)}`;
    return (await this.call("GET", this.conversation(conversationId, path), token)).body as ActivitySet;
  }

  async post(token: string, conversationId: string, activity: Activity): Promise<void> {
    await this.call("POST", this.conversation(conversationId, "/activities"), token, activity);
  }

  /** Everything that is kept of the conversation, as a file. */
  async export(token: string, conversationId: string, format: ExportFormat): Promise<Blob> {
    const headers = { Authorization: `Bearer ${token}` };
    const url = this.conversation(conversationId, `/export?format=${format}`);
    const response = await this.fetch(url, { method: "GET", headers, credentials: "omit", cache: "no-store" });
    if (!response.ok) throw new RequestError(response.status);
    return response.blob();
  }

  private conversation(id: string, rest: string): string {
    return `${this.directLine}/conversations/${encodeURIComponent(id)}${rest}`;
  }

  private async call(
    method: string,
    url: string,
    token?: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const abort = new AbortController();
    const cancel = this.clock.later(requestTimeoutMs, () => abort.abort());
    const headers: Record<string, string> = {};
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await this.fetch(url, {
        method,
        headers,
        signal: abort.signal,
        credentials: "omit",
        cache: "no-store",
        // A message that was sent just before the customer follows a link still has to arrive.
        keepalive: method === "POST",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new RequestError(response.status, retryAfterMs(response));
      return { status: response.status, body: await response.json() };
    } catch (error) {
      throw error instanceof RequestError ? error : new RequestError(0);
    } finally {
      cancel();
    }
  }
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return seconds >= 0 ? Math.min(seconds, 60) * 1000 : undefined;
}
