namespace MagBot.Assistant;

/// <summary>What the assistant did with a message, as the command line and the desk name it.</summary>
public static class Decisions
{
    /// <summary>A reviewed answer was given.</summary>
    public const string Answer = "answer";

    /// <summary>Two or three answers were close; the customer chooses.</summary>
    public const string Clarify = "clarify";

    /// <summary>It does not know, and says so.</summary>
    public const string Decline = "decline";

    /// <summary>A fixed safety line came instead of an answer.</summary>
    public const string Safety = "safety";

    /// <summary>A person is wanted.</summary>
    public const string Handoff = "handoff";

    /// <summary>Greeting, thanks, "wie ben jij".</summary>
    public const string SmallTalk = "smalltalk";

    /// <summary>What is kept, erase, inspect.</summary>
    public const string Privacy = "privacy";

    /// <summary>A guided dialog went on.</summary>
    public const string Dialog = "dialog";
}
