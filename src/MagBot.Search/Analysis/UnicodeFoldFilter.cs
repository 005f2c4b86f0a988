using System.Globalization;
using System.Text;

namespace MagBot.Search.Analysis;

/// <summary>
/// Brings the ways to write one letter together: compatibility forms (ĳ, ﬁ, full width), diacritics, curly quotes, dashes.
/// First in the chain, because everything after it may then think in plain letters.
/// </summary>
internal static class UnicodeFoldFilter
{
    private const int TableEnd = 0x2200; // Latin, Greek, Cyrillic, punctuation, letter-like symbols: what Dutch texts hold

    private static readonly string?[] Table = BuildTable();

    /// <summary>Writes the folded text to the buffer. Zero-width characters and combining marks disappear; offsets are kept.</summary>
    public static void Fold(ReadOnlySpan<char> text, TextBuffer buffer)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 0x80)
            {
                buffer.Append(c == '`' ? '\'' : c, i, i + 1);
                continue;
            }

            if (char.IsSurrogate(c))
            {
                i = FoldSurrogate(text, i, buffer);
                continue;
            }

            AppendFolded(Folded(c), i, i + 1, buffer);
        }
    }

    private static int FoldSurrogate(ReadOnlySpan<char> text, int at, TextBuffer buffer)
    {
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
        {
            buffer.Append(' ', at, at + 1);
            return at;
        }

        var folded = Rune.IsLetterOrDigit(rune) ? Decompose(rune.ToString()) : " ";
        AppendFolded(folded, at, at + consumed, buffer);
        return at + consumed - 1;
    }

    private static void AppendFolded(string folded, int start, int end, TextBuffer buffer)
    {
        if (folded.Length == 0)
            buffer.ExtendLast(end);
        foreach (var c in folded)
            buffer.Append(c, start, end);
    }

    private static string Folded(char c) => c < TableEnd ? Table[c]! /* filled from 0x80 on */ : Decompose(c.ToString());

    private static string?[] BuildTable()
    {
        var table = new string?[TableEnd];
        for (var c = 0x80; c < TableEnd; c++)
            table[c] = Special((char)c) ?? Decompose(((char)c).ToString());
        return table;
    }

    // What Unicode's own decomposition leaves alone or takes apart in a way that does not suit words and quantities.
    private static string? Special(char c) => c switch
    {
        'ß' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'đ' or 'Đ' or 'ð' or 'Ð' => "d",
        'ł' or 'Ł' => "l",
        'þ' or 'Þ' => "th",
        'ı' => "i",
        'µ' or 'μ' => "u",
        'º' or '°' => "°",
        '‘' or '’' or '‚' or '‛' or 'ʼ' or '´' or '′' or 'ʹ' => "'",
        '‐' or '‑' or '‒' or '–' or '—' or '−' => "-",
        '…' => " ",
        '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' => string.Empty,
        _ => null,
    };

    private static string Decompose(string text)
    {
        var decomposed = text.Normalize(NormalizationForm.FormKD);
        if (decomposed.Length == 1 && !IsMark(decomposed[0]))
            return decomposed;
        var kept = new StringBuilder(decomposed.Length);
        foreach (var c in decomposed)
        {
            if (!IsMark(c))
                kept.Append(c);
        }

        return kept.ToString();
    }

    private static bool IsMark(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;
}
