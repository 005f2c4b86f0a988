import type { VNode } from "preact";
import type { Outgoing } from "../directline/outbox";
import type { Activity, MagBotData } from "../directline/types";
import { safeUrl } from "../markdown";
import type { Strings } from "../strings";
import { authorOf, cardsOf, textOf, type Author, type Card } from "../transcript";
import { Downloads, Files, Thumbs } from "./Extras";
import { Link, Markdown } from "./Markdown";
import type { Actions } from "./model";

export function Message(props: { activity: Activity; userId: string | undefined; fresh: boolean; actions: Actions; strings: Strings }): VNode {
  const { activity, actions, strings } = props;
  const author = authorOf(activity, props.userId);
  const extra = author === "user" ? undefined : activity.channelData?.magbot;
  const text = textOf(activity, author);
  const plain = author === "user" || activity.textFormat === "plain";
  const urgent = extra?.urgent === true;
  return (
    <div
      class={`message ${author}${urgent ? " urgent" : ""}`}
      data-testid="magbot-message"
      data-author={author}
      // Only what is new interrupts: a replayed warning is in its place in the transcript.
      role={urgent && props.fresh ? "alert" : undefined}
    >
      <Name author={author} name={activity.from?.name} strings={strings} />
      <div class="bubble">
        {plain ? <p class="plain">{text}</p> : <Markdown text={text} newWindow={strings("external-link")} />}
        {extra && <Sources extra={extra} strings={strings} />}
        {author !== "user" && <Files files={activity.attachments} />}
        {extra?.export && <Downloads actions={actions} strings={strings} />}
      </div>
      <Cards cards={cardsOf(activity, author)} strings={strings} />
      {extra?.answerIds?.length && activity.id ? <Thumbs activityId={activity.id} actions={actions} strings={strings} /> : null}
    </div>
  );
}

/** What the customer said and the stream has not shown yet. */
export function OutgoingMessage(props: { item: Outgoing; retry: () => void; strings: Strings }): VNode {
  const { item, strings } = props;
  return (
    <div class={`message user ${item.state}`} data-testid="magbot-message" data-author="user" data-state={item.state}>
      <Name author="user" name={undefined} strings={strings} />
      <div class="bubble">
        <p class="plain">{item.text}</p>
      </div>
      {item.state === "pending" && <small>{strings("sending")}…</small>}
      {item.state === "failed" && (
        <small class="error">
          {strings("failed")}{" "}
          <button type="button" class="link" onClick={props.retry} data-testid="magbot-retry">
            {strings("retry")}
          </button>
        </small>
      )}
    </div>
  );
}

/** The advisor's name is for all to see; the others are told apart by colour and side, and named for the ear only. */
function Name(props: { author: Author; name: string | undefined; strings: Strings }): VNode {
  const { author, strings } = props;
  if (author === "advisor") {
    return <small class="name">{props.name ? `${props.name} · ${strings("advisor")}` : strings("advisor")}</small>;
  }
  const keys = { user: "you", bot: "bot", system: "system" } as const;
  return <span class="sr">{strings(keys[author])}: </span>;
}

function Cards(props: { cards: Card[]; strings: Strings }): VNode | null {
  if (!props.cards.length) return null;
  return (
    <ul class="cards" data-testid="magbot-cards">
      {props.cards.map(({ title, lines, link }) => (
        <li>
          <strong>{title}</strong>
          {lines.map((line) => (
            <p>{line}</p>
          ))}
          {link && (
            <Link url={link.url} newWindow={props.strings("external-link")}>
              {link.title}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function Sources(props: { extra: MagBotData; strings: Strings }): VNode | null {
  const { sources = [], evidence } = props.extra;
  const { strings } = props;
  if (!sources.length) return null;
  return (
    <details class="sources" data-testid="magbot-sources">
      <summary>
        {strings("sources")} ({sources.length})
      </summary>
      {evidence && (
        <p>
          {strings("evidence")} {evidence}
        </p>
      )}
      <ul>
        {sources.map(({ label, title, url }) => {
          const address = url ? safeUrl(url) : null;
          return (
            <li>
              {address ? (
                <Link url={address} newWindow={strings("external-link")}>
                  {label}
                </Link>
              ) : (
                label
              )}
              {title && title !== label && <span class="about"> {title}</span>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
