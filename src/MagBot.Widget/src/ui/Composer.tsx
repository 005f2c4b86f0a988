import type { VNode } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Strings } from "../strings";
import type { Actions, Model } from "./model";

/** Characters; the same as Web Chat's. */
const longestText = 2000;

export function Composer(props: {
  model: Model;
  actions: Actions;
  strings: Strings;
  input: { current: HTMLTextAreaElement | null };
}): VNode {
  const { actions, strings, input } = props;
  const [text, setText] = useState(props.model.draft);
  const surplus = text.trim().length - longestText;
  const sendable = text.trim() !== "" && surplus <= 0;

  const change = (value: string): void => {
    setText(value);
    actions.saveDraft(value);
  };
  const send = (): void => {
    if (!sendable) return;
    actions.send(text.trim());
    change("");
    input.current?.focus();
  };

  // Hidden elements have no height, so it is measured again on opening.
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`;
  }, [text, props.model.open]);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {surplus > 0 && (
        <p class="error" id="too-long" role="alert">
          {strings("too-long", surplus)}
        </p>
      )}
      <div class="compose">
        <textarea
          ref={input}
          rows={1}
          value={text}
          aria-label={strings("input-label")}
          aria-invalid={surplus > 0}
          aria-describedby={surplus > 0 ? "too-long privacy" : "privacy"}
          placeholder={strings("placeholder")}
          enterkeyhint="send"
          data-testid="magbot-input"
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" aria-label={strings("send")} aria-disabled={!sendable} data-testid="magbot-send">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 20.5v-7l9-1.5-9-1.5v-7L22 12z" />
          </svg>
        </button>
      </div>
      <p class="privacy" id="privacy">
        {strings("privacy")}
      </p>
    </form>
  );
}
