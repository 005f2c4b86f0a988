using System.Text.Json;
using MagBot.Activities;
using MagBot.Channels.Connector;
using MagBot.Conformance.Tests.Support;
using MagBot.Dialogs.Storage;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Conformance.Tests;

/// <summary>A host in Development that takes everybody, with MagBot itself.</summary>
public sealed class AssistantHost : IAsyncLifetime
{
    internal RunningHost Host { get; private set; } = null!; // set before the first test

    public async Task InitializeAsync() =>
        Host = await RunningHost.StartWithAssistantAsync("environment=Development", "MagBot:Connector:AllowUnauthenticated=true");

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

/// <summary>Microsoft's <c>@microsoft/m365agentsplayground</c> in the part of Teams.</summary>
public sealed class TeamsTests(AssistantHost shared) : IClassFixture<AssistantHost>
{
    [Theory]
    [InlineData("personal")]
    [InlineData("groupAndChannel")]
    [InlineData("otherActivities")]
    public Task Playground_TalksToTheBot(string scenario) => NodeScript.RunAsync("playground.mjs", scenario, new { origin = shared.Host.Origin });

    [Fact]
    public Task Playground_TakesWhatOurConnectorClientSends() =>
        NodeScript.RunAsync("playground.mjs", "connector", new { origin = shared.Host.Origin }, CallAsync);

    [Fact]
    public async Task Playground_AdvisorsInAChannel_ClaimAndTalk()
    {
        await using var host = await RunningHost.StartAssistantInAsync(
            null,
            services => services.AddSingleton<TimeProvider>(new ManualTimeProvider(ManualTimeProvider.OpenMoment)),
            "environment=Development", "MagBot:Connector:AllowUnauthenticated=true", "MagBot:Desk:Teams:ChannelId=team-id");

        await NodeScript.RunAsync("playground.mjs", "advisorChannel", new { origin = host.Origin }, async request =>
        {
            var alex = new Advisor { Id = "alex", UserName = "alex", DisplayName = "Alex", PasswordHash = "", SecurityStamp = "s", TeamsId = request.Split(' ')[1] };
            return (await host.Services.GetRequiredService<IAdvisorStore>().AddAsync(alex, CancellationToken.None)).ToString();
        });
    }

    private async Task<string> CallAsync(string request)
    {
        var client = shared.Host.Services.GetRequiredService<ConnectorClient>();
        var words = request.Split(' ');
        string Word(int i) => words[i];
        ConnectorDelivery Delivery(string text) => new(Word(1), Word(2), new Activity { Type = ActivityTypes.Message, Text = text });
        switch (words[0])
        {
            case "send":
                var sent = await client.SendAsync(Delivery(Word(3)), CancellationToken.None);
                return Answer(sent.Outcome, new { id = sent.Value?.Id });
            case "typing":
                return Answer((await client.SendAsync(new ConnectorDelivery(Word(1), Word(2), new Activity { Type = ActivityTypes.Typing }), CancellationToken.None)).Outcome);
            case "update":
                return Answer((await client.UpdateAsync(Delivery(Word(4)), Word(3), CancellationToken.None)).Outcome);
            case "delete":
                return Answer((await client.DeleteAsync(Word(1), Word(2), Word(3), CancellationToken.None)).Outcome);
            case "members":
                var members = await client.ListMembersAsync(Word(1), Word(2), CancellationToken.None);
                return Answer(members.Outcome, new { members = members.Value?.Select(member => member.Id) });
            case "member":
                var member = await client.FindMemberAsync(Word(1), Word(2), Word(3), CancellationToken.None);
                return Answer(member.Outcome, new { id = member.Value?.Id });
            case "create":
                return Answer((await client.CreateAsync(
                    Word(1), NewConversation.With(new ChannelAccount { Id = Word(2) }, Word(3)), CancellationToken.None)).Outcome);
            case "thread":
                var first = new Activity { Type = ActivityTypes.Message, Text = Word(4) };
                var thread = await client.CreateAsync(Word(1), NewConversation.InTeamsChannel(Word(2), Word(3), first), CancellationToken.None);
                return Answer(thread.Outcome, new { id = thread.Value?.Id, activityId = thread.Value?.ActivityId });
            default:
                throw new ArgumentException($"No such request: {request}", nameof(request));
        }
    }

    private static string Answer(DeliveryOutcome outcome, object? value = null) =>
        value is null || outcome.Failure is not null ? JsonSerializer.Serialize(new { failure = outcome.Failure }) : JsonSerializer.Serialize(value);
}
