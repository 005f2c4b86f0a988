import assert from "node:assert/strict";
import { test } from "node:test";
import { parseInline, parseMarkdown, safeUrl, type Block, type Inline } from "../src/markdown";

/** Short form: **…** as b(…), *…* as i(…), links as a(url|…), a break as /. */
function inline(parts: Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "break") return "/";
      if (part.kind === "link") return `a(${part.url}|${inline(part.content)})`;
      return `${part.kind === "strong" ? "b" : "i"}(${inline(part.content)})`;
    })
    .join("");
}

function blocks(found: Block[]): string[] {
  return found.map((block) =>
    block.kind === "list"
      ? `${block.ordered ? `ol${block.start}` : "ul"}[${block.items.map(inline).join(";")}]`
      : `${block.kind === "heading" ? "h" : "p"}[${inline(block.content)}]`,
  );
}

const readable: [string, string[]][] = [
  ["een\ntwee\n\ndrie", ["p[een/twee]", "p[drie]"]],
  ["**vet** en *cursief* en _ook_", ["p[b(vet) en i(cursief) en i(ook)]"]],
  ["**vet met *cursief* erin**", ["p[b(vet met i(cursief) erin)]"]],
  ["**[112](tel:112)**", ["p[b(a(tel:112|112))]"]],
  ["[0800 0113](tel:0800 0113)", ["p[a(tel:08000113|0800 0113)]"]],
  ["- een\n- twee\n  vervolg", ["ul[een;twee/vervolg]"]],
  ["Lees:\n- een\n\n3. drie\n4. vier", ["p[Lees:]", "ul[een]", "ol3[drie;vier]"]],
  ["## Kop\ntekst", ["h[Kop]", "p[tekst]"]],
  ["zie https://voorbeeld.example/a?b=c.", ["p[zie a(https://voorbeeld.example/a?b=c|https://voorbeeld.example/a?b=c).]"]],
  ["\\*geen\\* cursief", ["p[*geen* cursief]"]],
  ["2 * 3 * 4 en snake_case_naam", ["p[2 * 3 * 4 en snake_case_naam]"]],
  ["250 mg (max.) **", ["p[250 mg (max.) **]"]],
  ["**één tijdstip**é _ééné_", ["p[b(één tijdstip)é i(ééné)]"]],
  ["", []],
];

for (const [text, expected] of readable) {
  test(`ParseMarkdown_${JSON.stringify(text)}_ReadsSubset`, () => {
    assert.deepEqual(blocks(parseMarkdown(text)), expected);
  });
}

const harmless = [
  "https://voorbeeld.example/pad?x=1#y",
  "http://voorbeeld.example",
  "tel:112",
  "tel:+31850000000",
  "tel:0800-0113",
  "mailto:klantenservice@voorbeeld.example",
];

for (const url of harmless) {
  test(`SafeUrl_${url}_IsKept`, () => assert.equal(safeUrl(url), url));
}

const hostile = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  " javascript:alert(1)",
  "https:\u0000//x",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "blob:https://voorbeeld.example/1",
  "file:///etc/passwd",
  "//voorbeeld.example",
  "/pad",
  "http:voorbeeld.example",
  "https:///pad",
  "tel:javascript:alert(1)",
  "mailto:javascript:alert(1)@x",
  'https://voorbeeld.example/" onmouseover="alert(1)',
  "https://voorbeeld.example/<script>",
  "&#106;avascript:alert(1)",
  "",
];

for (const url of hostile) {
  test(`SafeUrl_${JSON.stringify(url)}_IsRefused`, () => assert.equal(safeUrl(url), null));
}

for (const url of hostile) {
  test(`ParseInline_LinkTo${JSON.stringify(url)}_MakesNoLinkThere`, () => {
    const links: string[] = [];
    const collect = (parts: Inline[]): void =>
      parts.forEach((part) => {
        if (part.kind === "link") links.push(part.url);
        if ("content" in part) collect(part.content);
      });

    collect(parseInline(`[klik](${url}) **[klik](${url})** <a href="${url}">klik</a>`));

    for (const link of links) assert.equal(safeUrl(link), link);
    assert.ok(links.every((link) => /^(https?:\/\/|tel:[+\d]|mailto:)/.test(link)), links.join(" "));
  });
}

test("ParseMarkdown_Html_StaysText", () => {
  const html = "<img src=x onerror=alert(1)><script>alert(1)</script>&lt;b&gt;";

  assert.deepEqual(blocks(parseMarkdown(html)), [`p[${html}]`]);
});

test("ParseMarkdown_HostileRepetition_EndsQuickly", () => {
  const started = Date.now();

  for (const piece of ["*", "**", "_", "[", "](", "[a](", "**a", "*a*", "`", "\\", "- ", "1. ", "https://", "[x](https://"]) {
    parseMarkdown(piece.repeat(20_000 / piece.length));
  }

  // Generous: quadratic time would take minutes.
  assert.ok(Date.now() - started < 10_000, `${Date.now() - started} ms`);
});
