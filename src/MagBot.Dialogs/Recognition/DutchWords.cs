using System.Globalization;
using System.Text;

namespace MagBot.Dialogs.Recognition;

/// <summary>Splits what somebody typed into plain words: lower case, accents folded, without punctuation.</summary>
public static class DutchWords
{
    /// <summary>Lower case, accents folded, straight quotes; punctuation stays.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var plain = new StringBuilder(text.Length);
        // Half a surrogate pair cannot be normalised; a round trip replaces it.
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        foreach (var c in whole.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
                continue;
            plain.Append(c switch
            {
                '½' => " 1/2 ",
                '‘' or '’' or '`' or '´' => "'",
                'µ' or 'μ' => "u",
                _ => char.ToLowerInvariant(c).ToString(),
            });
        }

        return plain.ToString();
    }

    /// <summary>The words, folded; punctuation splits.</summary>
    public static string[] Split(string? text)
    {
        var folded = Fold(text);
        var words = new StringBuilder(folded.Length);
        foreach (var c in folded)
            words.Append(char.IsLetterOrDigit(c) ? c : ' ');
        return words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
