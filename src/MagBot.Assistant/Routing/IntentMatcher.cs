using System.Globalization;
using System.Text;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Text;

namespace MagBot.Assistant.Routing;

/// <summary>Recognises messages that are no question about the subject by the patterns of intents.yaml. Immutable, thread safe.</summary>
internal sealed class IntentMatcher
{
    // Intents are short things; a story is a question, and patterns need not read it all.
    private const int LongestMessage = 400;
    private readonly (Intent Intent, Pattern[] Patterns)[] _intents;

    public IntentMatcher(IEnumerable<Intent> intents) => _intents =
    [
        .. intents.Where(intent => intent.Patterns.Count > 0)
            .Select(intent => (intent, intent.Patterns.Select(expression => new Pattern(expression)).ToArray())),
    ];

    /// <summary>The first intent of the file that matches, or null.</summary>
    public Intent? Find(string message)
    {
        if (message.Length > LongestMessage)
            return null;
        var folded = Fold(message);
        foreach (var (intent, patterns) in _intents)
            foreach (var pattern in patterns)
                if (pattern.IsMatch(folded))
                    return intent;
        return null;
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                folded.Append(c is '‘' or '’' or '´' or '`' ? '\'' : char.ToLowerInvariant(c));
        return folded.ToString();
    }
}
