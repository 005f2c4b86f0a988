using System.Numerics.Tensors;
using MagBot.Search.Analysis;
using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Multinomial logistic regression (maximum entropy; Berger, Della Pietra &amp; Della Pietra 1996) over all ways to ask for each document.
/// Where a comparison looks for one question that is alike, this learns which words tell the documents apart. Learned when the
/// knowledge is loaded, by stochastic gradient descent with a step per feature (AdaGrad; Duchi, Hazan &amp; Singer 2011) and with features
/// left out at random (Srivastava e.a. 2014), so that no single word decides. The seed is fixed: the same questions give the same weights. Immutable, thread safe.
/// </summary>
internal sealed class QuestionClassifier
{
    private const int Rounds = 8;
    private const float Rate = 2.5f;
    private const double LeftOut = 0.2;
    private const float Smallest = 0.03f; // a weight below this changes no choice
    private const double Trace = 0.0005;

    private readonly List<string> _keys = [];
    private readonly Dictionary<ulong, (short Document, float Weight)[]> _weights;

    /// <param name="texts">Key of the document and one way to ask for it, or a sentence of its answer.</param>
    public QuestionClassifier(IEnumerable<(string Key, QueryAnalysis Text)> texts)
    {
        var documents = new Dictionary<string, short>(StringComparer.Ordinal);
        var bags = new List<(Dictionary<ulong, float> Bag, short Document)>();
        foreach (var (key, text) in texts)
        {
            if (!documents.TryGetValue(key, out var document))
            {
                documents[key] = document = (short)_keys.Count;
                _keys.Add(key);
            }

            bags.Add((Bag(text), document));
        }

        // What was said once tells its text apart and nothing else.
        var features = bags.SelectMany(item => item.Bag.Keys).CountBy(feature => feature).Where(pair => pair.Value > 1)
            .Index().ToDictionary(item => item.Item.Key, item => item.Index);
        var cases = bags.ConvertAll(item => (
            item.Bag.Where(pair => features.ContainsKey(pair.Key)).Select(pair => new Feature(features[pair.Key], pair.Value)).ToArray(), item.Document));
        var rows = Learn(cases, features.Count, _keys.Count);
        _weights = features.ToDictionary(pair => pair.Key, pair => Sparse(rows[pair.Value]));
    }

    /// <summary>The probability of each document by its questions alone; unlikely ones are left out.</summary>
    public Dictionary<string, double> Find(QueryAnalysis message)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        var known = Bag(message).Where(pair => _weights.ContainsKey(pair.Key)).ToList();
        if (known.Count == 0)
            return found;
        var scores = new float[_keys.Count];
        var length = Length(known.Select(pair => pair.Value));
        foreach (var (feature, value) in known)
            foreach (var (document, weight) in _weights[feature])
                scores[document] += weight * value / length;
        TensorPrimitives.SoftMax(scores, scores);
        for (var i = 0; i < scores.Length; i++)
            if (scores[i] > Trace)
                found[_keys[i]] = scores[i];
        return found;
    }

    private static float[][] Learn(List<(Feature[] Features, short Document)> cases, int features, int documents)
    {
        var rows = new float[features][];
        for (var i = 0; i < features; i++)
            rows[i] = new float[documents];
        var steps = new float[features];
        var slope = new float[documents];
        var random = new Random(1);
        var order = Enumerable.Range(0, cases.Count).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var i in order)
            {
                Feature[] kept = [.. cases[i].Features.Where(_ => random.NextDouble() >= LeftOut)];
                if (kept.Length > 0)
                    Step(rows, steps, slope, kept, cases[i].Document);
            }
        }

        return rows;
    }

    private static void Step(float[][] rows, float[] steps, float[] slope, Feature[] features, short document)
    {
        var length = Length(features.Select(feature => feature.Value));
        Array.Clear(slope);
        foreach (var (number, value) in features)
            TensorPrimitives.MultiplyAdd(rows[number], value / length, slope, slope);
        TensorPrimitives.SoftMax(slope, slope);
        slope[document] -= 1;
        foreach (var (number, value) in features)
        {
            var x = value / length;
            steps[number] += x * x;
            TensorPrimitives.MultiplyAdd(slope, -Rate * x / MathF.Sqrt(steps[number]), rows[number], rows[number]);
        }
    }

    private static float Length(IEnumerable<float> values) => MathF.Sqrt(values.Sum(value => value * value));

    private static (short, float)[] Sparse(float[] row) =>
        [.. row.Index().Where(item => MathF.Abs(item.Item) >= Smallest).Select(item => ((short)item.Index, item.Item))];

    // Stems of all words, pairs of neighbours, letter trigrams of the content words, and what the concepts may mean.
    private static Dictionary<ulong, float> Bag(QueryAnalysis question)
    {
        var bag = new Dictionary<ulong, float>();
        var previous = "";
        foreach (var token in question.Tokens)
        {
            bag[Hash('w', token.Term)] = 1;
            bag[Hash('p', previous, token.Term)] = 0.7f;
            previous = token.Term;
            if (token.Role is WordRole.Stop or WordRole.Padding)
                continue;
            var padded = $" {token.Text} ";
            for (var i = 0; i + 3 <= padded.Length; i++)
                bag[Hash('l', padded.AsSpan(i, 3))] = 0.5f;
        }

        foreach (var concept in question.Concepts)
            foreach (var reading in concept.Readings)
                if (Hash('r', reading.Text) is var feature && bag.GetValueOrDefault(feature) < reading.Weight)
                    bag[feature] = (float)reading.Weight;
        return bag;
    }

    // FNV-1a: the same in every process, unlike string.GetHashCode.
    private static ulong Hash(char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second = default)
    {
        var hash = Mix(14695981039346656037, kind);
        foreach (var c in first)
            hash = Mix(hash, c);
        hash = Mix(hash, '\0');
        foreach (var c in second)
            hash = Mix(hash, c);
        return hash;
    }

    private static ulong Mix(ulong hash, char c) => (hash ^ c) * 1099511628211;

    private readonly record struct Feature(int Number, float Value);
}
