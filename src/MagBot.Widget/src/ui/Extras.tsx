import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Attachment, ExportFormat, Reaction } from "../directline/types";
import type { Strings } from "../strings";
import { isCalendarFile } from "../transcript";
import type { Actions } from "./model";

/** Thumbs under an answer. After a thumb down one press says why; no answer is fine too. */
export function Thumbs(props: { activityId: string; actions: Actions; strings: Strings }): VNode {
  const { activityId, actions, strings } = props;
  const [given, setGiven] = useState<Reaction | "done" | undefined>();
  const react = (reaction: Reaction, next: Reaction | "done", reason?: string): void => {
    setGiven(next);
    // What did not arrive may be given again.
    actions.react(activityId, reaction, reason).catch(() => setGiven(undefined));
  };
  if (given === "done") {
    return (
      <small class="thumbs" role="status" data-testid="magbot-feedback-thanks">
        {strings("feedback-thanks")}
      </small>
    );
  }
  if (given === "dislike") {
    return (
      <div class="thumbs" role="group" aria-label={strings("feedback-why")}>
        <small>{strings("feedback-why")}</small>
        {(["feedback-wrong", "feedback-other", "feedback-unclear"] as const).map((key) => (
          <button type="button" class="link" data-testid="magbot-feedback-reason" onClick={() => react("dislike", "done", strings(key))}>
            {strings(key)}
          </button>
        ))}
      </div>
    );
  }
  return (
    <div class="thumbs">
      <button type="button" class="thumb" data-testid="magbot-thumb-up" aria-label={strings("helpful")} onClick={() => react("like", "done")}>
        👍
      </button>
      <button
        type="button"
        class="thumb"
        data-testid="magbot-thumb-down"
        aria-label={strings("not-helpful")}
        onClick={() => react("dislike", "dislike")}
      >
        👎
      </button>
    </div>
  );
}

/** Files that the bot sends along. Only calendars: nothing else of ours comes as a file, and an address could be anything. */
export function Files(props: { files: readonly Attachment[] | undefined }): VNode | null {
  const files = (props.files ?? []).filter(isCalendarFile);
  if (!files.length) return null;
  return (
    <p>
      {files.map(({ contentUrl, name }) => (
        <a class="file" href={contentUrl} download={name ?? "agenda.ics"} data-testid="magbot-file">
          {name}
        </a>
      ))}
    </p>
  );
}

/** What is kept of the conversation, as a file. */
export function Downloads(props: { actions: Actions; strings: Strings }): VNode {
  const { actions, strings } = props;
  const [failed, setFailed] = useState(false);
  const load = (format: ExportFormat): void => {
    setFailed(false);
    actions.download(format).catch(() => setFailed(true));
  };
  return (
    <p class="downloads">
      <button type="button" class="link" data-testid="magbot-download-text" onClick={() => load("text")}>
        {strings("download-text")}
      </button>{" "}
      <button type="button" class="link" data-testid="magbot-download-json" onClick={() => load("json")}>
        {strings("download-json")}
      </button>
      {failed && <small role="alert"> {strings("download-failed")}</small>}
    </p>
  );
}
