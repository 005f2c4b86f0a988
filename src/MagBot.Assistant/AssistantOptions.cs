namespace MagBot.Assistant;

/// <summary>What a shop may choose of the assistant's manner (section <c>MagBot</c>).</summary>
public sealed record AssistantOptions
{
    /// <summary>
    /// <c>MagBot:Claims:Strict</c>: answers on effects are kept back; the customer gets the authorised line and an advisor.
    /// </summary>
    /// <value>Default false.</value>
    public bool StrictClaims { get; init; }
}
