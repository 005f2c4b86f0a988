using System.Collections.Immutable;
using System.Threading.Channels;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;

namespace MagBot.Dialogs.Turns;

/// <summary>What a subscriber hears.</summary>
/// <param name="Entries">New log entries, in order; empty when the subscriber should look in the store itself.</param>
/// <param name="Typing">A typing activity, which no log keeps; null for entries.</param>
public sealed record FeedItem(IReadOnlyList<LogEntry> Entries, Activity? Typing);

/// <summary>
/// Tells the sockets and desks of this process what was committed. It only wakes: the log is the truth, and whoever misses an
/// item reads it there. Thread safe.
/// </summary>
public sealed class ConversationFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ImmutableArray<Subscription>> _byConversation = new(StringComparer.Ordinal);
    private ImmutableArray<Action<string>> _observers = [];

    /// <summary>Calls <paramref name="observer"/> with the id of every conversation that changed, until disposed. It must return quickly.</summary>
    public IDisposable Observe(Action<string> observer)
    {
        lock (_lock)
            _observers = _observers.Add(observer);
        return new Observation(this, observer);
    }

    /// <summary>Begins to listen to one conversation. Subscribe before you read the log, so that nothing falls between.</summary>
    public Subscription Subscribe(string conversationId)
    {
        var subscription = new Subscription(this, conversationId);
        lock (_lock)
            _byConversation[conversationId] = ListenersLocked(conversationId).Add(subscription);
        return subscription;
    }

    /// <summary>Tells what was committed. An empty list only wakes, for commits made by another instance.</summary>
    public void Publish(string conversationId, IReadOnlyList<LogEntry> entries)
    {
        Offer(conversationId, new FeedItem(entries, null));
        foreach (var observer in _observers)
            observer(conversationId);
    }

    /// <summary>Tells that somebody is typing.</summary>
    public void PublishTyping(string conversationId, Activity typing) => Offer(conversationId, new FeedItem([], typing));

    private void Offer(string conversationId, FeedItem item)
    {
        ImmutableArray<Subscription> listeners;
        lock (_lock)
            listeners = ListenersLocked(conversationId);
        foreach (var listener in listeners)
            listener.Offer(item);
    }

    private ImmutableArray<Subscription> ListenersLocked(string conversationId) =>
        _byConversation.TryGetValue(conversationId, out var listeners) ? listeners : [];

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            var left = ListenersLocked(subscription.ConversationId).Remove(subscription);
            if (left.IsEmpty)
                _byConversation.Remove(subscription.ConversationId);
            else
                _byConversation[subscription.ConversationId] = left;
        }
    }

    private void Remove(Action<string> observer)
    {
        lock (_lock)
            _observers = _observers.Remove(observer);
    }

    private sealed class Observation(ConversationFeed feed, Action<string> observer) : IDisposable
    {
        public void Dispose() => feed.Remove(observer);
    }

    /// <summary>One listener. Dispose it to stop.</summary>
    public sealed class Subscription : IDisposable
    {
        // A reader that falls this far behind is cut off and reads the log instead.
        private const int Capacity = 512;

        private readonly Channel<FeedItem> _items = Channel.CreateBounded<FeedItem>(Capacity);
        private readonly ConversationFeed _feed;

        internal Subscription(ConversationFeed feed, string conversationId)
        {
            _feed = feed;
            ConversationId = conversationId;
        }

        /// <summary>The conversation listened to.</summary>
        public string ConversationId { get; }

        /// <summary>Items in order. Completes when the reader fell too far behind: read the log and subscribe again.</summary>
        public ChannelReader<FeedItem> Items => _items.Reader;

        internal void Offer(FeedItem item)
        {
            if (!_items.Writer.TryWrite(item) && item.Typing is null)
                _items.Writer.TryComplete();
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _feed.Remove(this);
            _items.Writer.TryComplete();
        }
    }
}
