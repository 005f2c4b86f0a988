using System.Net;
using MagBot.Activities;
using MagBot.Dialogs.Handover;

namespace MagBot.Channels.Connector.Teams;

/// <summary>Writes into a channel of a team, through the connector.</summary>
internal sealed class TeamsHubConnector(ConnectorClient client) : IHubConnector
{
    public async Task<HubSent> OpenThreadAsync(string serviceUrl, string channelId, string? tenantId, Activity first, CancellationToken cancellationToken)
    {
        var answer = await client.CreateAsync(serviceUrl, NewConversation.InTeamsChannel(channelId, tenantId, first), cancellationToken).ConfigureAwait(false);
        if (answer.Outcome.Failure is null && answer.Value?.Id is not { Length: > 0 })
            return new HubSent("no thread id", MayRetry: false);
        return Sent(answer.Outcome) with { ThreadId = answer.Value?.Id, ActivityId = answer.Value?.ActivityId };
    }

    public async Task<HubSent> PostAsync(string serviceUrl, string threadId, Activity activity, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(new ConnectorDelivery(serviceUrl, threadId, activity), cancellationToken).ConfigureAwait(false);
        return Sent(answer.Outcome) with { ActivityId = answer.Value?.Id };
    }

    public async Task<HubSent> UpdateAsync(string serviceUrl, string threadId, string activityId, Activity activity, CancellationToken cancellationToken)
    {
        var answer = await client.UpdateAsync(new ConnectorDelivery(serviceUrl, threadId, activity), activityId, cancellationToken).ConfigureAwait(false);
        return Sent(answer.Outcome) with { ActivityId = activityId };
    }

    public async Task<HubSent> DeleteAsync(string serviceUrl, string threadId, string activityId, CancellationToken cancellationToken)
    {
        var answer = await client.DeleteAsync(serviceUrl, threadId, activityId, cancellationToken).ConfigureAwait(false);
        // Gone is what was wanted.
        return answer.Outcome.Failure is nameof(HttpStatusCode.NotFound) or nameof(HttpStatusCode.Gone) ? new HubSent(null) : Sent(answer.Outcome);
    }

    private static HubSent Sent(DeliveryOutcome outcome) => new(outcome.Failure, outcome.MayRetry, outcome.RetryAfter);
}
