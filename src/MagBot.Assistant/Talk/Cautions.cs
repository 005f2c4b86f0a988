using MagBot.Knowledge.Safety;

namespace MagBot.Assistant.Talk;

/// <summary>Notes in the talk's state what a guided dialog must heed later.</summary>
internal static class Cautions
{
    // Kinds of knowledge/safety/medicines.yaml (domain/safety.md, S17 to S21).
    private static readonly string[] MedicineKinds = ["S17", "S18", "S19", "S20", "S21"];

    public static TalkState Note(TalkState state, TriageResult triage) => state with
    {
        MedicineMentioned = state.MedicineMentioned || MedicineKinds.Any(triage.Has),
        OwnCase = state.OwnCase || triage is { AccompaniesAnswer: true, Own: true },
    };
}
