using System.Text;
using System.Text.RegularExpressions;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Reads chat spelling and dialect as the words of the texts, and leaves out words that only tell the story around a question.
/// Immutable, thread safe.
/// </summary>
internal sealed partial class EverydayWords
{
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dropped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _generic = new(StringComparer.Ordinal);

    /// <param name="isKnown">Whether the texts have a word; such a word is never left out.</param>
    public EverydayWords(Func<string, bool> isKnown)
    {
        Load();
        _dropped.RemoveWhere(word => isKnown(word));
    }

    /// <summary>The message in plain words; punctuation stays, so that it can still be cut into sentences.</summary>
    public string Simplify(string message) => Word().Replace(message, match =>
    {
        var word = match.Value.ToLowerInvariant().Replace('’', '\'');
        return _written.TryGetValue(word, out var plain) ? plain : _dropped.Contains(word) ? "" : match.Value;
    });

    /// <summary>Whether a word says nothing about what a question is about.</summary>
    public bool IsGeneric(string word) => _generic.Contains(word);

    private void Load()
    {
        using var stream = typeof(EverydayWords).Assembly.GetManifestResourceStream("MagBot.Assistant.Retrieval.everyday-words.txt")
            ?? throw new InvalidOperationException("The resource everyday-words.txt is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var words = _dropped;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                words = line == "[general]" ? _generic : _dropped;
            if (line.Length == 0 || line[0] is '#' or '[')
                continue;
            var sides = line.Split("=>", StringSplitOptions.TrimEntries);
            foreach (var word in sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (sides.Length == 2)
                    _written[word] = sides[1];
                else
                    words.Add(word);
            }
        }
    }

    [GeneratedRegex(@"'?\p{L}+(?:'\p{L}+)*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
