using MagBot.Activities;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant.Talk;

/// <summary>
/// What triage tells the advisor who has the conversation: an internal note, shown at the desk and never to the customer. An alarm comes
/// every time, a caution once a kind.
/// </summary>
internal static class Watch
{
    /// <summary>Leaves the note, if there is something to tell.</summary>
    /// <returns>What the assistant remembers now.</returns>
    public static TalkState Tell(Speaker speaker, TalkState state, TriageResult triage)
    {
        if (triage.ReplacesAnswer)
        {
            Note(speaker, speaker.Text("watch-alarm", ("kind", triage.Hits[0].Name)), urgent: true);
            return state;
        }

        TriageHit[] fresh = [.. triage.Hits.Where(hit => hit.Level is TriageLevel.U4 or TriageLevel.U5 && !state.Warned.Contains(hit.Kind))];
        if (fresh.Length == 0)
            return state;
        string kinds = string.Join("; ", fresh.Select(hit => hit.Name).Distinct());
        string lines = string.Join(' ', fresh.SelectMany(hit => hit.Lines).Distinct().Select(line => line.Text));
        Note(speaker, speaker.Text(triage.Own ? "watch-own" : "watch-general", ("kind", kinds), ("lines", lines)), urgent: false);
        return state with { Warned = [.. state.Warned, .. fresh.Select(hit => hit.Kind).Distinct()] };
    }

    private static void Note(Speaker speaker, string text, bool urgent) => speaker.Turn.Note(new Activity
    {
        Type = ActivityTypes.Message,
        Text = text,
        TextFormat = TextFormats.Plain,
        ChannelData = ActivityJson.ToElement(new ChannelData(new MessageData { Author = "note", Urgent = urgent ? true : null }), TalkJsonContext.Default.ChannelData),
    });
}
