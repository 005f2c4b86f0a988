import type { Session, SessionStore } from "./directline/types";

export const sessionKey = "magbot";

/** Session in `sessionStorage`; where the browser refuses storage it lives as long as the page. */
export function openSession(storage: () => Storage = () => sessionStorage): SessionStore {
  let value: Session = {};
  try {
    value = JSON.parse(storage().getItem(sessionKey) ?? "{}") as Session;
  } catch {
    // Blocked storage or somebody else's value: begin empty.
  }

  return {
    get value() {
      return value;
    },
    update(change) {
      value = { ...value, ...change };
      try {
        storage().setItem(sessionKey, JSON.stringify(value));
      } catch {
        // Full or blocked: the chat goes on without surviving navigation.
      }
    },
  };
}
