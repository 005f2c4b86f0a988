using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>An answer or an intent that may be meant, with what speaks for it.</summary>
/// <param name="Key">Key in the index.</param>
/// <param name="Features">In the order of <see cref="CandidateFeatures.Names"/>.</param>
internal sealed record Candidate(string Key, double[] Features);

/// <summary>A message as retrieval sees it: everything that may be meant, and what speaks for none of it.</summary>
/// <param name="Analysis">What was read in the message.</param>
/// <param name="Candidates">What may be meant; in no order.</param>
/// <param name="None">In the order of <see cref="CandidateFeatures.NoneNames"/>.</param>
internal sealed record Sighting(QueryAnalysis Analysis, IReadOnlyList<Candidate> Candidates, double[] None);
