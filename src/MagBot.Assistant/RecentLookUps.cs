using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MagBot.Assistant.Retrieval;

namespace MagBot.Assistant;

/// <summary>
/// Remembers what was found for the last few thousand messages: many are the same, for they are the words on our own buttons, and one turn may
/// look a message up more than once. What is found depends on nothing but the message and the knowledge, so nothing changes by it. Messages
/// are kept as hashes only: nothing of what customers said stays here when it is erased elsewhere. Thread safe.
/// </summary>
internal sealed class RecentLookUps(AnswerFinder finder)
{
    // Of two halves, so at least this many; the older half goes when the newer is full.
    private const int Half = 2048;

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<string, Finding?> _newer = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, Finding?> _older = new(StringComparer.Ordinal);

    /// <inheritdoc cref="AnswerFinder.Find"/>
    public Finding Find(string message, bool sensitive = false) =>
        Remembered(Key('f', sensitive, message, []), () => finder.Find(message, sensitive))!; // Find never gives null

    /// <inheritdoc cref="AnswerFinder.FollowUp"/>
    public Finding? FollowUp(string message, IReadOnlyList<string> about, bool sensitive) =>
        about.Count == 0 ? finder.FollowUp(message, about, sensitive) : Remembered(Key('u', sensitive, message, about), () => finder.FollowUp(message, about, sensitive));

    private Finding? Remembered(string key, Func<Finding?> find)
    {
        if (_newer.TryGetValue(key, out var known) || _older.TryGetValue(key, out known))
            return known;
        var found = find();
        if (_newer.Count >= Half)
            Turn();
        _newer[key] = found;
        return found;
    }

    private void Turn()
    {
        lock (_lock)
        {
            if (_newer.Count < Half)
                return;
            _older = _newer;
            _newer = new ConcurrentDictionary<string, Finding?>(StringComparer.Ordinal);
        }
    }

    private static string Key(char kind, bool sensitive, string message, IReadOnlyList<string> about) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}{(sensitive ? 's' : '-')}{string.Join(',', about)}\n{message}")));
}
