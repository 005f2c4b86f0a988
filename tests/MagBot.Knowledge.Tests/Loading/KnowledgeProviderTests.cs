using MagBot.Knowledge.Loading;
using Xunit;

namespace MagBot.Knowledge.Tests.Loading;

public sealed class KnowledgeProviderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reload_BrokenEdit_KeepsOldKnowledgeAndReportsFaults()
    {
        using var provider = KnowledgeProvider.Start(_folder.Path);
        KnowledgeBase before = provider.Current;
        KnowledgeReloadedEventArgs? raised = null;
        provider.Reloaded += (_, arguments) => raised = arguments;
        _folder.Write("answers/basics/proef.md", "---\nid: [\n---\n");

        provider.Reload();

        Assert.Same(before, provider.Current);
        Assert.NotEmpty(provider.LastFaults);
        Assert.False(raised?.Accepted);
    }

    [Fact]
    public void Reload_GoodEdit_BringsNewKnowledgeIntoService()
    {
        using var provider = KnowledgeProvider.Start(_folder.Path);
        string before = provider.Current.Version;
        _folder.Write("texts.yaml", "hallo: Goedendag.\n");

        provider.Reload();

        Assert.Equal("Goedendag.", provider.Current.Texts.Get("hallo"));
        Assert.NotEqual(before, provider.Current.Version);
        Assert.Empty(provider.LastFaults);
    }

    [Fact]
    public void NotifyChanged_SeveralTimes_ReloadsOnceWhenItIsQuiet()
    {
        var time = new ManualTimerProvider();
        using var provider = KnowledgeProvider.Start(_folder.Path, time: time);
        int reloads = 0;
        provider.Reloaded += (_, _) => reloads++;
        provider.Watch();

        provider.NotifyChanged();
        provider.NotifyChanged();
        Assert.Equal(0, reloads);
        time.Fire();

        Assert.Equal(1, reloads);
        Assert.Equal(provider.Quiet, time.LastDue);
    }

    [Fact]
    public void Start_UnusableFolder_ThrowsWithFaults()
    {
        File.Delete(Path.Combine(_folder.Path, "claims.yaml"));

        KnowledgeUnusableException exception = Assert.Throws<KnowledgeUnusableException>(() => KnowledgeProvider.Start(_folder.Path));

        Assert.Contains("claims.yaml", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A clock whose timers fire when the test says so.</summary>
    private sealed class ManualTimerProvider : TimeProvider
    {
        private readonly List<ManualTimer> _timers = [];

        public TimeSpan LastDue => _timers[^1].Due;

        public void Fire() => _timers[^1].Fire();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add(new ManualTimer(callback, state));
            return _timers[^1];
        }

        private sealed class ManualTimer(TimerCallback callback, object? state) : ITimer
        {
            public TimeSpan Due { get; private set; }

            public void Fire() => callback(state);

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime;
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
