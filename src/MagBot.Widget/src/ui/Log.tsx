import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Strings } from "../strings";
import { isVisible, keyOf, suggestionsOf } from "../transcript";
import { Message, OutgoingMessage } from "./Message";
import type { Actions, Model } from "./model";

/** Scrolled back by less than this, the list still follows what comes in. Pixels. */
const tolerance = 80;
/** Room above the customer's last message. Pixels. */
const margin = 8;

export function Log(props: { model: Model; actions: Actions; strings: Strings }): VNode {
  const { model, actions, strings } = props;
  const visible = model.transcript.filter(isVisible);
  const known = useRef(new Set<string>());
  const box = useFollow(model);
  if (!model.settled) visible.forEach((activity) => known.current.add(keyOf(activity)));

  return (
    // Focusable, so that the arrow keys scroll it.
    <div class="scroll" ref={box} tabIndex={0} role="group" aria-label={strings("messages-label")}>
      <div
        role="log"
        aria-label={strings("messages-label")}
        aria-live={model.settled ? "polite" : "off"}
        aria-relevant="additions"
        data-testid="magbot-log"
      >
        {visible.map((activity) => (
          <Message
            key={keyOf(activity)}
            activity={activity}
            userId={model.userId}
            fresh={!known.current.has(keyOf(activity))}
            actions={actions}
            strings={strings}
          />
        ))}
        {model.outbox.map((item) => (
          <OutgoingMessage
            key={item.clientActivityId}
            item={item}
            retry={() => actions.retry(item.clientActivityId)}
            strings={strings}
          />
        ))}
      </div>
      {model.typing && (
        <div class="typing" data-testid="magbot-typing">
          <i />
          <i />
          <i />
          <span class="sr">{strings(model.typing.channelData?.magbot?.author === "advisor" ? "advisor-typing" : "typing")}</span>
        </div>
      )}
      <Suggestions model={model} actions={actions} strings={strings} />
    </div>
  );
}

function Suggestions(props: { model: Model; actions: Actions; strings: Strings }): VNode | null {
  const { model } = props;
  const suggestions = model.outbox.length ? [] : suggestionsOf(model.transcript, model.userId);
  if (!suggestions.length) return null;
  return (
    <div class="suggestions" role="group" aria-label={props.strings("suggestions")}>
      {suggestions.map((action) => (
        <button
          type="button"
          class="choice"
          data-testid="magbot-suggestion"
          onClick={() => props.actions.send(String(action.value))}
        >
          {action.title || String(action.value)}
        </button>
      ))}
    </div>
  );
}

/**
 * Follows the conversation, unless the customer has scrolled away to read: shows the end, but never further than the customer's own
 * last message, so that a long answer is read from its beginning.
 */
function useFollow(model: Model): { current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null);
  const left = useRef(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const end = element.scrollHeight - element.clientHeight;
    const readsElsewhere = Math.abs(element.scrollTop - left.current) > tolerance && element.scrollTop < left.current;
    if (readsElsewhere && model.settled && !model.outbox.length) return;
    const own = element.querySelectorAll<HTMLElement>(".user");
    const turn = own[own.length - 1]?.offsetTop ?? 0;
    element.scrollTop = model.settled ? Math.min(end, Math.max(0, turn - margin)) : end;
    left.current = element.scrollTop;
  }, [model.transcript.length, model.outbox.length, model.typing, model.open, model.settled, model.connection]);
  return box;
}
