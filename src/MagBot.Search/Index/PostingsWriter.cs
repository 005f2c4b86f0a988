namespace MagBot.Search.Index;

/// <summary>
/// Turns the documents' words into postings, in two passes: the first counts, so that the second fills arrays of exactly the right size.
/// </summary>
internal sealed class PostingsWriter(Lexicon lexicon, ForwardIndex forward, FieldWeights weights, PhraseTerms phrases, double partWeight)
{
    private readonly float[] _frequencies = new float[lexicon.TermCount];
    private readonly List<int> _touched = [];

    public InvertedIndex Write()
    {
        var starts = new int[lexicon.TermCount + 1];
        for (var doc = 0; doc < forward.DocCount; doc++)
        {
            Collect(doc);
            foreach (var term in _touched)
                starts[term + 1]++;
            Forget();
        }

        for (var term = 0; term < lexicon.TermCount; term++)
            starts[term + 1] += starts[term];
        return Fill(starts);
    }

    private InvertedIndex Fill(int[] starts)
    {
        var docs = new int[starts[^1]];
        var frequencies = new float[starts[^1]];
        var next = starts.AsSpan(0, lexicon.TermCount).ToArray();
        for (var doc = 0; doc < forward.DocCount; doc++)
        {
            Collect(doc);
            foreach (var term in _touched)
            {
                var at = next[term]++;
                docs[at] = doc;
                frequencies[at] = _frequencies[term];
            }

            Forget();
        }

        return new InvertedIndex(starts, docs, frequencies);
    }

    private void Collect(int doc)
    {
        foreach (ref readonly var value in forward.Values(doc))
        {
            var words = forward.Words(value);
            for (var i = 0; i < words.Length; i++)
            {
                var occurrence = weights.Of(doc, value.Field, i);
                Add(lexicon.TermOf(words[i]), occurrence);
                foreach (var part in lexicon.PartsOf(words[i]))
                    Add(part, occurrence * partWeight);
                foreach (var phrase in phrases.At(words, i))
                    Add(phrase, occurrence);
            }
        }
    }

    private void Add(int term, double frequency)
    {
        if (frequency <= 0)
            return;
        if (_frequencies[term] == 0)
            _touched.Add(term);
        _frequencies[term] += (float)frequency;
    }

    private void Forget()
    {
        foreach (var term in _touched)
            _frequencies[term] = 0;
        _touched.Clear();
    }
}
