using System.Globalization;
using System.Text;

namespace MagBot.Knowledge.Text;

/// <summary>The normal form that triage and claims patterns are written for.</summary>
public static class PlainText
{
    /// <summary>
    /// Lower case, accents folded, straight quotes and plain hyphens, three or more equal letters as two, runs of blanks as one, invisible
    /// characters and <c>*</c> and <c>_</c> of Markdown removed. Line ends stay, as ends of sentences.
    /// </summary>
    public static string Normalise(string text)
    {
        string decomposed = text.Normalize(NormalizationForm.FormKD);
        var result = new StringBuilder(decomposed.Length);
        foreach (char raw in decomposed)
        {
            char letter = Fold(char.ToLowerInvariant(raw));
            if (letter == '\0' || RepeatsThrice(result, letter)) continue;
            if (letter == '\n') TrimBlank(result);
            else if (letter == ' ' && (result.Length == 0 || result[^1] is ' ' or '\n')) continue;
            result.Append(letter);
        }

        TrimBlank(result);
        return result.ToString();
    }

    private static char Fold(char letter) => letter switch
    {
        '\n' or '\r' or '\u2028' or '\u2029' => '\n',
        '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u02BC' or '\u00B4' or '`' or '\u2032' => '\'',
        '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u00AB' or '\u00BB' or '\u2033' => '"',
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' => '-',
        'ø' => 'o',
        'đ' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        '*' or '_' or '\u00AD' => '\0',
        _ when char.IsWhiteSpace(letter) => ' ',
        _ => CharUnicodeInfo.GetUnicodeCategory(letter) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control => '\0',
            _ => letter,
        },
    };

    private static bool RepeatsThrice(StringBuilder text, char letter) =>
        char.IsLetter(letter) && text.Length >= 2 && text[^1] == letter && text[^2] == letter;

    private static void TrimBlank(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] == ' ') text.Length--;
    }

    /// <summary>Pieces of at most <paramref name="size"/> characters that overlap, so that a sentence on a border is whole in one of them.</summary>
    internal static IEnumerable<string> Windows(string text, int size, int overlap)
    {
        for (int start = 0; ; start += size - overlap)
        {
            if (start + size >= text.Length)
            {
                yield return text[start..];
                yield break;
            }

            yield return text.Substring(start, size);
        }
    }
}
