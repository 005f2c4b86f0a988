namespace MagBot.Knowledge.Content;

/// <summary>The tables of the guided dialogs (<c>knowledge/guides.yaml</c>). Empty when the folder has no such file.</summary>
public sealed record GuideTables
{
    /// <summary>Tables without rows.</summary>
    public static GuideTables None { get; } = new();

    /// <summary>Compounds of magnesium, as labels name them.</summary>
    public IReadOnlyList<Compound> Compounds { get; init; } = [];

    /// <summary>Foods with their magnesium.</summary>
    public IReadOnlyList<Food> Foods { get; init; } = [];

    /// <summary>Complaints that articles bring up with a shortage, and what else can cause them.</summary>
    public IReadOnlyList<Sign> Signs { get; init; } = [];

    /// <summary>Which guided dialog is offered after answers on a topic.</summary>
    public IReadOnlyDictionary<string, string> OffersByTopic { get; init; } = new Dictionary<string, string>();
}

/// <summary>One compound of magnesium.</summary>
public sealed record Compound
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in a sentence.</summary>
    public required string Name { get; init; }

    /// <summary>Other words for it, lower case, without accents.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>The formula of the pure substance as it is mostly sold, without brackets: <c>C4H8MgN2O4</c>.</summary>
    public required string Formula { get; init; }

    /// <summary>Molecules of glycine in one unit of the formula.</summary>
    public required int Glycine { get; init; }

    /// <summary><c>mild</c>, <c>middling</c> or <c>laxative</c>, as the articles tell it.</summary>
    public required string Stomach { get; init; }

    /// <summary>Ways in which it is sold: <c>tablet</c>, <c>poeder</c>, <c>vloeibaar</c>, <c>bad</c>.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary><c>low</c>, <c>middling</c> or <c>high</c>.</summary>
    public required string Price { get; init; }

    /// <summary>What is known of it, in one or two sentences.</summary>
    public required string About { get; init; }

    /// <summary>Line in the file.</summary>
    public required int Line { get; init; }
}

/// <summary>One food.</summary>
public sealed record Food
{
    /// <summary>Its name with the portion counted: "boterham volkoren".</summary>
    public required string Name { get; init; }

    /// <summary>The portion that counts as one, in words.</summary>
    public required string Portion { get; init; }

    /// <summary>Magnesium in that portion, in mg.</summary>
    public required int Milligrams { get; init; }

    /// <summary>Whose figure it is; the head of the table says where it stands.</summary>
    public required string Source { get; init; }

    /// <summary>Other words for it, lower case, without accents; the longest that occurs wins.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Line in the file.</summary>
    public required int Line { get; init; }
}

/// <summary>A complaint, as information.</summary>
public sealed record Sign
{
    /// <summary>What it is called on a button.</summary>
    public required string Name { get; init; }

    /// <summary>Other words for it, lower case, without accents.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>What else can cause it, and who to ask.</summary>
    public required string About { get; init; }

    /// <summary>Line in the file.</summary>
    public required int Line { get; init; }
}
