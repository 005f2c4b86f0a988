using MagBot.Search.Index;
using MagBot.Search.Querying;

namespace MagBot.Search.Scoring;

/// <summary>First phase: BM25F over the postings, concept by concept, and the best documents of that.</summary>
internal sealed class Ranker(InvertedIndex inverted, double k1)
{
    /// <summary>Scores every document that holds anything of the query, into <see cref="Scratch.Scores"/>.</summary>
    public void Score(Query query, Scratch scratch)
    {
        foreach (var concept in query.Concepts)
        {
            if (concept.Alternatives.Count == 1)
                AddAlternative(concept.Alternatives[0], concept.Weight, scratch.Scores, scratch.Scored);
            else if (concept.Alternatives.Count > 1)
                AddBestAlternative(concept, scratch);
        }
    }

    /// <summary>The best documents by first-phase score, best first; ties go to the document that was added first.</summary>
    public static List<int> Best(Scratch scratch, int count, Func<int, bool>? filter)
    {
        var heap = new PriorityQueue<int, (float Score, int Doc)>(Comparer<(float Score, int Doc)>.Create(
            (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Doc.CompareTo(a.Doc)));
        var threshold = 0f;
        foreach (var doc in scratch.Scored)
        {
            var score = scratch.Scores[doc];
            if ((heap.Count == count && score < threshold) || (filter is not null && !filter(doc)))
                continue;
            if (heap.Count < count)
                heap.Enqueue(doc, (score, doc));
            else
                heap.EnqueueDequeue(doc, (score, doc));
            if (heap.Count == count && heap.TryPeek(out _, out var worst))
                threshold = worst.Score;
        }

        var best = new List<int>(heap.Count);
        while (heap.TryDequeue(out var doc, out _))
            best.Add(doc);
        best.Reverse();
        return best;
    }

    private void AddAlternative(QueryAlternative alternative, double weight, float[] scores, List<int> touched)
    {
        foreach (var clause in alternative.Clauses)
        {
            var factor = (float)(weight * alternative.Weight * clause.Weight * clause.Idf * (k1 + 1));
            var saturation = (float)k1;
            var docs = inverted.Docs(clause.Term);
            var frequencies = inverted.Frequencies(clause.Term);
            for (var i = 0; i < docs.Length; i++)
            {
                ref var score = ref scores[docs[i]];
                if (score == 0)
                    touched.Add(docs[i]);
                score += factor * frequencies[i] / (saturation + frequencies[i]);
            }
        }
    }

    private void AddBestAlternative(QueryConcept concept, Scratch scratch)
    {
        foreach (var alternative in concept.Alternatives)
        {
            AddAlternative(alternative, concept.Weight, scratch.Alternative, scratch.AlternativeDocs);
            Merge(scratch.Alternative, scratch.AlternativeDocs, scratch.Concept, scratch.ConceptDocs, takeBest: true);
        }

        Merge(scratch.Concept, scratch.ConceptDocs, scratch.Scores, scratch.Scored, takeBest: false);
    }

    private static void Merge(float[] from, List<int> fromDocs, float[] to, List<int> toDocs, bool takeBest)
    {
        foreach (var doc in fromDocs)
        {
            if (to[doc] == 0)
                toDocs.Add(doc);
            to[doc] = takeBest ? Math.Max(to[doc], from[doc]) : to[doc] + from[doc];
            from[doc] = 0;
        }

        fromDocs.Clear();
    }
}
