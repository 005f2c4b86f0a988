using MagBot.Assistant.Guides;
using MagBot.Assistant.Handover;
using MagBot.Assistant.Products;
using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant.Routing;

/// <summary>Answers a message that nothing else has claimed: a button, an intent, a question.</summary>
internal sealed class Responder(HandoverFlow handover)
{
    // After this many questions in a row without an answer, the bot proposes a person.
    private const int MissesBeforeOffer = 2;
    private const int FollowUps = 3;

    public async Task<TalkState> RespondAsync(
        AssistantSnapshot snapshot, Speaker speaker, DialogContext dialogs, TalkState state, TriageResult triage, string text,
        CancellationToken cancellationToken)
    {
        if (TryButton(speaker, snapshot, ref state, text))
            return state;

        if (GuideSet.FindByButton(snapshot.Knowledge, text) is { } guide)
            return await BeginAsync(dialogs, state, guide, "", cancellationToken).ConfigureAwait(false);

        if ((snapshot.Buttons.Find(text) ?? Chosen(snapshot, state, text)) is { } pressed)
            return Give(speaker, state, triage, [pressed], 1);

        if (ProductCards.TryShow(speaker, text, triage, state))
            return state with { Misses = 0, LastAnswerId = null, About = [] };

        // Thanks is thanks; but "hoe lang" after an answer is not about a parcel.
        var intent = snapshot.LookUps.Intent(text);
        if (GuideSet.FindByAction(intent?.Action) is { } named)
            return await BeginAsync(dialogs, state, named, text, cancellationToken, SayLines(speaker, triage)).ConfigureAwait(false);
        var finding = intent is null or { Decision: Decisions.Decline } ? snapshot.LookUps.FollowUp(text, state.About, triage.AccompaniesAnswer) : null;
        if (finding is null && intent is not null)
            return await FollowAsync(speaker, dialogs, state, triage, intent, cancellationToken).ConfigureAwait(false);

        finding ??= snapshot.LookUps.Find(text, triage.AccompaniesAnswer);
        state = state with { LastQuestion = text.Length <= 500 ? text : text[..500] };
        if (finding.Intent is { } found)
            return await FollowAsync(speaker, dialogs, state, triage, found, cancellationToken).ConfigureAwait(false);
        if (finding.WantsMore && TryMore(speaker, snapshot, ref state, state.About[0]))
            return state;
        if (finding.Answers.Count > 0)
            return Give(speaker, state, triage, finding.Answers, finding.Confidence);
        if (finding.Quote is { } quote && !(quote.NamesAmount && (state.OwnCase || triage.Own)))
            return Cite(speaker, state, triage, quote, finding.Confidence);
        if (finding.Choices.Count > 0)
            return Clarify(speaker, state, triage, finding.Choices, finding.Confidence);
        if (triage.AccompaniesAnswer)
            return Warn(speaker, state, triage);
        return Decline(speaker, state, finding.Confidence);
    }

    private static async Task<TalkState> BeginAsync(
        DialogContext dialogs, TalkState state, string guide, string said, CancellationToken cancellationToken, bool warned = false)
    {
        state = state with { Misses = 0, LastAnswerId = warned ? null : state.LastAnswerId };
        state.Save(dialogs.Turn.State);
        await dialogs.BeginAsync(Guide.IdOf(guide), Guide.Options(said), cancellationToken).ConfigureAwait(false);
        return TalkState.Load(dialogs.Turn.State);
    }

    /// <summary>Says the fixed lines that go before anything else that is said.</summary>
    /// <returns>Whether there were any.</returns>
    internal static bool SayLines(Speaker speaker, TriageResult triage)
    {
        if (!triage.AccompaniesAnswer)
            return false;
        speaker.Say(Decisions.Safety, string.Join("\n\n", Lines(triage)));
        return true;
    }

    private static bool TryButton(Speaker speaker, AssistantSnapshot snapshot, ref TalkState state, string text)
    {
        if (string.Equals(text, speaker.Text("clarify-none"), StringComparison.OrdinalIgnoreCase))
        {
            state = Decline(speaker, state, 0, "clarify-none-answer", NullIfEmpty(state.Offered));
            return true;
        }

        if (!string.Equals(text, speaker.Text("more-explanation"), StringComparison.OrdinalIgnoreCase))
            return false;
        if (!TryMore(speaker, snapshot, ref state, state.LastAnswerId))
            speaker.Say(Decisions.Answer, speaker.Text("more-nothing"), [speaker.Text("advisor-button")]);
        return true;
    }

