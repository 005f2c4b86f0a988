using System.Text.Json.Serialization;
using MagBot.Dialogs.Conversations;

namespace MagBot.Assistant.Talk;

/// <summary>What the assistant remembers of a conversation from one turn to the next.</summary>
internal sealed record TalkState
{
    private const string Name = "talk";

    /// <summary>Whether the greeting was sent; it is sent once.</summary>
    public bool Greeted { get; init; }

    /// <summary>Questions in a row that found no answer.</summary>
    public int Misses { get; init; }

    /// <summary>Turns so far; picks the next of several wordings.</summary>
    public int Turns { get; init; }

    /// <summary>Id of the answer given last; null when there is none to say more about.</summary>
    public string? LastAnswerId { get; init; }

    /// <summary>Ids of the answers that the talk is about; follow-up questions lean on them. Empty when it is about nothing.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Whether the customer spoke of their own pregnancy, kidneys, child or medicine: no dose from then on.</summary>
    public bool OwnCase { get; init; }

    /// <summary>Whether an alarm (U1 to U3) was given in this talk: no products from then on.</summary>
    public bool Alarmed { get; init; }

    /// <summary>Whether the message before this one spoke of a complaint, an illness or a medicine: no product next to it.</summary>
    public bool SensitiveBefore { get; init; }

    /// <summary>Kinds of cautions that the advisor was told of already.</summary>
    public IReadOnlyList<string> Warned { get; init; } = [];

    /// <summary>Ids of the answers that were offered to choose from last; a choice is taken from them.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>Whether the customer was asked to let an advisor read back.</summary>
    public bool ConsentAsked { get; init; }

    /// <summary>The last question that was put in the customer's own words; null when there was none.</summary>
    public string? LastQuestion { get; init; }

    /// <summary>Until when <see cref="LastQuestion"/> may be remembered, because it holds health words; null as long as the talk is kept.</summary>
    public DateTimeOffset? QuestionUntil { get; init; }

    /// <summary>Whether the customer spoke of a medicine, in any message; then nothing is planned around taking magnesium.</summary>
    public bool MedicineMentioned { get; init; }

    /// <summary>Moment of the last message; null before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>What the customer said last, so that a repetition is noticed; null for a button or nothing.</summary>
    public string? LastSaid { get; init; }

    /// <summary>Whether the last message of the bot offered a person, so that "ja" means that.</summary>
    public bool PersonOffered { get; init; }

    /// <summary>Whether taking up the dialog that was set aside has been offered.</summary>
    public bool AsideOffered { get; init; }

    public static TalkState Load(ConversationState state) => state.Find(Name, TalkJsonContext.Default.TalkState) ?? new TalkState();

    public void Save(ConversationState state) => state.Set(Name, this, TalkJsonContext.Default.TalkState);
}

/// <summary>What a source looks like to a client.</summary>
internal sealed record SourceData(string Label, string Title, string? Url);

/// <summary>What our own clients read in <c>channelData.magbot</c>; see docs/architecture.md.</summary>
internal sealed record MessageData
{
    public required string Author { get; init; }

    public string? Decision { get; init; }

    public double? Confidence { get; init; }

    public IReadOnlyList<string>? AnswerIds { get; init; }

    /// <summary>The text without the sources and the evidence that <c>text</c> carries for other clients.</summary>
    public string? Body { get; init; }

    public IReadOnlyList<SourceData>? Sources { get; init; }

    public string? Evidence { get; init; }

    /// <summary>
    /// Feedback on a did-you-mean: ids of the answers that were offered. With <see cref="AnswerIds"/> that one was chosen, without them none was right.
    /// </summary>
    public IReadOnlyList<string>? ChosenFrom { get; init; }

    public bool? Urgent { get; init; }

    /// <summary>Version of the knowledge that the answer comes from; thumbs refer to it.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the client should offer what is kept as a download.</summary>
    public bool? Export { get; init; }
}

/// <summary>Envelope of <see cref="MessageData"/>.</summary>
internal sealed record ChannelData(MessageData Magbot);

/// <summary>Context that a hub gets with <c>handoff.initiate</c>.</summary>
internal sealed record InitiateValue(string Reference, string Reason, string Language);

/// <summary>Value of <c>handoff.status</c>.</summary>
internal sealed record StatusValue(string State, string? Message);

[JsonSerializable(typeof(TalkState))]
[JsonSerializable(typeof(ChannelData))]
[JsonSerializable(typeof(FeedbackState))]
[JsonSerializable(typeof(FeedbackReason))]
[JsonSerializable(typeof(InitiateValue))]
[JsonSerializable(typeof(StatusValue))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TalkJsonContext : JsonSerializerContext;
