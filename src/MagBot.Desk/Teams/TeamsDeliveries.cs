using System.Text.Json;
using System.Text.Json.Serialization;
using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Teams;

/// <summary>What a row asks for.</summary>
internal static class TeamsTask
{
    /// <summary>The card as the hand-over stands now: a new thread, or the old card changed.</summary>
    public const string Card = "card";

    /// <summary>What was said before somebody took it.</summary>
    public const string Transcript = "transcript";

    /// <summary>One entry of the log.</summary>
    public const string Words = "words";
}

/// <summary>Payload of a row. Words are read from the log when it goes out, so none stand here and none outlive their conversation.</summary>
/// <param name="Task">One of <see cref="TeamsTask"/>.</param>
/// <param name="Reference">Reference of the hand-over.</param>
/// <param name="Sequence">Place in the log: the entry, or the end of the transcript.</param>
internal sealed record TeamsDelivery(string Task, string Reference, long Sequence);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TeamsDelivery))]
internal sealed partial class TeamsJson : JsonSerializerContext;

/// <summary>Decides, inside the turn, what the advisors' channel is told. Thread safe.</summary>
internal sealed class TeamsDeliveries(DeskOptions options) : IHandoverDeliveries
{
    /// <summary>Kind of the rows.</summary>
    public const string Kind = "teams-desk";

    /// <summary>What an advisor wrote in Teams need not be told there.</summary>
    public const string Via = "teams";

    public IReadOnlyList<OutboxItem> Compose(HandoverRecord before, Conversation conversation, IReadOnlyList<LogEntry> entries, IReadOnlyList<HandoverEvent> steps)
    {
        if (!options.Teams.IsOn || conversation.Handover is not { Status: not HandoverStatus.None, Reference: { } reference } handover)
            return [];
        var tasks = new List<TeamsDelivery>();
        if (steps.Count > 0)
            tasks.Add(new TeamsDelivery(TeamsTask.Card, reference, conversation.NextSequence));
        // Who takes it over from a colleague, or gets it back, finds the earlier words in the thread.
        if (steps.Any(step => step.Status is HandoverStatus.WithAdvisor && step.Reason is null or HandoverReasons.Assigned))
            tasks.Add(new TeamsDelivery(TeamsTask.Transcript, reference, conversation.NextSequence - entries.Count));
        else if (handover is { Status: HandoverStatus.WithAdvisor, Consent: TranscriptConsent.Given } && before.Consent is not TranscriptConsent.Given)
            tasks.Add(new TeamsDelivery(TeamsTask.Transcript, reference, handover.FromSequence)); // what came after stands there already
        if (handover.Status is HandoverStatus.WithAdvisor)
            tasks.AddRange(entries.Where(IsTold).Select(entry => new TeamsDelivery(TeamsTask.Words, reference, entry.Sequence)));
        return [.. tasks.Select((task, i) => new OutboxItem(
            $"{LogEntry.ActivityId(conversation.Id, conversation.Version)}/{Kind}/{i}", Kind, JsonSerializer.Serialize(task, TeamsJson.Default.TeamsDelivery)))];
    }

    // The customer's words, urgent messages of the bot, and what a colleague answers at the desk.
    private static bool IsTold(LogEntry entry)
    {
        if (entry.Audience is not Audience.Everyone || !entry.Activity.Is(ActivityTypes.Message))
            return false;
        if (DeskReader.IsCustomer(entry.Activity))
            return true;
        var data = MessageData.Read(entry.Activity);
        return data.IsUrgent || (data.Author == "advisor" && data.Via != Via);
    }
}
