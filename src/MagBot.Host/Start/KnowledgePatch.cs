using System.Globalization;
using System.Text;
using MagBot.Dialogs.Storage;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;

namespace MagBot.Host.Start;

/// <summary>
/// Turns decisions of leads into one unified diff for the knowledge folder: another way to ask goes into the answer's file, a question that
/// needs an answer of its own becomes a draft in <c>drafts/</c>, which the bot does not read.
/// </summary>
/// <param name="directory">The knowledge folder.</param>
/// <param name="today">Date of the drafts.</param>
internal sealed class KnowledgePatch(string directory, DateOnly today)
{
    private const string Folder = "knowledge";
    private const int Context = 3;
    private const int LongestId = 40;

    /// <summary>The diff, for <c>git apply</c> in the folder above the knowledge folder; empty when there is nothing to change.</summary>
    public string Create(IReadOnlyList<LessonDecision> decisions, KnowledgeBase knowledge)
    {
        var open = decisions.Where(decision => !Holds(decision, knowledge)).DistinctBy(decision => Key(decision.Question)).ToList();
        var patch = new StringBuilder();
        foreach (var group in open.Where(decision => decision.Kind is LessonKind.Variant).GroupBy(decision => decision.AnswerId).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (group.Key is not null && knowledge.FindAnswer(group.Key) is { } answer)
                AppendVariants(patch, answer, [.. group.Select(decision => decision.Question)]);
        }

        var taken = new HashSet<string>(knowledge.Answers.Select(answer => answer.Id), StringComparer.Ordinal);
        foreach (var decision in open.Where(decision => decision.Kind is LessonKind.New))
            AppendDraft(patch, decision.Question, taken);
        return patch.ToString();
    }

    /// <summary>Whether the knowledge has what was decided: the question stands at some answer.</summary>
    public static bool Holds(LessonDecision decision, KnowledgeBase knowledge)
    {
        var key = Key(decision.Question);
        return decision.Kind is LessonKind.Dismissed || knowledge.Answers.Any(answer => Key(answer.Question) == key || answer.Variants.Any(variant => Key(variant) == key));
    }

    private void AppendVariants(StringBuilder patch, Answer answer, IReadOnlyList<string> questions)
    {
        var path = Path.Combine(directory, answer.Origin.File);
        if (!File.Exists(path))
            return;
        var text = File.ReadAllText(path);
        var lines = text.Split('\n');
        var start = Array.FindIndex(lines, line => line.TrimEnd() == "variants:");
        if (start < 0)
            return; // the linter asks for this form
        var end = start + 1;
        while (end < lines.Length && lines[end].TrimStart().StartsWith("- ", StringComparison.Ordinal))
            end++;
        var isCrLf = lines[start].EndsWith('\r');
        var indent = end > start + 1 ? lines[end - 1][..^lines[end - 1].TrimStart().Length] : "  ";
        var from = Math.Max(0, end - Context);
        // The last part of a split text is what follows the last line feed: no line.
        var last = Math.Min(lines.Length - (text.EndsWith('\n') ? 1 : 0), end + Context);
        var file = $"{Folder}/{answer.Origin.File.Replace('\\', '/')}";
        patch.Append(CultureInfo.InvariantCulture, $"diff --git a/{file} b/{file}\n--- a/{file}\n+++ b/{file}\n");
        patch.Append(CultureInfo.InvariantCulture, $"@@ -{from + 1},{last - from} +{from + 1},{last - from + questions.Count} @@\n");
        for (var i = from; i < last; i++)
        {
            if (i == end)
                AppendNew();
            patch.Append(' ').Append(lines[i]).Append('\n');
        }

        if (last == end)
            AppendNew();

        void AppendNew()
        {
            foreach (var question in questions)
                patch.Append(CultureInfo.InvariantCulture, $"+{indent}- {Quoted(question)}{(isCrLf ? "\r" : "")}\n");
        }
    }

    private void AppendDraft(StringBuilder patch, string question, HashSet<string> taken)
    {
        var id = Id(question);
        for (var i = 2; !taken.Add(id); i++)
            id = $"{Id(question)}-{i}";
        string[] lines =
        [
            "---",
            $"id: {id}",
            $"question: {Quoted(question)}",
            "# Fill in, move to answers/<topic>/ and run magbot check. What stands in drafts/ is never said.",
            "variants:",
            "topic: # the folder that it moves to",
            "evidence: shop",
            "sources: []",
            "related: []",
            "dose: false",
            $"reviewed: {today:yyyy-MM-dd}",
            "short: >-",
            "  # The answer: the decisive fact in the first two sentences, one to five in all.",
            "---",
        ];
        var file = $"{Folder}/drafts/{id}.md";
        patch.Append(CultureInfo.InvariantCulture, $"diff --git a/{file} b/{file}\nnew file mode 100644\n--- /dev/null\n+++ b/{file}\n@@ -0,0 +1,{lines.Length} @@\n");
        foreach (var line in lines)
            patch.Append('+').Append(line).Append('\n');
    }

    // Plain where YAML reads it as the same text, otherwise in single quotes.
    private static string Quoted(string text)
    {
        var isPlain = text.Length > 0 && char.IsLetter(text[0]) && text.All(sign => char.IsLetterOrDigit(sign) || " ?,.'()-/€%".Contains(sign))
            && !text.EndsWith(' ') && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "ja" or "nee" or "on" or "off" or "y" or "n");
        return isPlain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string Id(string question)
    {
        var id = new StringBuilder();
        foreach (var sign in question.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(sign))
                id.Append(sign);
            else if (id.Length > 0 && id[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(sign) is not UnicodeCategory.NonSpacingMark)
                id.Append('-');
            if (id.Length >= LongestId)
                break;
        }

        var text = id.ToString().Trim('-');
        return text.Length == 0 ? "vraag" : text;
    }

    private static string Key(string question) =>
        new([.. question.ToLowerInvariant().Normalize().Where(sign => char.IsLetterOrDigit(sign) || sign == ' ')]);
}
