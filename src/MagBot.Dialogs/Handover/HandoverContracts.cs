namespace MagBot.Dialogs.Handover;

/// <summary>Tells whether advisors are there. Thread safe.</summary>
public interface IAdvisorPresence
{
    /// <summary>Whether at least one advisor has the desk open now.</summary>
    bool AnyoneThere { get; }
}

/// <summary>What the customer is told at the steps that an advisor takes. Thread safe.</summary>
public interface IHandoverMessages
{
    /// <summary>An advisor has taken the conversation.</summary>
    string Accepted(string advisorName);

    /// <summary>The advisor has ended it; the assistant answers again.</summary>
    string Closed(string advisorName);
}
