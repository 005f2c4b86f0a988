using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Routing;

/// <summary>Recognises messages that are no question about the subject by the patterns of intents.yaml. Immutable, thread safe.</summary>
internal sealed class IntentMatcher
{
    // Intents are short things; a story is a question, and patterns need not read it all.
    private const int LongestMessage = 400;
    private readonly (Intent Intent, Regex[] Patterns)[] _intents;

    public IntentMatcher(IEnumerable<Intent> intents) => _intents =
    [
        .. intents.Where(intent => intent.Patterns.Count > 0).Select(intent => (intent, intent.Patterns
            .Select(pattern => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeSpan.FromMilliseconds(50)))
            .ToArray())),
    ];

    /// <summary>The first intent of the file that matches, or null.</summary>
    public Intent? Find(string message)
    {
        if (message.Length > LongestMessage)
            return null;
        var folded = Fold(message);
        foreach (var (intent, patterns) in _intents)
            foreach (var pattern in patterns)
                if (Matches(pattern, folded))
                    return intent;
        return null;
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
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
