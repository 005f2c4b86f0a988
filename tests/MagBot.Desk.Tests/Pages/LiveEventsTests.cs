using MagBot.Activities;
using MagBot.Desk.Tests.Support;
using Xunit;

namespace MagBot.Desk.Tests.Pages;

public sealed class LiveEventsTests : IAsyncLifetime
{
    private DeskHost _host = null!; // set in InitializeAsync
    private Browser _anna = null!; // set in InitializeAsync

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _anna = await _host.SetUpAsync();
    }

    public async Task DisposeAsync()
    {
        _anna.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Events_NewRequest_IsTold()
    {
        using var stream = await _anna.ListenAsync("events");
        await ReadUntilAsync(stream, "conversation"); // every stream begins with everything

        await _host.Talk.SendAsync("adviseur");

        await ReadUntilAsync(stream, "queue");
    }

    [Fact]
    public async Task Events_OpenConversation_TellsMessagesAndTyping()
    {
        await _host.Talk.SendAsync("adviseur");
        using var stream = await _anna.ListenAsync("events?c=" + _host.Talk.Id);
        await ReadUntilAsync(stream, "conversation");

        _host.Talk.Feed.PublishTyping(_host.Talk.Id, new Activity { Type = ActivityTypes.Typing, From = new ChannelAccount { Id = "user1", Role = Roles.User } });
        await ReadUntilAsync(stream, "typing");
        await _host.Talk.SendAsync("hallo?");
        await ReadUntilAsync(stream, "conversation");
    }

    [Fact]
    public async Task Events_CustomerTypesToTheBotAlone_TellNothingOfIt()
    {
        await _host.Talk.SendAsync("hallo");
        using var stream = await _anna.ListenAsync("events?c=" + _host.Talk.Id);
        await ReadUntilAsync(stream, "conversation");

        _host.Talk.Feed.PublishTyping(_host.Talk.Id, new Activity { Type = ActivityTypes.Typing, From = new ChannelAccount { Id = "user1", Role = Roles.User } });
        await _host.Talk.SendAsync("hoe laat");

        Assert.DoesNotContain("event: typing", await ReadUntilAsync(stream, "conversation"));
    }

    [Fact]
    public async Task Events_Open_AdvisorCountsAsThere()
    {
        Assert.False(_host.Presence.AnyoneThere);
        using var stream = await _anna.ListenAsync("events");
        await ReadUntilAsync(stream, "queue");
        Assert.True(_host.Presence.AnyoneThere);

        await _anna.PostAsync("presence", ("state", "Away"));

        Assert.False(_host.Presence.AnyoneThere);
    }

    [Fact]
    public async Task Typing_Owner_ReachesTheCustomer()
    {
        await _host.Talk.SendAsync("adviseur");
        using var customer = _host.Talk.Feed.Subscribe(_host.Talk.Id);
        await _anna.PostAsync("typing", ("c", _host.Talk.Id)); // not hers yet: nothing
        await _anna.PostAsync("claim", ("c", _host.Talk.Id));

        await _anna.PostAsync("typing", ("c", _host.Talk.Id));

        Assert.Null((await customer.Items.ReadAsync()).Typing);
        Assert.Equal("Anna", (await customer.Items.ReadAsync()).Typing?.From?.Name);
    }

    private static async Task<IReadOnlyList<string>> ReadUntilAsync(StreamReader stream, string name)
    {
        var lines = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            lines.Add(line);
            if (line == "event: " + name)
                return lines;
        }

        Assert.Fail($"The stream ended without {name}.");
        return lines;
    }
}
