namespace MagBot.Search.Analysis;

/// <summary>What a word does in a question.</summary>
public enum WordRole
{
    /// <summary>It carries content and is searched.</summary>
    Content,

    /// <summary>A function word; searched only when nothing else is left.</summary>
    Stop,

    /// <summary>A question word: hardly searched, but evidence for the kind of answer.</summary>
    Question,

    /// <summary>A negation: hardly searched, but it may turn the meaning round.</summary>
    Negation,

    /// <summary>Greeting, thanks, announcing a question.</summary>
    Padding,
}

/// <summary>The kinds of answer that a question asks for; several may hold at once.</summary>
[Flags]
public enum QuestionKinds
{
    /// <summary>No question word was seen.</summary>
    None = 0,

    /// <summary>A point in time: "wanneer", "hoe laat".</summary>
    When = 1,

    /// <summary>An amount: "hoeveel".</summary>
    HowMuch = 2,

    /// <summary>A duration: "hoe lang", "hoe snel".</summary>
    HowLong = 4,

    /// <summary>A frequency: "hoe vaak".</summary>
    HowOften = 8,

    /// <summary>A reason: "waarom".</summary>
    Why = 16,

    /// <summary>Permission or possibility: "mag", "kan".</summary>
    May = 32,

    /// <summary>A choice: "welke".</summary>
    Which = 64,

    /// <summary>A thing or a description: "wat".</summary>
    What = 128,

    /// <summary>A place: "waar".</summary>
    Where = 256,

    /// <summary>A person: "wie".</summary>
    Who = 512,

    /// <summary>A manner: "hoe".</summary>
    How = 1024,

    /// <summary>An effect: "helpt", "werkt".</summary>
    Does = 2048,
}
