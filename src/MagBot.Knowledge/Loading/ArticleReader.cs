using System.Text;
using MagBot.Knowledge.Content;
using Markdig.Syntax;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads one file under <c>articles/</c> and cuts it into passages.</summary>
internal static class ArticleReader
{
    /// <summary>A passage is closed at the first paragraph end past this many words, so that most hold 120 to 200.</summary>
    private const int WordsPerPassage = 120;

    public static Article? Read(KnowledgeFile file, FaultList faults)
    {
        if (FrontMatter.Split(file, faults) is not { } parts) return null;
        if (FieldReader.On(file.Name, parts.Fields, "the front matter", faults) is not { } fields) return null;
        string id = fields.Text("id", Path.GetFileNameWithoutExtension(file.Name));
        string title = fields.Text("title", "Magnesium en slaap");
        string? status = fields.OptionalText("status");
        fields.Node("topic");
        var article = new Article
        {
            Id = id,
            Title = title,
            SourceIds = fields.Texts("sources"),
            Reviewed = fields.Date("reviewed"),
            File = file.Name,
            Passages = new PassageCutter(id, title, parts.BodyLine).Cut(MarkdownText.Parse(parts.Body)),
        };
        fields.Finish();
        MarkdownText.Check(MarkdownText.Parse(parts.Body), file.Name, parts.BodyLine, faults);
        if (status == "draft")
        {
            faults.Warning(file.Name, fields.LineOf("status"), null, "draft", "the article is a draft and not in service. Review it, then remove \"status: draft\".");
            return null;
        }

        if (id.Length > 0 && id != Path.GetFileNameWithoutExtension(file.Name))
            fields.Wrong("id", $"the id \"{id}\" must equal the file name \"{Path.GetFileNameWithoutExtension(file.Name)}\".", "id-differs");
        return id.Length == 0 || title.Length == 0 ? null : article;
    }

    private sealed class PassageCutter(string articleId, string title, int firstLine)
    {
        private readonly List<Passage> _passages = [];
        private readonly List<(int Level, string Text)> _headings = [];
        private readonly StringBuilder _text = new();
        private int _line;

        public List<Passage> Cut(MarkdownDocument document)
        {
            foreach (Block block in document)
            {
                if (block is HeadingBlock heading)
                {
                    Close();
                    _headings.RemoveAll(above => above.Level >= heading.Level);
                    _headings.Add((heading.Level, Plain(heading)));
                    continue;
                }

                if (_text.Length == 0) _line = firstLine + block.Line;
                MarkdownText.AppendPlain(_text, block);
                if (WordCount(_text) >= WordsPerPassage) Close();
            }

            Close();
            return _passages;
        }

        private void Close()
        {
            string text = _text.ToString().Trim();
            _text.Clear();
            if (text.Length == 0) return;
            _passages.Add(new Passage
            {
                Id = $"{articleId}#{_passages.Count + 1}",
                ArticleId = articleId,
                Headings = [title, .. _headings.Select(heading => heading.Text)],
                Text = text,
                Line = _line,
            });
        }

        private static string Plain(HeadingBlock heading)
        {
            var text = new StringBuilder();
            MarkdownText.AppendPlain(text, heading);
            return text.ToString().Trim();
        }

        private static int WordCount(StringBuilder text)
        {
            int words = 0;
            bool inside = false;
            for (int i = 0; i < text.Length; i++)
            {
                bool letter = !char.IsWhiteSpace(text[i]);
                if (letter && !inside) words++;
                inside = letter;
            }

            return words;
        }
    }
}