    private static bool TryMore(Speaker speaker, AssistantSnapshot snapshot, ref TalkState state, string? id)
    {
        if (id is null || snapshot.Knowledge.FindAnswer(id) is not { Body.Length: > 0 } answer)
            return false;
        var body = $"**{speaker.Text("more-heading", ("question", answer.Question))}**\n\n{answer.Body}";
        speaker.Answer([answer], body, 1, Related(speaker, [answer]));
        state = state with { LastAnswerId = null };
        return true;
    }

    private async Task<TalkState> FollowAsync(
        Speaker speaker, DialogContext dialogs, TalkState state, TriageResult triage, Intent intent, CancellationToken cancellationToken)
    {
        switch (intent.Action)
        {
            case "handoff" or "callback":
                return await handover.RequestAsync(speaker, dialogs, state, intent.Id, cancellationToken).ConfigureAwait(false);
            case "privacy-delete":
                SayIntent(speaker, state, triage, intent, null);
                await dialogs.BeginAsync(EraseDialog.DialogId, null, cancellationToken).ConfigureAwait(false);
                return state;
        }

        var buttons = intent.Buttons.Count > 0
            ? intent.Buttons
            : intent.Decision is Decisions.Decline or Decisions.Handoff ? [speaker.Text("advisor-button")] : null;
        SayIntent(speaker, state, triage, intent, buttons);
        if (intent.Action == "privacy-export")
            SayWhatIsKept(speaker);
        return intent.Decision == Decisions.Decline ? state with { About = [], Offered = [] } : state with { Misses = 0 };
    }

    private static void SayIntent(Speaker speaker, TalkState state, TriageResult triage, Intent intent, IReadOnlyList<string>? buttons)
    {
        var text = intent.Answers.Count == 0
            ? speaker.Text("decline")
            : TextCatalog.Fill(intent.Answers[state.Turns % intent.Answers.Count], speaker.Knowledge.Shop.Placeholders());
        speaker.Say(intent.Decision, string.Join("\n\n", [.. Lines(triage), text]), buttons);
    }

    private static void SayWhatIsKept(Speaker speaker)
    {
        var conversation = speaker.Turn.Conversation;
        var contact = speaker.Turn.Handover.Contact;
        speaker.SayExport(speaker.Text(
            contact is null ? "privacy-export-overview" : "privacy-export-overview-contact",
            ("id", conversation.Id),
            ("count", conversation.NextSequence),
            ("name", contact?.Name),
            ("address", contact?.Email ?? contact?.Phone),
            ("question", contact?.Question)));
    }

    private static TalkState Give(Speaker speaker, TalkState state, TriageResult triage, IReadOnlyList<Answer> answers, double confidence)
    {
        var lead = answers[0];
        var parts = new List<string>();
        if (triage.AccompaniesAnswer)
            parts.AddRange(triage.Lines.Where(line => !answers.Any(answer => answer.ShortText.Contains(line.Text, StringComparison.Ordinal))).Select(line => line.Markdown));
        // Who spoke of their own case keeps getting answers without a dose: "hoeveel dan?" is still about them.
        var told = state.OwnCase ? answers.Where(answer => !answer.Dose).ToList() : [.. answers];
        if (state.OwnCase && told.Count < answers.Count)
            parts.Add(speaker.Text("own-case-no-dose"));
        if (parts.Count > 0 && told.Count > 0)
            parts.Add(speaker.Text("safety-accompany"));
        parts.AddRange(told.Select(answer => answer.ShortText));

        var buttons = Related(speaker, answers);
        if (lead.IsWithheld)
            buttons.Insert(0, speaker.Text("advisor-button"));
        if (!triage.AccompaniesAnswer && GuideSet.FindOffer(speaker.Knowledge, lead.Topic) is { } offer)
            buttons.Add(offer);
        if (lead.Body.Length > 0 && told.Count > 0)
            buttons.Insert(0, speaker.Text("more-explanation"));
        var chosen = state.Offered.Contains(lead.Id) ? state.Offered : null;
        speaker.Answer(answers, string.Join("\n\n", parts), confidence, buttons, chosen);
        return state with { Misses = 0, Offered = [], LastAnswerId = told.Count > 0 ? lead.Id : null, About = [.. answers.Select(answer => answer.Id)] };
    }

