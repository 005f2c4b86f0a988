namespace MagBot.Search.Analysis.Stemming;

/// <summary>The word while a stemmer works on it: a span that shrinks and now and then grows by a letter or two.</summary>
internal ref struct StemBuffer
{
    /// <summary>How much longer than the word the destination must be: a rule may lengthen before a later one shortens.</summary>
    public const int Margin = 8;

    private readonly Span<char> _chars;

    internal StemBuffer(ReadOnlySpan<char> word, Span<char> destination)
    {
        word.CopyTo(destination);
        _chars = destination;
        Length = word.Length;
    }

    internal int Length { get; private set; }

    internal readonly char this[int index]
    {
        get => _chars[index];
        set => _chars[index] = value;
    }

    internal static string Stem(IStemmer stemmer, ReadOnlySpan<char> word)
    {
        var destination = word.Length <= 120 ? stackalloc char[128] : new char[word.Length + Margin];
        var length = stemmer.Stem(word, destination);
        return new string(destination[..length]);
    }

    internal readonly bool EndsWith(string suffix) => EndsWith(suffix, Length);

    /// <summary>Whether the text before <paramref name="cursor"/> ends with <paramref name="suffix"/>.</summary>
    internal readonly bool EndsWith(string suffix, int cursor) =>
        cursor >= suffix.Length && _chars.Slice(cursor - suffix.Length, suffix.Length).SequenceEqual(suffix);

    internal readonly bool StartsWith(string prefix, int cursor) =>
        Length - cursor >= prefix.Length && _chars.Slice(cursor, prefix.Length).SequenceEqual(prefix);

    internal void Truncate(int length) => Length = length;

    /// <summary>Puts <paramref name="ending"/> in the place of everything from <paramref name="start"/> on.</summary>
    internal void ReplaceFrom(int start, string ending)
    {
        ending.CopyTo(_chars[start..]);
        Length = start + ending.Length;
    }

    internal void Remove(int start, int count)
    {
        _chars[(start + count)..Length].CopyTo(_chars[start..]);
        Length -= count;
    }

    internal void Insert(int at, char c)
    {
        _chars[at..Length].CopyTo(_chars[(at + 1)..]);
        _chars[at] = c;
        Length++;
    }
}
