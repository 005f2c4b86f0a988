/** Markdown subset of the bot's answers: paragraphs, headings, lists, bold, italics, links, line breaks. HTML stays text. */
export type Block =
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "heading"; content: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] };

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "break" }
  | { kind: "strong" | "emphasis"; content: Inline[] }
  | { kind: "link"; url: string; content: Inline[] };

const bullet = /^\s{0,3}[-*•]\s+(.*)$/;
const numbered = /^\s{0,3}(\d{1,4})[.)]\s+(.*)$/;
const heading = /^#{1,6}\s+(.*?)\s*#*$/;
/** Deeper than any text that a person writes: keeps hostile input from exhausting the stack. */
const deepest = 6;

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let list: { ordered: boolean; start: number; items: string[][] } | undefined;

  const endParagraph = (): void => {
    if (lines.length) blocks.push({ kind: "paragraph", content: parseInline(lines.join("\n")) });
    lines = [];
  };
  const endList = (): void => {
    if (list) blocks.push({ ...list, kind: "list", items: list.items.map((item) => parseInline(item.join("\n"))) });
    list = undefined;
  };

  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const item = bullet.exec(line) ?? numbered.exec(line);
    const title = heading.exec(line);
    if (item) {
      const ordered = item.length > 2;
      if (list?.ordered !== ordered) {
        endParagraph();
        endList();
        list = { ordered, start: ordered ? Number(item[1]) : 1, items: [] };
      }
      list?.items.push([item[item.length - 1] ?? ""]);
    } else if (title) {
      endParagraph();
      endList();
      blocks.push({ kind: "heading", content: parseInline(title[1] ?? "") });
    } else if (!line.trim()) {
      endParagraph();
      endList();
    } else if (list) {
      list.items[list.items.length - 1]?.push(line.trim());
    } else {
      lines.push(line.trim());
    }
  }
  endParagraph();
  endList();
  return blocks;
}

/** The address if following it is harmless: http(s), telephone and mail only. Everything else, scripts above all, is null. */
export function safeUrl(url: string): string | null {
  if (/[\u0000-\u0020\u007f-\u009f\\"<>`]/.test(url)) return null;
  return /^(https?:\/\/[^/?#]|tel:\+?[\d().-]+$|mailto:[^:/]+@[^:/]+$)/i.test(url) ? url : null;
}

const tokens = [
  { kind: "escape", pattern: /\\([\\*_[\]()#.!>`~-])/y },
  { kind: "strong", pattern: /\*\*(?!\s)((?:[^*\n]|\*(?!\*))+?)\*\*/y },
  { kind: "strong", pattern: /__(?!\s)([^_\n]+?)__(?![\p{L}\p{N}])/uy, wordStart: true },
  { kind: "emphasis", pattern: /\*(?!\s)([^*\n]+?)\*/y },
  { kind: "emphasis", pattern: /_(?!\s)([^_\n]+?)_(?![\p{L}\p{N}])/uy, wordStart: true },
  { kind: "link", pattern: /\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000}|tel:[^\n]{1,40}?)\)/y },
  { kind: "address", pattern: /https?:\/\/[^\s<>"'`)\]*]{1,2000}/iy, wordStart: true },
  { kind: "break", pattern: /\n/y },
] as const;

export function parseInline(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let plain = "";
  const flush = (): void => {
    if (plain) parts.push({ kind: "text", text: plain });
    plain = "";
  };

  for (let at = 0; at < text.length; ) {
    const found = depth < deepest ? matchAt(text, at) : undefined;
    if (!found) {
      plain += text[at++];
    } else if (found.kind === "escape") {
      plain += found.match[1];
      at += found.match[0].length;
    } else {
      const { part, length } = toPart(found.kind, found.match, depth);
      flush();
      parts.push(part);
      at += length;
    }
  }
  flush();
  return parts;
}

type Kind = (typeof tokens)[number]["kind"];

function matchAt(text: string, at: number): { kind: Kind; match: RegExpExecArray } | undefined {
  const afterWord = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
  for (const token of tokens) {
    if ("wordStart" in token && afterWord) continue;
    token.pattern.lastIndex = at;
    const match = token.pattern.exec(text);
    if (match) return { kind: token.kind, match };
  }
  return undefined;
}

function toPart(kind: Kind, match: RegExpExecArray, depth: number): { part: Inline; length: number } {
  const [all, inner = "", target = ""] = match;
  if (kind === "break") return { part: { kind }, length: 1 };
  if (kind === "address") {
    const address = all.replace(/[.,;:!?]+$/, "");
    const url = safeUrl(address);
    const content: Inline[] = [{ kind: "text", text: address }];
    return { part: url ? { kind: "link", url, content } : content[0]!, length: address.length }; // content has one element
  }
  if (kind === "link") {
    const url = safeUrl(target.replace(/^tel:.*/i, (phone) => phone.replace(/\s/g, "")));
    const content = parseInline(inner, depth + 1).filter((part) => part.kind !== "link");
    return { part: url ? { kind, url, content } : { kind: "text", text: inner }, length: all.length };
  }
  return { part: { kind: kind as "strong" | "emphasis", content: parseInline(inner, depth + 1) }, length: all.length };
}
