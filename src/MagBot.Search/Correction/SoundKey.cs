namespace MagBot.Search.Correction;

/// <summary>
/// Writes a Dutch word roughly as it sounds, so that spellings that sound alike meet: ij/ei, ou/au, c/k, ph/f, z/s, v/f,
/// d/t at the end, single and double letters.
/// </summary>
internal static class SoundKey
{
    /// <summary>Writes the key and returns its length, which is at most twice that of the word.</summary>
    public static int Write(ReadOnlySpan<char> word, Span<char> key)
    {
        var length = 0;
        for (var i = 0; i < word.Length;)
        {
            var next = i + 1 < word.Length ? word[i + 1] : '\0';
            var (sound, taken) = Sound(word[i], next, i + 2 < word.Length ? word[i + 2] : '\0', i + 1 == word.Length);
            i += taken;
            if (length == 0 || key[length - 1] != sound)
                key[length++] = sound;
            if (sound == 'k' && word[i - 1] == 'x')
                key[length++] = 's';
        }

        return length;
    }

    private static (char Sound, int Taken) Sound(char c, char next, char afterNext, bool isLast) => (c, next) switch
    {
        ('i', 'j') or ('e', 'i') or ('e', 'y') => ('Y', 2),
        ('o', 'u') or ('a', 'u') => ('W', next == 'u' && afterNext == 'w' ? 3 : 2),
        ('i', 'e') => ('i', 2),
        ('c', 'h') => ('g', 2),
        ('p', 'h') => ('f', 2),
        ('t', 'h') => ('t', 2),
        ('c', 'k') => ('k', 2),
        ('q', 'u') => ('k', 2),
        ('d', 't') => ('t', 2),
        ('c', 'e' or 'i' or 'y') => ('s', 1),
        ('c', _) => ('k', 1),
        ('q' or 'x', _) => ('k', 1),
        ('z', _) => ('s', 1),
        ('v', _) => ('f', 1),
        ('y', _) => ('i', 1),
        ('d', _) when isLast => ('t', 1),
        ('b', _) when isLast => ('p', 1),
        _ => (c, 1),
    };
}
