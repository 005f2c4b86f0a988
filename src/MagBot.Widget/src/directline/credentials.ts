import { RequestError, type DirectLineApi } from "./api";
import type { Clock, SessionStore } from "./types";

export interface Credential {
  token: string;
  conversationId: string;
}

const defaultLifeSeconds = 1800;
const refreshRetryMs = 30_000;
/** A token this near to its end is not used any more. */
const marginMs = 15_000;
/** So many new tokens in a row that are refused again: the conversation itself is beyond saving. */
const renewalsBeforeStartingAnew = 3;

/**
 * The token of the one conversation: obtained at need, refreshed at half of its life, renewed with the old one as proof when the
 * server refuses it.
 */
export class Credentials {
  private obtaining: Promise<Credential> | undefined;
  private refused = false;
  private renewals = 0;
  private cancelRefresh: (() => void) | undefined;

  constructor(
    private readonly api: DirectLineApi,
    private readonly session: SessionStore,
    private readonly clock: Clock,
    /** The server gave another conversation than the one we had. */
    private readonly onOtherConversation: () => void,
  ) {
    if (this.usable) this.scheduleRefresh();
  }

  /** A credential that is believed to be valid. Throws `RequestError`. */
  current(): Promise<Credential> {
    const { token, conversationId } = this.session.value;
    if (token && conversationId && this.usable) return Promise.resolve({ token, conversationId });
    this.obtaining ??= this.obtain().finally(() => (this.obtaining = undefined));
    return this.obtaining;
  }

  /** The server answered 401, 403 or 404 to `token`. */
  refuse(token: string): void {
    if (token === this.session.value.token) this.refused = true;
  }

  /** The server accepted the credential. */
  accepted(): void {
    this.renewals = 0;
  }

  /** Takes over the token that comes with an answer of the server. */
  adopt(token: string, expiresInSeconds = defaultLifeSeconds): void {
    this.session.update({ token, expiresAt: this.clock.now() + expiresInSeconds * 1000 });
    this.refused = false;
    this.scheduleRefresh();
  }

  stop(): void {
    this.cancelRefresh?.();
  }

  private get usable(): boolean {
    return !this.refused && (this.session.value.expiresAt ?? 0) - marginMs > this.clock.now();
  }

  private async obtain(): Promise<Credential> {
    const { token, conversationId } = this.session.value;
    const anew = !token || !conversationId || this.renewals >= renewalsBeforeStartingAnew;
    const grant = await this.api.token(anew ? undefined : { conversationId, token });
    this.renewals = anew ? 0 : this.renewals + 1;
    if (grant.conversationId !== conversationId) {
      this.session.update({ conversationId: grant.conversationId, started: false });
      if (conversationId) this.onOtherConversation();
    }
    if (grant.userId) this.session.update({ userId: grant.userId });
    this.adopt(grant.token, grant.expires_in);
    return { token: grant.token, conversationId: grant.conversationId };
  }

  private scheduleRefresh(delayMs = ((this.session.value.expiresAt ?? 0) - this.clock.now()) / 2): void {
    this.cancelRefresh?.();
    this.cancelRefresh = this.clock.later(Math.max(0, delayMs), () => void this.refresh());
  }

  private async refresh(): Promise<void> {
    const token = this.session.value.token;
    if (!token) return;
    try {
      const grant = await this.api.refresh(token);
      // Another answer may have brought a newer token meanwhile.
      if (token === this.session.value.token) this.adopt(grant.token, grant.expires_in);
    } catch (error) {
      if (error instanceof RequestError && error.refused) this.refuse(token);
      else this.scheduleRefresh(refreshRetryMs);
    }
  }
}
