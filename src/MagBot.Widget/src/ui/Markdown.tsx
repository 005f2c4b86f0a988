import type { VNode } from "preact";
import { parseMarkdown, type Block, type Inline } from "../markdown";

/** Draws the parsed text as elements; no text is ever read as HTML. */
export function Markdown(props: { text: string; newWindow: string }): VNode {
  return <>{parseMarkdown(props.text).map((block) => drawBlock(block, props.newWindow))}</>;
}

function drawBlock(block: Block, newWindow: string): VNode {
  if (block.kind === "paragraph") return <p>{draw(block.content, newWindow)}</p>;
  if (block.kind === "heading") return <p class="heading">{draw(block.content, newWindow)}</p>;
  const items = block.items.map((item) => <li>{draw(item, newWindow)}</li>);
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

function draw(content: Inline[], newWindow: string): (VNode | string)[] {
  return content.map((part) => {
    switch (part.kind) {
      case "text":
        return part.text;
      case "break":
        return <br />;
      case "strong":
        return <strong>{draw(part.content, newWindow)}</strong>;
      case "emphasis":
        return <em>{draw(part.content, newWindow)}</em>;
      case "link":
        return (
          <Link url={part.url} newWindow={newWindow}>
            {draw(part.content, newWindow)}
          </Link>
        );
    }
  });
}

/** `url` has passed `safeUrl`. */
export function Link(props: { url: string; newWindow: string; children: (VNode | string)[] | string }): VNode {
  if (!/^http/i.test(props.url)) return <a href={props.url}>{props.children}</a>;
  return (
    <a href={props.url} target="_blank" rel="noopener noreferrer">
      {props.children}
      <span class="sr"> ({props.newWindow})</span>
    </a>
  );
}
