using MagBot.Search.Scoring;

namespace MagBot.Search.Index;

/// <summary>What one occurrence counts, by field and field length. Averages are over the documents that have the field at all.</summary>
internal sealed class FieldWeights
{
    private readonly SearchIndexOptions _options;
    private readonly ForwardIndex _forward;
    private readonly double[] _averages;

    public FieldWeights(SearchIndexOptions options, ForwardIndex forward)
    {
        Fields = options.Fields;
        _options = options;
        _forward = forward;
        _averages = new double[Fields.Count];
        for (var field = 0; field < Fields.Count; field++)
            _averages[field] = Average(field);
    }

    public IReadOnlyList<FieldOptions> Fields { get; }

    public double Average(int field)
    {
        if (_averages[field] > 0)
            return _averages[field];
        long total = 0;
        var filled = 0;
        for (var doc = 0; doc < _forward.DocCount; doc++)
        {
            var length = _forward.FieldLength(doc, field);
            total += length;
            filled += length > 0 ? 1 : 0;
        }

        return filled > 0 ? (double)total / filled : 0;
    }

    /// <summary>The weighted, normalised count of the occurrence at a place in a value.</summary>
    public double Of(int doc, int field, int position)
    {
        var each = Of(doc, field);
        return Fields[field].IsQuestion ? each : each * (1 + (_options.LeadBonus * Math.Exp(-position / _options.LeadLength)));
    }

    /// <summary>The weighted, normalised count of one occurrence, outside the opening.</summary>
    public double Of(int doc, int field) =>
        Bm25F.FieldFrequency(Fields[field].Weight, Fields[field].LengthNormalization, _forward.FieldLength(doc, field), _averages[field]);
}
