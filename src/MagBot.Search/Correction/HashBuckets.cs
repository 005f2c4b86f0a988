namespace MagBot.Search.Correction;

/// <summary>
/// From hashes to the numbers of words, in two arrays. It keeps no hashes: a bucket may hold strangers, which the caller
/// weeds out anyway when it measures the distance.
/// </summary>
internal sealed class HashBuckets
{
    private readonly int[] _starts;
    private readonly int[] _words;
    private readonly uint _mask;

    public HashBuckets(List<uint> hashes, List<int> words)
    {
        _mask = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(hashes.Count, 16)) - 1;
        _starts = new int[_mask + 2];
        foreach (var hash in hashes)
            _starts[(hash & _mask) + 1]++;
        for (var i = 0; i <= _mask; i++)
            _starts[i + 1] += _starts[i];
        _words = new int[hashes.Count];
        var next = _starts.AsSpan(0, _starts.Length - 1).ToArray();
        for (var i = 0; i < hashes.Count; i++)
            _words[next[hashes[i] & _mask]++] = words[i];
    }

    public ReadOnlySpan<int> this[uint hash]
    {
        get
        {
            var bucket = hash & _mask;
            return _words.AsSpan(_starts[bucket], _starts[bucket + 1] - _starts[bucket]);
        }
    }

    /// <summary>FNV-1a over the letters, leaving out two positions (negative: none).</summary>
    public static uint Hash(ReadOnlySpan<char> letters, int without = -1, int alsoWithout = -1)
    {
        var hash = 2166136261u;
        for (var i = 0; i < letters.Length; i++)
        {
            if (i != without && i != alsoWithout)
                hash = (hash ^ letters[i]) * 16777619u;
        }

        hash ^= hash >> 15;
        hash *= 0x2c1b3c6du;
        return hash ^ (hash >> 13);
    }
}
