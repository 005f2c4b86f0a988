using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Routing;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant;

/// <summary>
/// Remembers what was found for the last few thousand messages: many are the same, for they are the words on our own buttons, and one turn may
/// look a message up more than once. What is found depends on nothing but the message and the knowledge, so nothing changes by it. Messages
/// are kept as hashes only: nothing of what customers said stays here when it is erased elsewhere. Thread safe.
/// </summary>
internal sealed class RecentLookUps(AnswerFinder finder, TriageEngine triage, IntentMatcher intents)
{
    // Of two halves, so at least this many; the older half goes when the newer is full.
    private const int Half = 8192;

    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<string, object?> _newer = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, object?> _older = new(StringComparer.Ordinal);

    /// <summary>Reads a message for danger. Only that nothing was found is remembered: a hit may hold the customer's words.</summary>
    public TriageResult Triage(string message)
    {
        var key = Key('t', false, message, []);
        if (_newer.ContainsKey(key) || _older.ContainsKey(key))
            return TriageResult.Nothing;
        var read = triage.Read(message);
        if (ReferenceEquals(read, TriageResult.Nothing))
            Remember(key, null);
        return read;
    }

    /// <inheritdoc cref="IntentMatcher.Find"/>
    public Intent? Intent(string message) => Remembered(Key('i', false, message, []), () => intents.Find(message));

    /// <inheritdoc cref="AnswerFinder.Find"/>
    public Finding Find(string message, bool sensitive = false) =>
        Remembered(Key('f', sensitive, message, []), () => finder.Find(message, sensitive))!; // Find never gives null

    /// <inheritdoc cref="AnswerFinder.FollowUp"/>
    public Finding? FollowUp(string message, IReadOnlyList<string> about, bool sensitive) =>
        about.Count == 0 ? finder.FollowUp(message, about, sensitive) : Remembered(Key('u', sensitive, message, about), () => finder.FollowUp(message, about, sensitive));

    private T? Remembered<T>(string key, Func<T?> find)
        where T : class
    {
        if (_newer.TryGetValue(key, out var known) || _older.TryGetValue(key, out known))
            return (T?)known; // the first letter of a key tells its type
        var found = find();
        Remember(key, found);
        return found;
    }

    private void Remember(string key, object? found)
    {
        if (_newer.Count >= Half)
            Turn();
        _newer[key] = found;
    }

    private void Turn()
    {
        lock (_lock)
        {
            if (_newer.Count < Half)
                return;
            _older = _newer;
            _newer = new ConcurrentDictionary<string, object?>(StringComparer.Ordinal);
        }
    }

    private static string Key(char kind, bool sensitive, string message, IReadOnlyList<string> about) =>
        kind + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{(sensitive ? 's' : '-')}{string.Join(',', about)}\n{message}")));
}
