/** The parts of the Bot Framework Activity that the widget reads and writes. */
export interface Activity {
  id?: string;
  type: string;
  /** Of events. */
  name?: string;
  value?: unknown;
  text?: string;
  textFormat?: string;
  timestamp?: string;
  from?: { id?: string; name?: string; role?: string };
  replyToId?: string;
  attachments?: Attachment[];
  suggestedActions?: { actions?: CardAction[]; to?: string[] };
  channelData?: { clientActivityID?: string; postBack?: boolean; magbot?: MagBotData };
}

/** A file, or a card: the widget draws hero cards and leaves others to clients that know them. */
export interface Attachment {
  contentType?: string;
  content?: { title?: unknown; text?: unknown; buttons?: CardAction[] };
  contentUrl?: string;
  name?: string;
}

/** What the customer thinks of an answer. */
export type Reaction = "like" | "dislike";

export type ExportFormat = "text" | "json";

export interface CardAction {
  type: string;
  title?: string;
  value?: unknown;
}

/** What MagBot adds to its own messages, beside the fields of the protocol. */
export interface MagBotData {
  author?: "bot" | "advisor" | "system";
  /** The text without the sources and the evidence that `text` carries for other clients. */
  body?: string;
  evidence?: string;
  sources?: Source[];
  urgent?: boolean;
  /** Ids of the answers given; thumbs belong to these. */
  answerIds?: string[];
  /** The message tells what is kept: it can be downloaded. */
  export?: boolean;
  /** What the question wants to hear, so that the field can be checked while somebody types: `name`, `email` or `contact`. */
  expects?: unknown;
}

export interface Source {
  label: string;
  title?: string;
  url?: string;
}

export interface ActivitySet {
  activities?: Activity[];
  watermark?: string;
}

/** Answer of Start Conversation and Reconnect to Conversation. */
export interface Conversation {
  conversationId: string;
  token?: string;
  expires_in?: number;
  streamUrl?: string;
}

/** Answer of `POST /widget/token` and of Refresh Token (which has no `userId`). */
export interface TokenGrant {
  token: string;
  conversationId: string;
  expires_in?: number;
  userId?: string;
}

/** The only clock of the client: tests put their own in its place. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` after `delayMs`; the returned function calls it off. */
  later(delayMs: number, action: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  later: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** What outlives the page, for this tab only. Holds no message, apart from what was typed and has not reached the server. */
export interface Session {
  conversationId?: string;
  token?: string;
  userId?: string;
  /** Milliseconds since the epoch. */
  expiresAt?: number;
  /** True once Start Conversation has answered: from then on the conversation is resumed. */
  started?: boolean;
  open?: boolean;
  draft?: string;
  unsent?: Unsent[];
  /** Id of the last activity that was on screen. */
  seen?: string;
}

export interface Unsent {
  clientActivityId: string;
  text: string;
}

export interface SessionStore {
  readonly value: Readonly<Session>;
  update(change: Partial<Session>): void;
}
