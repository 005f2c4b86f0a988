using System.Text.Json;
using System.Text.Json.Serialization;
using MagBot.Desk.Knowledge;

namespace MagBot.Desk.Conversations;

/// <summary>What the desk remembers in the state of a conversation.</summary>
/// <param name="ClientIds">Ids of the last messages that advisors sent, oldest first.</param>
internal sealed record DeskState(IReadOnlyList<string> ClientIds)
{
    /// <summary>Name of the property in the conversation's state.</summary>
    public const string Name = "desk";

    // A browser repeats its last message at most; fifty leaves room for several windows.
    private const int Kept = 50;

    public static DeskState Empty { get; } = new([]);

    public bool Knows(string clientId) => ClientIds.Contains(clientId, StringComparer.Ordinal);

    public DeskState With(string clientId) => new([.. ClientIds.TakeLast(Kept - 1), clientId]);
}

/// <summary>Value of a <c>handoff.status</c> event.</summary>
internal sealed record StatusValue(string State, string? Message = null);

/// <summary>What our own clients read in <c>channelData</c>.</summary>
internal sealed record OutgoingData(OutgoingMark Magbot);

/// <summary>Who speaks.</summary>
internal sealed record OutgoingMark(string Author)
{
    /// <summary>Where an advisor wrote it, when that was not the desk.</summary>
    public string? Via { get; init; }

    public IReadOnlyList<string>? AnswerIds { get; init; }

    public string? Body { get; init; }

    public string? Evidence { get; init; }

    public IReadOnlyList<DeskSource>? Sources { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeskState))]
[JsonSerializable(typeof(StatusValue))]
[JsonSerializable(typeof(OutgoingData))]
internal sealed partial class DeskJson : JsonSerializerContext;
