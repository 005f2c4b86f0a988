import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { check, type Expected, type Verdict } from "../contact";
import type { Strings } from "../strings";
import { expectedOf } from "../transcript";
import type { Actions, Model } from "./model";

/** Characters; the same as Web Chat's. */
const longestText = 2000;

/** Who is still typing is not told to be wrong yet. */
const checkAfterMs = 700;

/** What is on screen under a field that takes a name or an address; the words are read aloud when they change. */
function useCheck(expected: Expected | null, text: string): Verdict {
  const [shown, setShown] = useState<Verdict>("empty");
  const verdict = expected ? check(expected, text) : "empty";
  useEffect(() => {
    if (verdict !== "wrong") {
      setShown(verdict);
      return undefined;
    }
    const timer = setTimeout(() => setShown("wrong"), checkAfterMs);
    return () => clearTimeout(timer);
  }, [verdict, text]);
  return verdict === "wrong" ? shown : verdict;
}

export function Composer(props: {
  model: Model;
  actions: Actions;
  strings: Strings;
  input: { current: HTMLTextAreaElement | null };
}): VNode {
  const { actions, strings, input } = props;
  const [text, setText] = useState(props.model.draft);
  const surplus = text.trim().length - longestText;
  const expected = expectedOf(props.model.transcript, props.model.userId);
  const verdict = useCheck(expected, text);
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
          aria-invalid={surplus > 0 || verdict === "wrong"}
          aria-describedby={surplus > 0 ? "too-long privacy" : expected ? "check privacy" : "privacy"}
          autocomplete={expected === "name" ? "name" : expected === "email" ? "email" : "off"}
          inputmode={expected && expected !== "name" ? "email" : "text"}
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
      {expected && (
        <p class={verdict === "wrong" ? "check error" : "check"} id="check" role="status" aria-live="polite" data-testid="magbot-check" data-verdict={verdict}>
          {verdict === "wrong" ? strings(`check-${expected}`) : verdict === "good" ? strings("check-good") : ""}
        </p>
      )}
      <p class="privacy" id="privacy">
        {strings("privacy")}
      </p>
    </form>
  );
}
