using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;

namespace MagBot.Dialogs.Handover;

/// <summary>Advisors who work in a channel of somebody else's, such as a team's channel. Thread safe.</summary>
public interface IAdvisorHub
{
    /// <summary>Whether an activity comes from the advisors' channel: then it is no customer's, and the bot never hears it.</summary>
    bool Owns(Activity activity);

    /// <summary>Handles what somebody in the channel says or presses. The sender was authenticated by the channel, not by us.</summary>
    Task<HubAnswer> ReceiveAsync(Activity activity, CancellationToken cancellationToken);
}

/// <summary>Answer to a pressed button.</summary>
/// <param name="Card">The card as it looks now; null shows <paramref name="Text"/>.</param>
/// <param name="Text">What to tell whoever pressed; null for nothing.</param>
public sealed record HubAnswer(JsonElement? Card, string? Text);

/// <summary>Writes into a channel of advisors. Each member tries once. Thread safe.</summary>
public interface IHubConnector
{
    /// <summary>Begins a thread.</summary>
    Task<HubSent> OpenThreadAsync(string serviceUrl, string channelId, string? tenantId, Activity first, CancellationToken cancellationToken);

    /// <summary>Writes into a thread.</summary>
    Task<HubSent> PostAsync(string serviceUrl, string threadId, Activity activity, CancellationToken cancellationToken);

    /// <summary>Replaces what was written.</summary>
    Task<HubSent> UpdateAsync(string serviceUrl, string threadId, string activityId, Activity activity, CancellationToken cancellationToken);

    /// <summary>Takes back what was written. What is gone already counts as taken back.</summary>
    Task<HubSent> DeleteAsync(string serviceUrl, string threadId, string activityId, CancellationToken cancellationToken);
}

/// <summary>What came of a call.</summary>
/// <param name="Failure">A word, without content; null when it arrived.</param>
/// <param name="MayRetry">Whether it may work later.</param>
/// <param name="RetryAfter">How long the channel wants us to wait; null when it does not say.</param>
/// <param name="ThreadId">The thread that was begun.</param>
/// <param name="ActivityId">Id of what was written; null where the channel gives none.</param>
public sealed record HubSent(string? Failure, bool MayRetry = false, TimeSpan? RetryAfter = null, string? ThreadId = null, string? ActivityId = null);

/// <summary>Decides what a turn must tell advisors elsewhere. Called inside the turn; must not wait for anything.</summary>
public interface IHandoverDeliveries
{
    /// <summary>Deliveries for the steps of a hand-over and for the words in it.</summary>
    /// <param name="before">The hand-over as it was before the turn.</param>
    /// <param name="conversation">The conversation as it is after it.</param>
    /// <param name="entries">What the turn adds to the log.</param>
    /// <param name="steps">The steps that it takes.</param>
    IReadOnlyList<OutboxItem> Compose(HandoverRecord before, Conversation conversation, IReadOnlyList<LogEntry> entries, IReadOnlyList<HandoverEvent> steps);
}
