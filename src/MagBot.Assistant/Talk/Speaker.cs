using MagBot.Activities;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Talk;

/// <summary>
/// Says things in one turn: takes the sentences from the knowledge, adds sources and buttons, and marks each message with the
/// decision behind it. Not thread safe.
/// </summary>
internal sealed class Speaker(TurnContext turn, KnowledgeBase knowledge, int turns)
{
    // Buttons are for choosing at a glance; more than this is a menu.
    private const int MaxButtons = 6;
    private const int MaxChoices = 10;

    public TurnContext Turn => turn;

    public KnowledgeBase Knowledge => knowledge;

    /// <summary>A text of texts.yaml with the shop's details and <paramref name="arguments"/> filled in.</summary>
    public string Text(string key, params ReadOnlySpan<(string Name, object? Value)> arguments) =>
        TextCatalog.Fill(knowledge.Texts.GetInTurn(key, turns, knowledge.Shop.Placeholders()), arguments);

    /// <summary>All wordings of a list in texts.yaml.</summary>
    public IReadOnlyList<string> List(string key) => knowledge.Texts.GetList(key);

    /// <summary>Says a text.</summary>
    public void Say(
        string decision, string text, IReadOnlyList<string>? buttons = null, double? confidence = null, bool urgent = false,
        IReadOnlyList<string>? chosenFrom = null, Attachment? attachment = null) =>
        Send(
            text, new MessageData { Author = "bot", Decision = decision, Confidence = confidence, Urgent = urgent ? true : null, ChosenFrom = chosenFrom },
            buttons, attachment: attachment);

    /// <summary>Says what is kept of the conversation; our own clients offer it as a download.</summary>
    public void SayExport(string text) => Send(text, new MessageData { Author = "bot", Decision = Decisions.Privacy, Export = true }, null);

    /// <summary>Asks something in a dialog; all choices become buttons, since one of them is the answer.</summary>
    public void Ask(string text, IReadOnlyList<string>? choices) =>
        Send(text, new MessageData { Author = "bot", Decision = Decisions.Dialog }, choices, asks: true);

    /// <summary>Shows cards below a text.</summary>
    public void Show(string text, IReadOnlyList<Attachment> cards) =>
        Send(text, new MessageData { Author = "bot", Decision = Decisions.Answer }, null, cards: cards);

    /// <summary>Says an answer with what it rests on.</summary>
    /// <param name="answers">The answers; the first gives the strength of the evidence, all give their sources.</param>
    /// <param name="body">What to say.</param>
    /// <param name="confidence">Probability that it is right.</param>
    /// <param name="buttons">Follow-up questions.</param>
    /// <param name="chosenFrom">Ids of the answers that the customer chose this one from; null when it was not chosen.</param>
    /// <param name="decision">What was decided; an answer that only may be meant is no <see cref="Decisions.Answer"/>.</param>
    public void Answer(
        IReadOnlyList<Answer> answers, string body, double confidence, IReadOnlyList<string> buttons, IReadOnlyList<string>? chosenFrom = null,
        string decision = Decisions.Answer)
    {
        var sources = Sources(answers.SelectMany(knowledge.GetSources));
        var evidence = knowledge.Texts.Get($"evidence-{answers[0].Evidence.Name()}");
        Send(WithSources(body, sources, evidence), new MessageData
        {
            Author = "bot",
            Decision = decision,
            Confidence = Math.Round(confidence, 3),
            AnswerIds = [.. answers.Select(answer => answer.Id)],
            Body = body,
            Sources = sources,
            Evidence = evidence,
            ChosenFrom = chosenFrom,
            Version = knowledge.Version,
        }, buttons);
    }

    /// <summary>Quotes an article with what it rests on; an article is the weakest kind of evidence.</summary>
    public void Quote(Article article, string body, double confidence, IReadOnlyList<string> buttons)
    {
        var sources = Sources(article.SourceIds.Select(id => knowledge.Sources.GetValueOrDefault(id)).OfType<Source>());
        var evidence = knowledge.Texts.Get($"evidence-{EvidenceGrade.Shop.Name()}");
        Send(WithSources(body, sources, evidence), new MessageData
        {
            Author = "bot",
            Decision = Decisions.Answer,
            Confidence = Math.Round(confidence, 3),
            Body = body,
            Sources = sources,
            Evidence = evidence,
        }, buttons);
    }

    private static List<SourceData> Sources(IEnumerable<Source> sources) =>
        [.. sources.Distinct().Select(source => new SourceData(source.Label, source.Title, source.Url?.ToString()))];

    private string WithSources(string body, List<SourceData> sources, string evidence) =>
        SourcedText.Compose(body, Text("evidence-heading", ("evidence", evidence)), Text("sources-heading"), sources.ConvertAll(source => (source.Label, source.Url)));

    private void Send(string text, MessageData data, IReadOnlyList<string>? buttons, bool asks = false, Attachment? attachment = null, IReadOnlyList<Attachment>? cards = null) => turn.Send(new Activity
    {
        AttachmentLayout = cards is { Count: > 1 } ? "carousel" : null,
        Type = ActivityTypes.Message,
        Text = text,
        TextFormat = TextFormats.Markdown,
        InputHint = asks ? InputHints.ExpectingInput : InputHints.AcceptingInput,
        ChannelData = ActivityJson.ToElement(new ChannelData(data), TalkJsonContext.Default.ChannelData),
        Attachments = attachment is null ? cards : [attachment],
        SuggestedActions = buttons is { Count: > 0 }
            ? new SuggestedActions { Actions = [.. buttons.Distinct(StringComparer.Ordinal).Take(asks ? MaxChoices : MaxButtons).Select(button => CardAction.ImBack(button))] }
            : null,
    });
}
