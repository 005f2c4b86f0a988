using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MagBot.Search.Analysis;
using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Multinomial logistic regression (maximum entropy; Berger, Della Pietra &amp; Della Pietra 1996) over all ways to ask for each document.
/// Where a comparison looks for one question that is alike, this learns which words tell the documents apart. It is learned when the
/// knowledge is loaded: from the documents' centroids on (Rocchio 1971), by stochastic gradient descent with a step per feature (AdaGrad;
/// Duchi, Hazan &amp; Singer 2011), leaving features out at random (Srivastava e.a. 2014) so that no single word decides. The same texts
/// give the same weights. Immutable, thread safe.
/// </summary>
internal sealed class QuestionClassifier
{
    private const int Fewest = 3;         // texts that a feature must be in; else it tells its text apart and nothing more
    private const float Start = 8;        // what the centroids are worth
    private const int Rounds = 2;
    private const float Rate = 5;
    private const float LeftOut = 0.3f;
    private const float Noticeable = 0.02f; // a document less likely than this is not pushed away further
    private const float Smallest = 0.03f;   // a weight below this changes no choice
    private const double Trace = 0.0005;

    private readonly List<string> _keys = [];
    private readonly Dictionary<ulong, (short Document, float Weight)[]> _weights;

    /// <param name="texts">Key of the document and one way to ask for it, or a sentence of its answer.</param>
    public QuestionClassifier(IReadOnlyList<(string Key, QueryAnalysis Text)> texts)
    {
        var documents = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, _) in texts)
            if (documents.TryAdd(key, _keys.Count))
                _keys.Add(key);

        var bags = texts.AsParallel().AsOrdered().Select(item => Bag(item.Text)).ToList();
        var numbers = Number(bags);
        var cases = new List<Case>(texts.Count);
        for (var i = 0; i < bags.Count; i++)
            cases.Add(new Case(documents[texts[i].Key], Known(bags[i], numbers)));
        var weights = Learn(cases, numbers.Count, _keys.Count);
        _weights = numbers.ToDictionary(pair => pair.Key, pair => Sparse(weights.AsSpan(pair.Value * _keys.Count, _keys.Count)));
    }

    /// <summary>The probability of each document by its questions alone; unlikely ones are left out.</summary>
    public Dictionary<string, double> Find(QueryAnalysis message)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        var known = new List<((short Document, float Weight)[] Weights, float Value)>();
        foreach (var (feature, value) in Bag(message))
            if (_weights.TryGetValue(feature, out var weights))
                known.Add((weights, value));
        if (known.Count == 0)
            return found;
        var scores = new float[_keys.Count];
        var length = MathF.Sqrt(known.Sum(pair => pair.Value * pair.Value));
        foreach (var (weights, value) in known)
            foreach (var (document, weight) in weights)
                scores[document] += weight * value / length;
        SoftMax(scores);
        for (var i = 0; i < scores.Length; i++)
            if (scores[i] > Trace)
                found[_keys[i]] = scores[i];
        return found;
    }

    private static Dictionary<ulong, int> Number(List<Dictionary<ulong, float>> bags)
    {
        var (counts, numbers) = (new Dictionary<ulong, int>(), new Dictionary<ulong, int>());
        foreach (var bag in bags)
            foreach (var feature in bag.Keys)
                if (++CollectionsMarshal.GetValueRefOrAddDefault(counts, feature, out _) == Fewest)
                    numbers.Add(feature, numbers.Count);
        return numbers;
    }

    private static (int, float)[] Known(Dictionary<ulong, float> bag, Dictionary<ulong, int> numbers)
    {
        var known = new List<(int, float)>(bag.Count);
        foreach (var (feature, value) in bag)
            if (numbers.TryGetValue(feature, out var number))
                known.Add((number, value));
        return [.. known];
    }

    // Weights of feature f for document d at [f * documents + d].
    private static float[] Learn(List<Case> cases, int features, int documents)
    {
        var weights = Centroids(cases, features, documents);
        var paces = new float[features];
        var slope = new float[documents];
        var random = new Random(1);
        var order = Enumerable.Range(0, cases.Count).ToArray();
        var kept = new (int Feature, float Value)[cases.Max(item => item.Features.Length)];
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var i in order)
                Step(weights, paces, slope, cases[i].Document, Keep(cases[i].Features, kept, random));
        }

        return weights;
    }

    private static float[] Centroids(List<Case> cases, int features, int documents)
    {
        var weights = new float[features * documents];
        var sizes = cases.CountBy(item => item.Document).ToDictionary();
        var all = new (int Feature, float Value)[cases.Max(item => item.Features.Length)];
        foreach (var item in cases)
            foreach (var (feature, value) in Keep(item.Features, all, null))
                weights[(feature * documents) + item.Document] += Start * value / MathF.Sqrt(sizes[item.Document]);
        return weights;
    }

    // A random part of a text's features, at length one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Span<(int Feature, float Value)> Keep((int Feature, float Value)[] features, (int Feature, float Value)[] kept, Random? random)
    {
        var count = 0;
        var square = 0f;
        foreach (var item in features)
        {
            if (random is not null && random.NextSingle() < LeftOut)
                continue;
            kept[count++] = item;
            square += item.Value * item.Value;
        }

        var length = MathF.Sqrt(square);
        for (var i = 0; i < count; i++)
            kept[i].Value /= length;
        return kept.AsSpan(0, count);
    }

    // Compiled fully at once: it runs a hundred thousand times at the start and never after.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step(float[] weights, float[] paces, float[] slope, int document, Span<(int Feature, float Value)> features)
    {
        Array.Clear(slope);
        foreach (var (feature, value) in features)
        {
            var row = feature * slope.Length;
            var at = 0;
            for (; at <= slope.Length - Vector<float>.Count; at += Vector<float>.Count)
                (new Vector<float>(slope, at) + (new Vector<float>(weights, row + at) * value)).CopyTo(slope, at);
            for (; at < slope.Length; at++)
                slope[at] += weights[row + at] * value;
        }

        SoftMax(slope);
        slope[document] -= 1;
        foreach (ref var item in features)
        {
            var pace = paces[item.Feature] += item.Value * item.Value;
            item.Value *= Rate / MathF.Sqrt(pace);
        }

        for (var other = 0; other < slope.Length; other++)
        {
            var push = slope[other];
            if (MathF.Abs(push) >= Noticeable)
                foreach (ref var item in features)
                    weights[(item.Feature * slope.Length) + other] -= push * item.Value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftMax(float[] scores)
    {
        var highest = float.NegativeInfinity;
        foreach (var score in scores)
            highest = MathF.Max(highest, score);
        var total = 0f;
        for (var i = 0; i < scores.Length; i++)
            total += scores[i] = MathF.Exp(scores[i] - highest);
        for (var i = 0; i < scores.Length; i++)
            scores[i] /= total;
    }

    private static (short, float)[] Sparse(ReadOnlySpan<float> weights)
    {
        var sparse = new List<(short, float)>();
        for (var i = 0; i < weights.Length; i++)
            if (MathF.Abs(weights[i]) >= Smallest)
                sparse.Add(((short)i, weights[i]));
        return [.. sparse];
    }

    // Stems of all words, pairs of neighbours, three and four letters of the content words, and what the concepts may mean.
    private static Dictionary<ulong, float> Bag(QueryAnalysis text)
    {
        var bag = new Dictionary<ulong, float>(128);
        var previous = "";
        foreach (var token in text.Tokens)
        {
            bag[Hash('w', token.Term)] = 1;
            bag[Hash('p', previous, token.Term)] = 0.7f;
            previous = token.Term;
            if (token.Role is WordRole.Stop or WordRole.Padding)
                continue;
            var padded = $" {token.Text} ";
            for (var length = 3; length <= 4; length++)
                for (var i = 0; i + length <= padded.Length; i++)
                    bag[Hash('l', padded.AsSpan(i, length))] = 0.5f;
        }

        foreach (var concept in text.Concepts)
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

    private sealed record Case(int Document, (int Feature, float Value)[] Features);
}
