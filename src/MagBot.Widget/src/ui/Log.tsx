import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Strings } from "../strings";
import { isVisible, keyOf, suggestionsOf } from "../transcript";
import { Message, OutgoingMessage } from "./Message";
import type { Actions, Model } from "./model";

/** Within this distance of the end the list follows what comes in. Pixels. */
const nearEnd = 120;

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

/** Keeps the newest message in view, unless the customer has scrolled up to read. */
function useFollow(model: Model): { current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const count = model.transcript.length + model.outbox.length;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = (): void => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    };
    element.addEventListener("scroll", watch, { passive: true });
    return () => element.removeEventListener("scroll", watch);
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && (atEnd.current || model.outbox.length)) element.scrollTop = element.scrollHeight;
  }, [count, model.outbox.length, model.typing, model.open, model.settled]);
  return box;
}
