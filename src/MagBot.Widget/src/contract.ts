/** What the loader hands to the chat once `chat.js` has arrived. Both are built and served together. */
export interface LoaderContext {
  /** Origin (and path) of the bot, without a slash at the end. */
  base: string;
  root: ShadowRoot;
  button: HTMLButtonElement;
  /** Says why the chat could not be opened; empty otherwise. */
  notice: HTMLElement;
  badge: HTMLElement;
  /** Label of the button without the number of unread messages. */
  label: string;
}

export interface Chat {
  /** Rejected when the server cannot be reached; the panel then opens by itself as soon as it can. */
  open(): Promise<void>;
}

export type MountChat = (context: LoaderContext) => Chat;

declare global {
  interface Window {
    /** Set by `chat.js`. */
    magbotMount?: MountChat;
  }
}
