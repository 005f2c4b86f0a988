using System.Text.RegularExpressions;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Prompts;

namespace MagBot.Assistant.Handover;

/// <summary>After a talk with an advisor: the rating, a remark, and opening it again when the customer writes within the set time.</summary>
internal sealed partial class AfterTalk(IAdvisorPresence presence)
{
    private const int LongestRemark = 1000;

    /// <param name="speaker">Says things in this turn.</param>
    /// <param name="text">What the customer wrote.</param>
    /// <param name="isKnown">Whether the bot knows what to do with a text: then it is no remark.</param>
    /// <returns>Whether the text was about the talk.</returns>
    public bool TryAnswer(Speaker speaker, string text, Func<string, bool> isKnown)
    {
        var turn = speaker.Turn;
        if (turn.Handover.Status is not HandoverStatus.Closed)
            return false;
        if (turn.Handover.Rating is { } rating && TryRate(speaker, rating, text, isKnown))
            return true;
        if (!turn.Handover.CanReopen(turn.Now))
            return false;
        if (DutchRecognizer.Choose(text, [speaker.Text("handoff-to-assistant-button")]) is not null)
        {
            turn.Apply(turn.Handover.WithoutReopening(), "customer");
            speaker.Say(Decisions.Handoff, speaker.Text("handoff-to-assistant"));
            return true;
        }

        return TryReopen(speaker);
    }

    private static bool TryRate(Speaker speaker, HandoverRating rating, string text, Func<string, bool> isKnown)
    {
        var turn = speaker.Turn;
        if (rating.Stars is null && Stars(speaker, text) is { } stars)
        {
            turn.Apply(turn.Handover.WithRating(new HandoverRating(stars, RemarkAsked: true)), "customer");
            speaker.Say(Decisions.Handoff, speaker.Text("rating-remark-ask"), [speaker.Text("rating-remark-no"), speaker.Text("transcript-button")]);
            return true;
        }

        if (!rating.RemarkAsked)
            return false;
        var isNo = DutchRecognizer.Choose(text, [speaker.Text("rating-remark-no")]) is not null || DutchRecognizer.YesOrNo(text) == false;
        if (!isNo && (text.Contains('?', StringComparison.Ordinal) || isKnown(text)))
        {
            // Another question: the remark does not come any more.
            turn.Apply(turn.Handover.WithRating(rating with { RemarkAsked = false }), "customer");
            return false;
        }

        var remark = isNo ? null : text[..Math.Min(text.Length, LongestRemark)];
        turn.Apply(turn.Handover.WithRating(rating with { RemarkAsked = false, Remark = remark }), "customer");
        speaker.Say(Decisions.Handoff, speaker.Text(isNo ? "rating-thanks" : "rating-remark-thanks"), [speaker.Text("transcript-button")]);
        return true;
    }

    private bool TryReopen(Speaker speaker)
    {
        var turn = speaker.Turn;
        var isThere = turn.Handover.AdvisorId is { } advisor && presence.IsThere(advisor);
        if (!isThere && !presence.AnyoneThere && !speaker.Knowledge.Shop.Hours.IsOpen(turn.Now))
            return false;
        turn.Apply(turn.Handover.Reopen(turn.Now, isThere, out _), "customer", HandoverReasons.Reopened);
        var key = isThere ? "handoff-reopened" : "handoff-reopened-waiting";
        var text = speaker.Text(key, ("advisor", turn.Handover.AdvisorName));
        speaker.Say(Decisions.Handoff, text, isThere ? null : [speaker.Text("handoff-cancel-button")]);
        HandoverSignals.Status(turn, isThere ? "accepted" : "queued");
        return true;
    }

    private static int? Stars(Speaker speaker, string text)
    {
        var buttons = speaker.List("rating-buttons");
        for (var i = 0; i < buttons.Count; i++)
        {
            if (string.Equals(buttons[i], text, StringComparison.OrdinalIgnoreCase))
                return Digit(buttons[i]);
        }

        return RatingPattern().IsMatch(text) ? Digit(text) : null;
    }

    private static int? Digit(string text) => text.FirstOrDefault(char.IsAsciiDigit) is var digit and >= '1' and <= '5' ? digit - '0' : null;

    [GeneratedRegex(@"\A\s*(een |cijfer )?[1-5](\s*(/|van de|van) ?5|\s*(sterren|ster|punten))?\s*[.!]*\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex RatingPattern();
}
