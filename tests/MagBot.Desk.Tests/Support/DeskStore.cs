using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Tests.Support;

/// <summary>Conversations in memory, with the lists that the desk reads.</summary>
internal sealed class DeskStore : IConversationStore, IHandoverList
{
    private readonly MemoryConversationStore _inner = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = [];
    private readonly List<(string Id, HandoverEvent Step)> _steps = [];

    public Task<Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken) => _inner.FindAsync(conversationId, cancellationToken);

    public Task<string?> FindByKeyAsync(string conversationId, string deduplicationKey, CancellationToken cancellationToken) =>
        _inner.FindByKeyAsync(conversationId, deduplicationKey, cancellationToken);

    public async Task<CommitOutcome> CommitAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        var outcome = await _inner.CommitAsync(commit, cancellationToken);
        if (outcome is CommitOutcome.Committed)
        {
            lock (_lock)
            {
                _ids.Add(commit.Conversation.Id);
                _steps.AddRange(commit.HandoverEvents.Select(step => (commit.Conversation.Id, step)));
            }
        }

        return outcome;
    }

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(string conversationId, long fromSequence, int limit, CancellationToken cancellationToken) =>
        _inner.ReadLogAsync(conversationId, fromSequence, limit, cancellationToken);

    public Task<bool> EraseAsync(string conversationId, CancellationToken cancellationToken) => _inner.EraseAsync(conversationId, cancellationToken);

    public async Task<IReadOnlyList<HandoverSummary>> ListAsync(IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken)
    {
        List<string> ids;
        lock (_lock)
            ids = [.. _ids];
        var lines = new List<HandoverSummary>();
        foreach (var id in ids)
        {
            if (await FindAsync(id, cancellationToken) is { } conversation && statuses.Contains(conversation.Handover.Status))
                lines.Add(await SummaryAsync(conversation, cancellationToken));
        }

        return [.. lines.OrderBy(line => line.Handover.RequestedAt).Take(limit)];
    }

    public Task<IReadOnlyList<HandoverEvent>> ReadHistoryAsync(string conversationId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<HandoverEvent>>([.. _steps.Where(pair => pair.Id == conversationId).Select(pair => pair.Step)]);
    }

    private async Task<HandoverSummary> SummaryAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var from = conversation.Handover.Consent is TranscriptConsent.Given ? 0 : conversation.Handover.FromSequence;
        var log = await ReadLogAsync(conversation.Id, from, int.MaxValue, cancellationToken);
        return new HandoverSummary
        {
            ConversationId = conversation.Id,
            ChannelId = conversation.ChannelId,
            Handover = conversation.Handover,
            LastCustomerText = log.LastOrDefault(entry => entry.Activity.From?.Role == "user")?.Activity.Text,
            UpdatedAt = conversation.UpdatedAt,
        };
    }
}

/// <summary>Advisors and keys in memory.</summary>
internal sealed class AccountStore : IAdvisorStore, IKeyStore
{
    private readonly Lock _lock = new();
    private readonly List<Advisor> _advisors = [];
    private readonly List<KeyMaterial> _keys = [];

    public Task<int> CountAsync(CancellationToken cancellationToken) => Locked(() => _advisors.Count);

    public Task<IReadOnlyList<Advisor>> ListAsync(CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<Advisor>>(() => [.. _advisors.OrderBy(advisor => advisor.DisplayName, StringComparer.Ordinal)]);

    public Task<Advisor?> FindByUserNameAsync(string userName, CancellationToken cancellationToken) => Locked(() => ByName(userName));

    public Task<Advisor?> FindAsync(string id, CancellationToken cancellationToken) => Locked(() => _advisors.Find(advisor => advisor.Id == id));

    public Task<bool> AddAsync(Advisor advisor, CancellationToken cancellationToken) => Locked(() =>
    {
        if (ByName(advisor.UserName) is not null)
            return false;
        _advisors.Add(advisor);
        return true;
    });

    public Task<bool> UpdateAsync(Advisor advisor, CancellationToken cancellationToken) => Locked(() =>
    {
        var place = _advisors.FindIndex(known => known.Id == advisor.Id);
        if (place >= 0)
            _advisors[place] = advisor;
        return place >= 0;
    });

    public Task<IReadOnlyList<KeyMaterial>> ListAsync(string purpose, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<KeyMaterial>>(() => [.. _keys.Where(key => key.Purpose == purpose)]);

    public Task<bool> AddAsync(KeyMaterial key, CancellationToken cancellationToken) => Locked(() =>
    {
        if (_keys.Exists(known => known.Purpose == key.Purpose && known.Id == key.Id))
            return false;
        _keys.Add(key);
        return true;
    });

    public Task<bool> RemoveAsync(string purpose, string id, CancellationToken cancellationToken) =>
        Locked(() => _keys.RemoveAll(key => key.Purpose == purpose && key.Id == id) > 0);

    private Advisor? ByName(string userName) =>
        _advisors.Find(advisor => string.Equals(advisor.UserName, userName, StringComparison.OrdinalIgnoreCase));

    private Task<T> Locked<T>(Func<T> read)
    {
        lock (_lock)
            return Task.FromResult(read());
    }
}
