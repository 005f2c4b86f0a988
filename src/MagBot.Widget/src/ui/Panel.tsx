import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Strings } from "../strings";
import { Composer } from "./Composer";
import { Log } from "./Log";
import type { Actions, Model } from "./model";

/** Here the panel covers the page, and the keyboard must not end up behind it. As in `chat.css`. */
const fullScreen = "(max-width: 480px), (max-height: 480px)";

export function Panel(props: { model: Model; actions: Actions; strings: Strings }): VNode {
  const { model, actions, strings } = props;
  const panel = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const modal = matchMedia(fullScreen).matches;
  // The button that was pressed goes away; on a touch screen the keyboard must not jump up for it.
  const focusInput = (): void => {
    if (!matchMedia("(pointer: coarse)").matches) input.current?.focus();
  };
  const within: Actions = {
    ...actions,
    send: (text) => {
      actions.send(text);
      focusInput();
    },
    retry: (clientActivityId) => {
      actions.retry(clientActivityId);
      focusInput();
    },
  };

  // Before the next event: what the customer types right after opening must not go to the page.
  useLayoutEffect(() => {
    if (model.open) input.current?.focus();
  }, [model.open]);

  return (
    <div
      class="panel"
      role="dialog"
      aria-labelledby="title"
      aria-describedby="ai-label"
      aria-modal={modal}
      hidden={!model.open}
      ref={panel}
      data-testid="magbot-panel"
      onKeyDown={(event) => {
        if (event.key === "Escape") actions.close();
        else if (event.key === "Tab" && modal && panel.current) keepInside(event, panel.current);
      }}
    >
      <div class="head">
        <div class="titles">
          <h2 id="title">{strings("title")}</h2>
          <p id="ai-label" data-testid="magbot-ai-label">
            {strings("ai-label")}
          </p>
        </div>
        <button type="button" class="close" aria-label={strings("close")} onClick={actions.close} data-testid="magbot-close">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6l12 12M18 6L6 18" />
          </svg>
        </button>
        <button
          type="button"
          class="advisor-button"
          onClick={() => actions.send(strings("talk-to-advisor"))}
          data-testid="magbot-advisor"
        >
          {strings("talk-to-advisor")}
        </button>
      </div>
      <Log model={model} actions={within} strings={strings} />
      <div class="status" role="status" data-testid="magbot-status" data-state={model.connection}>
        {statusText(model, strings)}
      </div>
      <Composer model={model} actions={actions} strings={strings} input={input} />
    </div>
  );
}

function statusText(model: Model, strings: Strings): string {
  if (model.connection === "offline") return strings("offline");
  return model.connection === "connecting" && !model.transcript.length ? strings("connecting") + "…" : "";
}

function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>("button, a[href], textarea, summary, [tabindex='0']")].filter(
    (stop) => stop.offsetParent !== null,
  );
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  if (active !== edge) return;
  event.preventDefault();
  stops[event.shiftKey ? stops.length - 1 : 0]?.focus();
}
