using System.Text.Json.Nodes;
using MagBot.Assistant.Handover;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Guides;

/// <summary>Adviesaanvraag: what an advisor needs to know, whether the talk may be read back, and then the hand-over.</summary>
internal sealed class AdviceGuide : Guide
{
    private const string Topic = "topic";
    private const string QuestionName = "question";
    private const string Share = "share";
    private const int LongestQuestion = 1000;
    private const int MostWordsOfATopic = 4;
    private readonly HandoverFlow _handover;

    public AdviceGuide(Func<TurnContext, Speaker> speak, HandoverFlow handover)
        : base("advies", speak)
    {
        _handover = handover;
        Slots =
        [
            new FormSlot
            {
                Name = Topic,
                Ask = form => Question(form, "topic"),
                Recognize = FindTopic,
                Label = form => Text(form, "topic-label"),
            },
            new FormSlot
            {
                Name = QuestionName,
                Ask = form => Question(form, "question"),
                Recognize = (_, text) => text.Count(char.IsLetter) >= 3 ? text[..Math.Min(text.Length, LongestQuestion)] : null,
                Correct = Reword,
                Label = form => Text(form, "question-label"),
            },
            new FormSlot
            {
                Name = Share,
                Ask = form => Question(form, "share"),
                Recognize = (form, text) => DutchRecognizer.Choose(text, Choices(form, "share")) is { } index
                    ? JsonValue.Create(index == 0)
                    : DutchRecognizer.YesOrNo(text) is { } said ? JsonValue.Create(said) : null,
                Label = form => Text(form, "share-label"),
            },
        ];
    }

    protected override IReadOnlyList<FormSlot> Slots { get; }

    protected override PromptOptions Summarise(FormTurn form) => Confirmation(
        form,
        (Topic, form.Text(Topic)),
        (QuestionName, form.Text(QuestionName)),
        (Share, Choices(form, "share")[form.Flag(Share) == true ? 0 : 1].ToLowerInvariant()));

    private JsonNode? FindTopic(FormTurn form, string text) =>
        DutchRecognizer.Choose(text, Choices(form, "topic"), byPart: true) is { } index ? Choices(form, "topic")[index] : null;

    // Any words are a question, so a correction must say "ik bedoel" to be one; and a few words that name a topic correct that.
    private JsonValue? Reword(FormTurn form, string text) =>
        form.Correction is { IsRestated: true } && text.Count(char.IsLetter) >= 3
            && (DutchWords.Split(text).Length > MostWordsOfATopic || FindTopic(form, text) is null)
                ? JsonValue.Create(text[..Math.Min(text.Length, LongestQuestion)])
                : null;

    protected override async Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken)
    {
        // Without consent the advisor reads from this turn on, so the question is said once more in it.
        var speaker = Speak(form);
        speaker.Say(Decisions.Handoff, Text(form, "result", (Topic, form.Text(Topic)), (QuestionName, form.Text(QuestionName))));
        var state = TalkState.Load(form.Turn.State) with { LastQuestion = form.Text(QuestionName) };
        state = await _handover.RequestAsync(speaker, context, state, "advice", cancellationToken, form.Flag(Share)).ConfigureAwait(false);
        state.Save(form.Turn.State);
    }
}
