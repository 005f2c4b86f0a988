"""Makes Dutch test collections out of documentation that Debian ships, and out of the knowledge folder.

Usage: collect.py OUT [KNOWLEDGE]
Needs the packages libreoffice-help-nl gimp-help-nl debian-faq-nl debian-edu-doc-nl aptitude-doc-nl manpages-nl.
Each collection is a folder with docs.jsonl, queries.jsonl and qrels.tsv (query, document).
"""
import glob, gzip, html, json, os, re, sys
from html.parser import HTMLParser

BLOCK = {"p", "div", "li", "td", "th", "tr", "br", "dt", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "title", "table", "ul", "ol"}
SKIP = {"script", "style", "header", "aside", "footer", "nav"}


class Sections(HTMLParser):
    """Cuts a page at its headings: a list of [heading, text]."""

    def __init__(self, levels):
        super().__init__()
        self.levels, self.sections, self.skip, self.heading = levels, [["", ""]], 0, False

    def handle_starttag(self, tag, attrs):
        if tag in SKIP:
            self.skip += 1
        elif tag in self.levels:
            self.sections.append(["", ""])
            self.heading = True
        elif tag in BLOCK:
            self.sections[-1][1] += " "

    def handle_endtag(self, tag):
        if tag in SKIP:
            self.skip = max(0, self.skip - 1)
        elif tag in self.levels:
            self.heading = False
        elif tag in BLOCK:
            self.sections[-1][1] += " "

    def handle_data(self, data):
        if not self.skip:
            self.sections[-1][0 if self.heading else 1] += data


def clean(text):
    return re.sub(r"\s+", " ", text).strip()


def sections(path, levels):
    parser = Sections(levels)
    parser.feed(open(path, encoding="utf-8", errors="replace").read())
    for heading, text in parser.sections:
        heading = re.sub(r"^(Hoofdstuk|Bijlage)?\s*[\dA-Z]*(\.\d+)*\.?\s+", "", clean(heading)) if re.match(r"^(Hoofdstuk|Bijlage|[\dA-Z]+\.)", clean(heading)) else clean(heading)
        yield heading, clean(text)


def write(out, name, docs, queries):
    """docs: (id, title, text); queries: (text, [ids]). Drops queries that two documents would answer by the same title."""
    folder = os.path.join(out, name)
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/docs.jsonl", "w") as f:
        for i, title, text in docs:
            f.write(json.dumps({"docId": i, "title": title, "text": text}, ensure_ascii=False) + "\n")
    with open(f"{folder}/queries.jsonl", "w") as q, open(f"{folder}/qrels.tsv", "w") as r:
        for n, (text, ids) in enumerate(queries):
            q.write(json.dumps({"id": f"q{n}", "query": text}, ensure_ascii=False) + "\n")
            for i in ids:
                r.write(f"q{n}\t{i}\n")
    print(f"{name}: {len(docs)} documents, {len(queries)} queries")


def is_dutch(text):
    """Some pages of a translation are left in English."""
    return len(re.findall(r"\b(de|het|een|van|in|is)\b", text.lower())) > 2 * len(re.findall(r"\b(the|a|of|to|and)\b", text.lower()))


def by_heading(out, name, found, limit=2400, min_words=2):
    """The heading is the query, the text below it the document; titles are empty, as in many FAQ collections."""
    found = [(h, t) for h, t in found if len(t) > 80 and is_dutch(t)][:limit]
    by = {}
    for n, (heading, _) in enumerate(found):
        by.setdefault(heading.lower(), []).append(f"d{n}")
    docs = [(f"d{n}", "", t) for n, (_, t) in enumerate(found)]
    write(out, name, docs, [(h, ids) for h, ids in by.items() if len(ids) == 1 and len(h.split()) >= min_words])


