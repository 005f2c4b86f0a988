using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>
/// Keeps conversations, hand-overs and outbox in memory under the same contract as the databases. Activities are kept as JSON,
/// so that a test sees what a real store gives back. Thread safe.
/// </summary>
public sealed class InMemoryConversationStore : IConversationStore, IHandoverList, IOutboxStore, IInsightStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Record> _records = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Delivery> _outbox = [];
    private long _lastNumber;

    /// <inheritdoc/>
    public Task<Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken) =>
        Locked(() => _records.GetValueOrDefault(conversationId)?.Conversation, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> FindByKeyAsync(string conversationId, string deduplicationKey, CancellationToken cancellationToken) =>
        Locked(() => _records.GetValueOrDefault(conversationId)?.Keys.GetValueOrDefault(deduplicationKey), cancellationToken);

    /// <inheritdoc/>
    public Task<CommitOutcome> CommitAsync(TurnCommit commit, CancellationToken cancellationToken) =>
        Locked(() => CommitLocked(commit), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(string conversationId, long fromSequence, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<LogEntry>>(
            () => _records.TryGetValue(conversationId, out var record)
                ? [.. record.Log.Select(Parse).Where(entry => entry.Sequence >= fromSequence).Take(limit)]
                : [],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> FindEntriesAsync(string conversationId, string activityId, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<LogEntry>>(
            () => _records.TryGetValue(conversationId, out var record) ? [.. record.Log.Select(Parse).Where(entry => entry.Activity.Id == activityId)] : [],
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EraseAsync(string conversationId, CancellationToken cancellationToken) => Locked(
        () =>
        {
            foreach (var number in _outbox.Where(pair => pair.Value.ConversationId == conversationId).Select(pair => pair.Key).ToList())
                _outbox.Remove(number);
            return _records.Remove(conversationId);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> EraseHealthAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Locked(
        () =>
        {
            var erased = 0;
            foreach (var record in _records.Values)
            {
                var old = record.Log.Where(json => Parse(json) is var entry && record.Health.Contains(entry.Sequence) && entry.Activity.Timestamp < before).Take(limit - erased).ToList();
                if (old.Count > 0 && record.Conversation.UpdatedAt < before)
                    record.Conversation = record.Conversation with { State = "{}" };
                erased += record.Log.RemoveAll(old.Contains);
            }

            return erased;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<int> EraseExpiredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var expired = await Locked(
            () => _records.Values.Select(record => record.Conversation).Where(item => item.UpdatedAt < before).OrderBy(item => item.UpdatedAt).Take(limit).ToList(),
            cancellationToken);
        foreach (var conversation in expired)
            await EraseAsync(conversation.Id, cancellationToken);
        return expired.Count;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HandoverSummary>> ListAsync(
        IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<HandoverSummary>>(() => [.. ByRequestLocked(statuses).Take(limit).Select(Summarise)], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HandoverSummary>> ListNewestAsync(
        IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<HandoverSummary>>(() => [.. ByRequestLocked(statuses).Reverse().Take(limit).Select(Summarise)], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HandoverSummary>> ListRunningAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<HandoverSummary>>(
            () =>
            [
                .. _records.Values
                    .Where(record => record.Conversation.Handover.Status is HandoverStatus.None && record.Conversation.UpdatedAt >= since
                        && record.Log.Select(Parse).Any(entry => IsFromCustomer(entry, record.Conversation.User)))
                    .OrderByDescending(record => record.Conversation.UpdatedAt)
                    .ThenBy(record => record.Conversation.Id, StringComparer.Ordinal)
                    .Take(limit)
                    .Select(record => Summarise(record) with { LastCustomerText = null }),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InsightEntry>> ReadAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<InsightEntry>>(
            () =>
            [
                .. _records.Values
                    .SelectMany(record => record.Log.Select(line => new InsightEntry(record.Conversation.Id, record.Conversation.ChannelId, Parse(line))))
                    .Where(item => (item.Entry.Audience is Audience.Everyone || item.Entry.Activity.Is(ActivityTypes.MessageReaction)) && item.Entry.Activity.Timestamp >= since)
                    .OrderByDescending(item => item.Entry.Activity.Timestamp)
                    .Take(limit),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HandoverEvent>> ReadHistoryAsync(string conversationId, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<HandoverEvent>>(
            () => _records.TryGetValue(conversationId, out var record) ? [.. record.History] : [], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> ReadDueAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<OutboxRow>>(
            () =>
            [
                .. _outbox
                    .Where(pair => pair.Value.Item.Kind == kind && pair.Value.DueAt is not null)
                    .GroupBy(pair => pair.Value.ConversationId)
                    .Select(group => group.First())
                    .Where(pair => pair.Value.DueAt <= now)
                    .OrderBy(pair => pair.Key)
                    .Take(limit)
                    .Select(pair => new OutboxRow(pair.Value.ConversationId, pair.Key, pair.Value.Item, pair.Value.Attempts)),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OutboxRow>> TakeAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<OutboxRow>>(
            () =>
            {
                var due = _outbox
                    .Where(pair => pair.Value.Item.Kind == kind && pair.Value is { DueAt: not null, Taken: false })
                    .GroupBy(pair => pair.Value.ConversationId)
                    .SelectMany(group => group.TakeWhile(pair => pair.Value.DueAt <= now))
                    .OrderBy(pair => pair.Key)
                    .Take(limit)
                    .ToList();
                foreach (var (number, delivery) in due)
                    _outbox[number] = delivery with { Taken = true };
                return [.. due.Select(pair => new OutboxRow(pair.Value.ConversationId, pair.Key, pair.Value.Item, pair.Value.Attempts))];
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task KeepAsync(string kind, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlySet<long>> FindWaitingAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken) =>
        Locked<IReadOnlySet<long>>(
            () => numbers.Where(number => _outbox.TryGetValue(number, out var delivery) && delivery.DueAt is not null).ToHashSet(), cancellationToken);

    /// <inheritdoc/>
    public Task GiveBackAsync(string kind, CancellationToken cancellationToken) => Locked(
        () =>
        {
            foreach (var (number, delivery) in _outbox.Where(pair => pair.Value.Item.Kind == kind).ToList())
                _outbox[number] = delivery with { Taken = false };
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task CompleteAsync(long number, CancellationToken cancellationToken) => Locked(() => _outbox.Remove(number), cancellationToken);

    /// <inheritdoc/>
    public Task CompleteAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken) =>
        Locked(() => numbers.Count(_outbox.Remove), cancellationToken);

    /// <inheritdoc/>
    public Task PostponeAsync(long number, string failure, DateTimeOffset? retryAt, CancellationToken cancellationToken) =>
        Change(number, _ => true, delivery => delivery.Failed(failure, retryAt) with { Taken = false }, cancellationToken);

    /// <inheritdoc/>
    public Task NoteFailureAsync(long number, string failure, DateTimeOffset retryAt, CancellationToken cancellationToken) =>
        Change(number, _ => true, delivery => delivery.Failed(failure, retryAt), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GivenUpDelivery>> ListGivenUpAsync(int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<GivenUpDelivery>>(
            () =>
            [
                .. _outbox.Where(pair => pair.Value.DueAt is null).Reverse().Take(limit).Select(pair => new GivenUpDelivery(
                    pair.Key, pair.Value.ConversationId, _records[pair.Value.ConversationId].Conversation.ChannelId, pair.Value.Item,
                    pair.Value.Attempts, pair.Value.Failure, TimeProvider.System.GetUtcNow())),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RetryAsync(long number, CancellationToken cancellationToken) => Change(
        number, delivery => delivery.DueAt is null, delivery => delivery with { DueAt = DateTimeOffset.MinValue, Attempts = 0, Taken = false }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DiscardAsync(long number, CancellationToken cancellationToken) =>
        Locked(() => _outbox.TryGetValue(number, out var delivery) && delivery.DueAt is null && _outbox.Remove(number), cancellationToken);

    private static LogEntry Parse((long Sequence, string Json, Audience Audience) line) => new(line.Sequence, ActivityJson.Parse(line.Json), line.Audience);

    private static HandoverSummary Summarise(Record record)
    {
        var conversation = record.Conversation;
        var newest = record.Log.Select(Parse).LastOrDefault(entry => IsFromCustomer(entry, conversation.User));
        var mayShow = conversation.Handover.Consent is TranscriptConsent.Given || newest?.Sequence >= conversation.Handover.FromSequence;
        return new HandoverSummary
        {
            ConversationId = conversation.Id,
            ChannelId = conversation.ChannelId,
            Handover = conversation.Handover,
            LastCustomerText = mayShow ? newest?.Activity.Text : null,
            UpdatedAt = conversation.UpdatedAt,
            Entries = conversation.NextSequence,
        };
    }

    private static bool IsFromCustomer(LogEntry entry, ChannelAccount user) =>
        entry.Audience is Audience.Everyone
        && entry.Activity.Type == ActivityTypes.Message
        && (entry.Activity.From?.Role == Roles.User || (entry.Activity.From?.Id is { } id && id == user.Id))
        && !string.IsNullOrWhiteSpace(entry.Activity.Text);

    private CommitOutcome CommitLocked(TurnCommit commit)
    {
        var conversation = commit.Conversation;
        var record = _records.GetValueOrDefault(conversation.Id);
        if (commit.DeduplicationKey is { } taken && record?.Keys.ContainsKey(taken) == true)
            return CommitOutcome.Duplicate;
        if (conversation.Version != (record?.Conversation.Version ?? 0) + 1)
            return CommitOutcome.Conflict;

        var next = record?.Conversation.NextSequence ?? 0;
        if (commit.Entries.Where((entry, index) => entry.Sequence != next + index).Any() || conversation.NextSequence != next + commit.Entries.Count)
            throw new ArgumentException($"Log of {conversation.Id} would not be dense.", nameof(commit));

        record ??= new Record(conversation);
        record.Conversation = conversation;
        if (commit.ErasesHistory)
            EraseHistoryLocked(record);
        if (commit.HoldsHealth)
            record.Health.UnionWith(commit.Entries.Select(entry => entry.Sequence));
        foreach (var revised in commit.Revised)
            record.Log[record.Log.FindIndex(line => line.Sequence == revised.Sequence)] = (revised.Sequence, ActivityJson.Write(revised.Activity), revised.Audience);
        record.Log.AddRange(commit.Entries.Select(entry => (entry.Sequence, ActivityJson.Write(entry.Activity), entry.Audience)));
        record.History.AddRange(commit.HandoverEvents);
        if (commit.DeduplicationKey is { } key)
            record.Keys[key] = commit.DeduplicatedActivityId ?? string.Empty;
        foreach (var item in commit.Outbox)
            _outbox.Add(++_lastNumber, new Delivery(conversation.Id, item, 0, DateTimeOffset.MinValue));
        _records[conversation.Id] = record;
        return CommitOutcome.Committed;
    }

    private void EraseHistoryLocked(Record record)
    {
        record.Log.Clear();
        record.History.Clear();
        record.Keys.Clear();
        foreach (var number in _outbox.Where(pair => pair.Value.ConversationId == record.Conversation.Id).Select(pair => pair.Key).ToList())
            _outbox.Remove(number);
    }

    private Task<T> Locked<T>(Func<T> action, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        try
        {
            lock (_lock)
                return Task.FromResult(action());
        }
        catch (ArgumentException exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    private IEnumerable<Record> ByRequestLocked(IReadOnlyCollection<HandoverStatus> statuses) => _records.Values
        .Where(record => record.Conversation.Handover.RequestedAt is not null && statuses.Contains(record.Conversation.Handover.Status))
        .OrderBy(record => record.Conversation.Handover.RequestedAt)
        .ThenBy(record => record.Conversation.Id, StringComparer.Ordinal);

    private sealed class Record(Conversation conversation)
    {
        public Conversation Conversation { get; set; } = conversation;

        public List<(long Sequence, string Json, Audience Audience)> Log { get; } = [];

        public HashSet<long> Health { get; } = [];

        public List<HandoverEvent> History { get; } = [];

        public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);
    }

    private Task<bool> Change(long number, Func<Delivery, bool> applies, Func<Delivery, Delivery> change, CancellationToken cancellationToken) => Locked(
        () =>
        {
            if (!_outbox.TryGetValue(number, out var delivery) || !applies(delivery))
                return false;
            _outbox[number] = change(delivery);
            return true;
        },
        cancellationToken);

    private sealed record Delivery(string ConversationId, OutboxItem Item, int Attempts, DateTimeOffset? DueAt)
    {
        public bool Taken { get; init; }

        public string? Failure { get; init; }

        public Delivery Failed(string failure, DateTimeOffset? retryAt) => this with { Attempts = Attempts + 1, Failure = failure, DueAt = retryAt };
    }
}
