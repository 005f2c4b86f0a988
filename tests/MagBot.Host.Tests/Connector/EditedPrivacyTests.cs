using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MagBot.Dialogs.Storage;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>What a message said before and after an edit in Teams is kept no longer than any other word.</summary>
public sealed class EditedPrivacyTests : IAsyncLifetime, IDisposable
{
    private const string Before = "hoe warm moet mijn zeldzaamwoord zijn";
    private const string After = "ik heb een merkwaardige nierziekte";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _data = new();
    private StubConnector _connector = null!; // set before each test, as the next
    private RunningHost _host = null!;

    private IConversationStore Store => _host.Services.GetRequiredService<IConversationStore>();

    public async Task InitializeAsync()
    {
        _connector = await StubConnector.StartAsync();
        _host = await RunningHost.StartAssistantInAsync(_data.Path, null, "environment=Development", "MagBot:Connector:AllowUnauthenticated=true");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _connector.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Erase_AfterAnEdit_LeavesNeitherWordingInTheDatabaseFile()
    {
        await PostAsync("message", "1001", Before);
        await PostAsync("messageUpdate", "1001", After);
        Assert.True(await StandsInFilesAsync("merkwaardige"));

        await PostAsync("message", "1002", "verwijder mijn gegevens");
        await PostAsync("message", "1003", "Ja, wis alles");

        Assert.DoesNotContain(await Store.ReadLogAsync("msteams:a:1", 0, 100, None), entry => entry.Activity.Id is "1001");
        Assert.False(await StandsInFilesAsync("zeldzaamwoord"));
        Assert.False(await StandsInFilesAsync("merkwaardige"));
    }

    [Fact]
    public async Task Edit_ThatAddsHealth_MarksTheMessageAndIsKeptShorter()
    {
        await PostAsync("message", "1001", Before);
        await PostAsync("message", "1002", "en hoe lang");
        Assert.DoesNotContain("1001", await MarkedAsync());

        await PostAsync("messageUpdate", "1001", After);

        Assert.Contains("1001", await MarkedAsync());
        Assert.DoesNotContain("1002", await MarkedAsync());
        await Store.EraseHealthAsync(DateTimeOffset.UtcNow.AddMinutes(1), 100, None);
        Assert.False(await StandsInFilesAsync("merkwaardige"));
        Assert.Contains(await Store.ReadLogAsync("msteams:a:1", 0, 100, None), entry => entry.Activity.Text == "en hoe lang");
    }

    [Fact]
    public async Task Edit_ThatTakesHealthAway_StaysMarked()
    {
        await PostAsync("message", "1001", After);
        await PostAsync("messageUpdate", "1001", Before);

        Assert.Contains("1001", await MarkedAsync());
    }

    /// <summary>Ids of the messages whose rows are marked as health.</summary>
    private async Task<IReadOnlyList<string>> MarkedAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_data.Path, "magbot.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT activity_id FROM activity WHERE health = 1 AND activity_id IS NOT NULL";
        await using var reader = await command.ExecuteReaderAsync();
        List<string> ids = [];
        while (await reader.ReadAsync())
            ids.Add(reader.GetString(0));
        return ids;
    }

    private async Task<bool> StandsInFilesAsync(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        foreach (var path in Directory.EnumerateFiles(_data.Path, "*", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy);
            if (copy.ToArray().AsSpan().IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }

    private async Task PostAsync(string type, string id, string text)
    {
        var activity = new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["text"] = text,
            ["timestamp"] = "2026-11-22T09:00:00Z",
            ["channelId"] = "msteams",
            ["serviceUrl"] = _connector.ServiceUrl,
            ["from"] = new JsonObject { ["id"] = "29:alex", ["name"] = "Alex" },
            ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "MagBot" },
            ["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = "personal" },
        };
        if (type == "messageUpdate")
            activity["channelData"] = new JsonObject { ["eventType"] = "editMessage" };
        Assert.Contains((await _host.Http.SendAsync("POST", "/api/messages", body: activity.ToJsonString())).Status, new[] { HttpStatusCode.OK, HttpStatusCode.Accepted });
    }
}