    // Nobody wrote an answer to this, and it says so; the safety lines come first as with any answer.
    private static TalkState Cite(Speaker speaker, TalkState state, TriageResult triage, Quote quote, double confidence)
    {
        var parts = Lines(triage);
        parts.Add(speaker.Text("passage-lead", ("title", quote.Article.Title)));
        parts.Add(quote.Text);
        speaker.Quote(quote.Article, string.Join("\n\n", parts), confidence, [speaker.Text("advisor-button")]);
        return state with { Misses = 0, LastAnswerId = null, About = [], Offered = [] };
    }

    // The line stands alone when no answer comes close.
    private static TalkState Warn(Speaker speaker, TalkState state, TriageResult triage)
    {
        SayLines(speaker, triage);
        return state with { Misses = 0, LastAnswerId = null, Offered = [] };
    }

    // Says that it is not sure, shows the likeliest answer, and asks whether one of the others is meant.
    private static TalkState Clarify(Speaker speaker, TalkState state, TriageResult triage, IReadOnlyList<Answer> choices, double confidence)
    {
        var parts = Lines(triage);
        var decision = triage.AccompaniesAnswer ? Decisions.Safety : Decisions.Clarify;
        var last = triage.AccompaniesAnswer ? speaker.Text("advisor-button") : speaker.Text("clarify-none");
        state = state with { Misses = triage.AccompaniesAnswer ? 0 : state.Misses, Offered = Ids(choices) };
        if (choices[0].IsWithheld || (state.OwnCase && choices[0].Dose))
        {
            parts.Add(speaker.Text("clarify"));
            speaker.Say(decision, string.Join("\n\n", parts), [.. choices.Select(choice => choice.ButtonText), last], confidence);
            return state with { LastAnswerId = null };
        }

        parts.AddRange([
            speaker.Text("clarify-perhaps", ("question", choices[0].Question)), choices[0].ShortText,
            speaker.Text(choices.Count > 1 ? "clarify-others" : "clarify-otherwise")]);
        speaker.Answer([choices[0]], string.Join("\n\n", parts), confidence, [.. choices.Skip(1).Select(choice => choice.ButtonText), last], decision: decision);
        return state with { LastAnswerId = choices[0].Id, About = [choices[0].Id] };
    }

    private static TalkState Decline(Speaker speaker, TalkState state, double confidence, string key = "decline", IReadOnlyList<string>? chosenFrom = null)
    {
        var misses = state.Misses + 1;
        speaker.Say(
            Decisions.Decline,
            speaker.Text(misses >= MissesBeforeOffer ? "decline-second" : key),
            [speaker.Text("advisor-button")],
            confidence,
            chosenFrom: chosenFrom);
        return state with { Misses = misses, LastAnswerId = null, About = [], Offered = [] };
    }

    // What goes before anything else that is said.
    private static List<string> Lines(TriageResult triage) => triage.AccompaniesAnswer ? [.. triage.Lines.Select(line => line.Markdown)] : [];

    // "De tweede" or "2" after a did-you-mean.
    private static Answer? Chosen(AssistantSnapshot snapshot, TalkState state, string text) =>
        state.Offered.Count > 0 && DutchRecognizer.Choose(text, [.. state.Offered.Select(id => snapshot.Knowledge.FindAnswer(id)?.ButtonText ?? id)]) is { } index
            ? snapshot.Knowledge.FindAnswer(state.Offered[index])
            : null;

    private static string[] Ids(IReadOnlyList<Answer> answers) => [.. answers.Select(answer => answer.Id)];

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> ids) => ids.Count > 0 ? ids : null;

    private static List<string> Related(Speaker speaker, IReadOnlyList<Answer> answers) =>
    [
        .. answers
            .SelectMany(speaker.Knowledge.GetRelated)
            .Distinct()
            .Except(answers)
            .Take(FollowUps)
            .Select(answer => answer.ButtonText),
    ];
}
