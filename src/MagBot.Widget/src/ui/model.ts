import type { ConnectionState } from "../directline/connection";
import type { Outgoing } from "../directline/outbox";
import type { Activity, ExportFormat, Reaction } from "../directline/types";
import type { Strings } from "../strings";

/** All that the panel shows. */
export interface Model {
  strings: Strings | undefined;
  open: boolean;
  /** True when the transcript of an earlier page has been shown; before, nothing of it is read aloud. */
  settled: boolean;
  connection: ConnectionState;
  transcript: readonly Activity[];
  outbox: readonly Outgoing[];
  /** The activity that says that somebody is typing. */
  typing: Activity | undefined;
  userId: string | undefined;
  draft: string;
}

/** All that the customer can do. */
export interface Actions {
  send(text: string): void;
  retry(clientActivityId: string): void;
  /** Rejected when it did not arrive. */
  react(activityId: string, reaction: Reaction, reason?: string): Promise<void>;
  /** Rejected when it did not arrive. */
  download(format: ExportFormat): Promise<void>;
  /** What stands in the field changed. */
  saveDraft(text: string): void;
  close(): void;
}
