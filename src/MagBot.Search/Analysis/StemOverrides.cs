namespace MagBot.Search.Analysis;

/// <summary>What retrieval corrects in a published stemmer: a list of collisions, and long vowels that the rules write two ways.</summary>
internal static class StemOverrides
{
    // Short stems keep their vowel: "maan" and "man" are different words, but no "problem" differs from "probleem".
    private const int MinShortened = 6;

    private static readonly Dictionary<string, string> Terms = Read();

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Terms.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The term of a listed form, or null.</summary>
    public static string? Find(ReadOnlySpan<char> word) => Lookup.TryGetValue(word, out var term) ? term : null;

    /// <summary>
    /// Kraaij and Pohlmann's rules leave "problemen" as "problem" and "probleem" as it is; Porter's undouble all.
    /// Undoubling only long stems takes the better of both. Returns the new length.
    /// </summary>
    public static int Shorten(Span<char> stem)
    {
        var last = stem.Length - 1;
        if (stem.Length < MinShortened || stem[last - 1] != stem[last - 2] || stem[last - 1] is not ('a' or 'e' or 'o' or 'u') || IsVowel(stem[last]) || IsVowel(stem[last - 3]))
            return stem.Length;
        stem[last - 1] = stem[last];
        return last;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static Dictionary<string, string> Read()
    {
        var terms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in DataFile.ReadLines("stem-overrides.txt"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var form in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                terms[form] = line[..colon];
        }

        return terms;
    }
}