def libreoffice(out):
    root = "/usr/share/libreoffice/help/nl"
    pages = {}
    for path in sorted(glob.glob(f"{root}/text/s[wcm]*/**/*.html", recursive=True) + glob.glob(f"{root}/text/shared/**/*.html", recursive=True)):
        parts = [s for s in sections(path, {"h1"}) if s[0]]
        if parts:
            pages[path[len(root) + 1:]] = parts[0]
    by_heading(out, "office-headings", list(pages.values()))

    # The index that the editors of the help wrote by hand: its entries are queries, and titles stay.
    wanted = {}
    for url, text in re.findall(r'url:"nl/([^"?]+)\?[^"]*", app:"\w+", text:"([^"]*)"', open(f"{root}/bookmarks.js", encoding="utf-8").read()):
        if url in pages and len(pages[url][1]) > 80:
            wanted.setdefault(html.unescape(html.unescape(text)).replace(" -- ", " ").lower(), set()).add(url)
    docs = [(u, h, t) for u, (h, t) in pages.items() if len(t) > 80][:2400]
    known = {d[0] for d in docs}
    write(out, "office-index", docs, [(q, sorted(u)) for q, u in sorted(wanted.items()) if len(u) <= 2 and u <= known and len(q.split()) >= 2][::3])


def gimp(out):
    found = []
    for path in sorted(glob.glob("/usr/share/gimp/2.0/help/nl/*.html")):
        found += [s for s in sections(path, {"h1", "h2", "h3", "h4"}) if s[0]]
    by_heading(out, "gimp-headings", found)


def debian(out):
    found = []
    for path in sorted(glob.glob("/usr/share/doc/debian/FAQ/nl/*.html") + glob.glob("/usr/share/doc/aptitude/html/nl/*.html")
                       + ["/usr/share/doc/debian-edu-doc-nl/debian-edu-bookworm-manual.html"]):
        found += [s for s in sections(path, {"h1", "h2", "h3", "h4"}) if s[0]]
    by_heading(out, "debian-headings", list(dict(found).items()), min_words=3)


def manpages(out):
    docs, queries = [], []
    for path in sorted(glob.glob("/usr/share/man/nl/man*/*.gz")):
        raw = gzip.open(path, "rt", encoding="utf-8", errors="replace").read()
        raw = re.sub(r'^[.\'](\\"|TH|PP|TP|IP|RS|RE|nf|fi|br|sp|ad|hy|ie|el|if|de|ds).*$', " ", raw, flags=re.M)
        raw = re.sub(r"\\f[A-Z]|\\f\(..|\\,|\\/|\\&", "", raw).replace("\\-", "-")
        parts = re.split(r"^\.S[HS]\s+", raw, flags=re.M)
        name = next((p for p in parts if re.match(r'"?NAAM', p)), "")
        match = re.search(r"\s-+\s+(.{15,})", clean(name))
        body = clean(re.sub(r"^\.[A-Z]+\s*", "", " ".join(p for p in parts if p is not name), flags=re.M))
        if match and len(body) > 200:
            docs.append((f"d{len(docs)}", "", body))
            queries.append((match.group(1), [docs[-1][0]]))
    write(out, "manpages", docs, queries)


def knowledge(out, root):
    answers = []
    for path in sorted(glob.glob(f"{root}/answers/**/*.md", recursive=True)):
        front, _, body = open(path, encoding="utf-8").read().partition("\n---\n")
        question = re.search(r"^question: (.*)$", front, flags=re.M)
        short = re.search(r"^short: >-?\n((?:  .*\n?)+)", front, flags=re.M)
        variants = re.search(r"^variants:\n((?:  - .*\n)+)", front, flags=re.M)
        if question and short and variants:
            variants = [v.strip(" -\"'") for v in variants.group(1).splitlines()]
            answers.append((os.path.basename(path)[:-3], question.group(1).strip("\"'"), clean(short.group(1) + " " + body), variants))
    write(out, "answers-by-question", [(i, "", t) for i, _, t, _ in answers], [(q, [i]) for i, q, _, _ in answers])
    write(out, "answers-by-variant", [(i, q, t) for i, q, t, _ in answers], [(v, [i]) for i, _, _, vs in answers for v in vs])


if __name__ == "__main__":
    for collection in (libreoffice, gimp, debian, manpages):
        collection(sys.argv[1])
    if len(sys.argv) > 2:
        knowledge(sys.argv[1], sys.argv[2])
