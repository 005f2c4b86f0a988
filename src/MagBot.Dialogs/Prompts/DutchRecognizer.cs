using System.Globalization;
using MagBot.Dialogs.Recognition;

namespace MagBot.Dialogs.Prompts;

/// <summary>Understands short Dutch and Flemish answers: yes, no, "de tweede". Pure functions, thread safe.</summary>
public static class DutchRecognizer
{
    private static readonly string[] Yes =
    [
        "ja", "jawel", "jep", "jup", "yes", "ok", "oke", "okee", "okay", "graag", "prima", "goed", "klopt", "akkoord", "zeker", "tuurlijk",
        "natuurlijk", "inderdaad", "jazeker", "jaa", "joh ja", "yep", "uiteraard", "vooruit", "perfect", "top", "correct", "mag", "juist", "allez", "doe maar", "is goed", "dat klopt", "dat mag", "geen probleem", "vind ik goed",
    ];

    private static readonly string[] No =
    [
        "nee", "neen", "nope", "niet", "nooit", "liever niet", "toch niet", "niet nodig", "hoeft niet", "laat maar", "klopt niet", "niet akkoord",
        "geen zin", "nee dank", "nee hoor", "nee bedankt", "nee joh", "neuh", "bedankt maar nee", "dat klopt niet", "fout", "no", "liever geen",
    ];

    private static readonly string[] Ordinals = ["eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende"];

    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "hoor", "dank", "je", "u", "wel", "dankjewel", "bedankt", "alsjeblieft", "aub", "maar", "dat", "de", "het", "is", "doe", "en", "zo", "nou", "eh", "dan",
    };

    /// <summary>True for yes, false for no, null when the answer says neither or both.</summary>
    public static bool? YesOrNo(string? text)
    {
        var words = DutchWords.Split(text);
        if (words.Length is 0 or > 8)
            return null;
        var joined = " " + string.Join(' ', words) + " ";
        var no = No.Any(phrase => joined.Contains(" " + phrase + " ", StringComparison.Ordinal));
        if (no)
            return words.Any(word => word is "ja" or "jawel") ? null : false;
        return Yes.Any(phrase => joined.Contains(" " + phrase + " ", StringComparison.Ordinal)) ? true : null;
    }

    /// <summary>
    /// Index of the chosen one, or null when none or more than one fits. Tried in this order: the whole text, an ordinal or a number,
    /// then a choice whose words all occur.
    /// </summary>
    /// <param name="text">What was said.</param>
    /// <param name="choices">The choices.</param>
    /// <param name="byPart">Whether part of a choice is enough when no other choice holds it: "klaar" for "Klaar, dat was alles". Not where a choice gives consent.</param>
    public static int? Choose(string? text, IReadOnlyList<string> choices, bool byPart = false)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var words = DutchWords.Split(text);
        if (words.Length == 0)
            return null;
        var said = string.Join(' ', words);
        for (var i = 0; i < choices.Count; i++)
            if (said == string.Join(' ', DutchWords.Split(choices[i])))
                return i;

        var rest = words.Where(word => !Fillers.Contains(word)).ToArray();
        if (rest.Length == 1 && Place(rest[0], choices.Count) is { } place)
            return place;
        if (words.Contains("niet") || words.Contains("geen"))
            return null;

        var named = Enumerable.Range(0, choices.Count)
            .Where(i => DutchWords.Split(choices[i]).Where(word => !Fillers.Contains(word)).ToArray() is { Length: > 0 } wanted && wanted.All(words.Contains))
            .ToArray();
        return named.Length switch
        {
            1 => named[0],
            0 when byPart => PartOf(rest, choices),
            _ => null,
        };
    }

    // All that was said stands in one choice, and in no other.
    private static int? PartOf(string[] said, IReadOnlyList<string> choices)
    {
        if (!said.Any(word => word.Length >= 3))
            return null;
        var holding = Enumerable.Range(0, choices.Count).Where(i => said.All(DutchWords.Split(choices[i]).Contains)).ToArray();
        return holding.Length == 1 ? holding[0] : null;
    }

    private static int? Place(string word, int count)
    {
        var place = word is "laatste" ? count : Array.IndexOf(Ordinals, word) + 1;
        if (place == 0)
            _ = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out place);
        return place >= 1 && place <= count ? place - 1 : null;
    }
}
