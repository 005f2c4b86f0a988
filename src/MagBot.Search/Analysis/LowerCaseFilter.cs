namespace MagBot.Search.Analysis;

/// <summary>Lowers with the invariant culture, in place: one character stays one character, so offsets hold.</summary>
internal static class LowerCaseFilter
{
    public static void Lower(TextBuffer buffer)
    {
        foreach (ref var c in buffer.Text)
        {
            if (c is >= 'A' and <= 'Z')
                c = (char)(c | 0x20);
            else if (c >= 0x80)
                c = char.ToLowerInvariant(c);
        }
    }
}
