using System.Numerics;
using MagBot.Search.Index;
using MagBot.Search.Querying;

namespace MagBot.Search.Scoring;

/// <summary>Reads one document's words against a marked query: what is met, where, how close together, and by which question best.</summary>
internal sealed class DocumentMatch(Query query, ClauseMasks masks, Scratch scratch, Lexicon lexicon, double[] idfs)
{
    // Further apart than this, neighbours in the query have nothing to do with each other in the document.
    private const int Window = 8;

    // A long document is read this far; what stands behind it counts in BM25F only.
    private const int MaxWords = 3000;

    private readonly int[] _lastSeen = new int[query.Concepts.Count];
    private readonly double[] _closeness = new double[query.Concepts.Count];
    private readonly int[] _content = ContentConcepts(query);
    private ulong _whole;
    private ulong _part;
    private ulong _exact;

    public double Coverage { get; private set; }

    public double QuestionCoverage { get; private set; }

    public double QuestionSimilarity { get; private set; }

    public int QuestionValue { get; private set; }

    /// <summary>Mass of the concepts met in the form typed.</summary>
    public double ExactMass { get; private set; }

    /// <summary>Sum over neighbouring concepts of the lighter one's mass times their closeness.</summary>
    public double ProximityMass { get; private set; }

    /// <summary>The most that <see cref="ProximityMass"/> can be.</summary>
    public double MaxProximityMass { get; private set; }

    public bool IsPhrase { get; private set; }

    public void Read(ForwardIndex forward, int doc, IReadOnlyList<FieldOptions> fields)
    {
        Reset();
        var values = forward.Values(doc);
        var read = 0;
        for (var v = 0; v < values.Length && read < MaxWords; v++)
        {
            var words = forward.Words(values[v]);
            words = words[..Math.Min(words.Length, MaxWords - read)];
            read += words.Length;
            ReadValue(words, fields[values[v].Field].IsQuestion ? v : -1, values[v].Mass);
        }

        Coverage = Covered(_whole, _part);
        WeighExactForms();
        WeighProximity();
    }

    private static int[] ContentConcepts(Query query) =>
        [.. Enumerable.Range(0, query.Concepts.Count).Where(c => query.Concepts[c].IsContent)];

    private void Reset()
    {
        _whole = _part = _exact = 0;
        Array.Clear(_closeness);
        QuestionCoverage = QuestionSimilarity = 0;
        QuestionValue = -1;
    }

    private void ReadValue(ReadOnlySpan<int> words, int questionValue, double valueMass)
    {
        Array.Fill(_lastSeen, -1000);
        ulong whole = 0, part = 0, metConcepts = 0;
        double metMass = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var marks = scratch.Marks[words[i]];
            if (masks.HasPhrases)
                masks.AddPhrases(words, i, ref marks);
            if ((marks.Concepts | marks.Exact) == 0)
                continue;
            whole |= marks.Whole;
            part |= marks.Part;
            _exact |= marks.Exact;
            Note(marks.Concepts, i);
            if (questionValue >= 0 && lexicon.RoleOf(words[i]) == Analysis.WordRole.Content && (marks.Concepts & ~metConcepts) != 0)
                metMass += idfs[lexicon.TermOf(words[i])] * (marks.Whole != 0 ? 1 : 0.6);
            metConcepts |= marks.Concepts;
        }

        _whole |= whole;
        _part |= part;
        if (questionValue >= 0 && whole + part != 0)
            Compare(questionValue, Covered(whole, part), valueMass > 0 ? Math.Min(metMass / valueMass, 1) : 0);
    }

    private void Compare(int value, double coverage, double share)
    {
        QuestionCoverage = Math.Max(QuestionCoverage, coverage);
        var similarity = coverage + share > 0 ? 2 * coverage * share / (coverage + share) : 0;
        if (similarity > QuestionSimilarity)
            (QuestionSimilarity, QuestionValue) = (similarity, value);
    }

    private void Note(ulong concepts, int position)
    {
        for (var rest = concepts; rest != 0; rest &= rest - 1)
            _lastSeen[BitOperations.TrailingZeroCount(rest)] = position;
        for (var i = 1; i < _content.Length; i++)
        {
            var (a, b) = (_content[i - 1], _content[i]);
            if ((concepts >> a & 1) == 0 && (concepts >> b & 1) == 0)
                continue;
            var distance = Math.Abs(_lastSeen[b] - _lastSeen[a]);
            if (distance > Window)
                continue;
            // A compound meets both at one place; the wrong order counts a little less.
            var closeness = 1.0 / Math.Max(distance, 1) * (_lastSeen[b] >= _lastSeen[a] ? 1 : 0.8);
            _closeness[b] = Math.Max(_closeness[b], closeness);
        }
    }

    private double Covered(ulong whole, ulong part)
    {
        if (query.Mass <= 0)
            return 0;
        double covered = 0;
        for (var c = 0; c < query.Concepts.Count; c++)
            covered += query.Concepts[c].Mass * masks.Coverage(c, whole, part);
        return covered / query.Mass;
    }

    private void WeighExactForms()
    {
        ExactMass = 0;
        for (var c = 0; c < query.Concepts.Count; c++)
        {
            if ((_exact >> c & 1) != 0)
                ExactMass += query.Concepts[c].Mass;
        }
    }

    private void WeighProximity()
    {
        ProximityMass = MaxProximityMass = 0;
        IsPhrase = _content.Length > 0 && Coverage > 0;
        for (var i = 1; i < _content.Length; i++)
        {
            var lighter = Math.Min(query.Concepts[_content[i - 1]].Mass, query.Concepts[_content[i]].Mass);
            ProximityMass += lighter * _closeness[_content[i]];
            MaxProximityMass += lighter;
            IsPhrase &= _closeness[_content[i]] >= 1;
        }
    }
}
