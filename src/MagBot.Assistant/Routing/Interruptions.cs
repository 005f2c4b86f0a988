using MagBot.Assistant.Guides;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant.Routing;

/// <summary>
/// What may come in between while a dialog waits: "stop", "terug", "opnieuw", "help", and a question, which is answered before the
/// dialog asks again. An exact answer to what is asked goes before all of these.
/// </summary>
internal sealed class Interruptions(Responder responder)
{
    // Shorter messages are tries at an answer, not questions.
    private const int WordsOfAQuestion = 4;

    private enum Command
    {
        None,
        Stop,
        Back,
        Restart,
        Help,
    }

    /// <summary>Lets the dialog on top have the message, or what came in between.</summary>
    /// <returns>What the assistant remembers now.</returns>
    public async Task<TalkState> ContinueAsync(
        AssistantSnapshot snapshot, Speaker speaker, DialogContext dialogs, TalkState state, TriageResult triage, string text,
        CancellationToken cancellationToken)
    {
        state.Save(speaker.Turn.State); // dialogs read it
        if (await FollowCommandAsync(speaker, dialogs, text, cancellationToken).ConfigureAwait(false))
            return TalkState.Load(speaker.Turn.State);

        var fit = dialogs.Fit();
        if (fit is not AnswerFit.Exact && IsInterruption(snapshot, speaker, triage, fit, text))
            return await AnswerAsync(snapshot, speaker, dialogs, state, triage, text, cancellationToken).ConfigureAwait(false);

        // Choosing "kramp" from our own list is no reason to warn again; the list's own text says whom to ask.
        if (triage.Level is TriageLevel.U4 || fit is not AnswerFit.Exact)
            Responder.SayLines(speaker, triage);
        await dialogs.ContinueAsync(cancellationToken).ConfigureAwait(false);
        return TalkState.Load(speaker.Turn.State);
    }

    /// <summary>Whether the message begins a dialog of its own or asks for a person, so that the present one ends.</summary>
    private static bool Leaves(Intent? intent) => intent?.Action is "handoff" or "callback" || GuideSet.FindByAction(intent?.Action) is not null;

    private async Task<TalkState> AnswerAsync(
        AssistantSnapshot snapshot, Speaker speaker, DialogContext dialogs, TalkState state, TriageResult triage, string text,
        CancellationToken cancellationToken)
    {
        var intent = snapshot.LookUps.Intent(text) ?? snapshot.LookUps.Find(text, triage.AccompaniesAnswer).Intent;
        if (Leaves(intent) || GuideSet.FindByButton(snapshot.Knowledge, text) is not null || IsPersonWanted(speaker, text))
            await dialogs.CancelAllAsync(cancellationToken).ConfigureAwait(false);
        var active = dialogs.Active;
        state = await responder.RespondAsync(snapshot, speaker, dialogs, state, triage, text, cancellationToken).ConfigureAwait(false);
        state.Save(speaker.Turn.State);
        if (active is not null && ReferenceEquals(active, dialogs.Active))
        {
            speaker.Say(Decisions.Dialog, speaker.Text("dialog-resume"));
            await dialogs.RepromptAsync(cancellationToken).ConfigureAwait(false);
        }

        return state;
    }

    private static bool IsInterruption(AssistantSnapshot snapshot, Speaker speaker, TriageResult triage, AnswerFit fit, string text)
    {
        if (snapshot.Buttons.Find(text) is not null || GuideSet.FindByButton(snapshot.Knowledge, text) is not null || IsPersonWanted(speaker, text))
            return true;
        var words = DutchWords.Split(text);
        var asks = text.TrimEnd().EndsWith('?') || (words.Length > 0 && speaker.List("dialog-question-words").Contains(words[0]));
        if (fit is AnswerFit.Possible && !asks)
            return false;
        if (snapshot.LookUps.Intent(text) is { } intent)
            return intent.Action is not null || intent.Decision is Decisions.Handoff or Decisions.Privacy or Decisions.SmallTalk
                || words.Length >= WordsOfAQuestion;
        if (words.Length < WordsOfAQuestion)
            return false;
        if (asks && fit is AnswerFit.None)
            return true;
        var finding = snapshot.LookUps.Find(text, triage.AccompaniesAnswer);
        return finding.Answers.Count > 0 || finding.Intent is { Action: not null };
    }

    private static bool IsPersonWanted(Speaker speaker, string text) =>
        string.Equals(text.Trim(), speaker.Text("advisor-button"), StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> FollowCommandAsync(Speaker speaker, DialogContext dialogs, string text, CancellationToken cancellationToken)
    {
        switch (Find(speaker, text))
        {
            case Command.Stop:
                await dialogs.CancelAllAsync(cancellationToken).ConfigureAwait(false);
                speaker.Say(Decisions.Dialog, speaker.Text("dialog-stopped"), [speaker.Text("guide-menu-button")]);
                return true;
            case Command.Back:
                if (!await dialogs.EmitEventAsync(new DialogEvent(DialogEvents.Back), cancellationToken).ConfigureAwait(false))
                {
                    speaker.Say(Decisions.Dialog, speaker.Text("dialog-no-way-back"));
                    await dialogs.RepromptAsync(cancellationToken).ConfigureAwait(false);
                }

                return true;
            case Command.Restart:
                speaker.Say(Decisions.Dialog, speaker.Text("dialog-restarted"));
                if (!await dialogs.EmitEventAsync(new DialogEvent(DialogEvents.Restart), cancellationToken).ConfigureAwait(false))
                    await dialogs.RepromptAsync(cancellationToken).ConfigureAwait(false);
                return true;
            case Command.Help:
                speaker.Say(Decisions.Dialog, speaker.Text("dialog-help"));
                await dialogs.RepromptAsync(cancellationToken).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private static Command Find(Speaker speaker, string text)
    {
        var said = string.Join(' ', DutchWords.Split(text));
        return Is("dialog-stop-words") ? Command.Stop
            : Is("dialog-back-words") ? Command.Back
            : Is("dialog-restart-words") ? Command.Restart
            : Is("dialog-help-words") ? Command.Help
            : Command.None;

        // The whole message, give or take a polite word: "stop maar", "terug aub".
        bool Is(string key) => speaker.List(key).Any(words =>
        {
            var command = string.Join(' ', DutchWords.Split(words));
            return said == command
                || (said.StartsWith(command + " ", StringComparison.Ordinal)
                    && said[(command.Length + 1)..].Split(' ').All(word => word is "maar" or "aub" or "graag" or "even" or "hoor" or "nu" or "alsjeblieft" or "dan" or "ermee" or "hiermee"));
        });
    }
}
