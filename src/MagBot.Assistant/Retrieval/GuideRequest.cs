using System.Text.RegularExpressions;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Recognises messages that want to be taken by the hand. A guided dialog begins only for these: "tekenen van tekort" is a question,
/// "loop de tekenen met me door" is a request.
/// </summary>
internal static partial class GuideRequest
{
    /// <summary>Whether a message asks to do something together.</summary>
    public static bool IsMatch(string message) => Request().IsMatch(message);

    [GeneratedRegex(
        @"\b(?:samen|stap\w*|graag|aub|pls|start\w*|begin\w*|open\w*|doe\w*|do(?:en|et)|maak|maken|mak|help\w*|\w*hulp\w*|\w*check\w*|\w*test\w*|\w*quiz|\w*lijst\w*|\w*wijzer|\w*planner|\w*plan|\w*planning|\w*schema\w*|\w*kiezer|\w*wizard\w*|menu\w*|keuze\w*|kiezen|kies|opties|formulier\w*|\w*formulier|intake\w*|vragenronde|met (?:me|mij|je|u|jou)\b.{0,20}(?:door|na|mee|langs)|(?:door|na|over|langs)(?:lopen|loop\w*|nemen|gaan)|nagaan|nakijken|narekenen|overlop\w*|afvink\w*|\w*vragen (?:over|stellen)|vraag (?:me|mij|het|maar)|stel (?:me|mij|een|iets|de)|(?:be|uit|na)?reken\w*|tel|schat|bekijk\w*|kijk\w*|vergelijk\w*|ontleed|ontleden|ontcijfer\w*|uitpluiz\w*|pluis|bereid|voorbereiden|opstellen|samenstellen|uitstippelen|stippel|noteer|noteren|verzamel\w*|toon|laat|geef|zet|bouw\w*|analyse\w*|overzicht|met (?:me|mij)|(?:zullen|kunnen|laten) we|leid|lees|lezen|invoeren|invullen|vul|hoofdme\w*|screen|toets|rijtje|neem|leg|leer|schrijf|opschrijven)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Request();
}
