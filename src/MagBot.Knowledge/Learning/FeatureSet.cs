namespace MagBot.Knowledge.Learning;

/// <summary>
/// What a text holds, each feature as a number below <see cref="Size"/> (the hashing trick of Weinberger et al. 2009): no dictionary of
/// strings has to be kept, and features that the examples did not hold cost nothing. Not thread safe.
/// </summary>
internal sealed class FeatureSet
{
    /// <summary>With 2^17 numbers some features share one, which costs the models nothing measurable.</summary>
    public const int Size = 1 << 17;

    private readonly HashSet<int> _ids = [];

    public IReadOnlyCollection<int> Ids => _ids;

    public void Add(char family, ReadOnlySpan<char> value) => _ids.Add(Number(family, value));

    public void Add(char family, ReadOnlySpan<char> first, ReadOnlySpan<char> second) => _ids.Add(Finish(Mix(Mix(Mix(Start, [family]), first), [' ', .. second])));

    public bool Contains(char family, ReadOnlySpan<char> value) => _ids.Contains(Number(family, value));

    /// <summary>The number of a feature.</summary>
    public static int Number(char family, ReadOnlySpan<char> value) => Finish(Mix(Mix(Start, [family]), value));

    // FNV-1a, then the finalizer of MurmurHash3, so that the low bits depend on every letter.
    private const uint Start = 2166136261;

    private static uint Mix(uint hash, ReadOnlySpan<char> text)
    {
        foreach (char letter in text) hash = (hash ^ letter) * 16777619;
        return hash;
    }

    private static int Finish(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        hash ^= hash >> 16;
        return (int)(hash & (Size - 1));
    }
}

/// <summary>The features of a text with what each counts: rare ones more, and all together of length 1.</summary>
internal sealed record FeatureVector(int[] Ids, float[] Values);
