using System.Net;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;

namespace MagBot.Host.Tests.Start;

/// <summary>A start that fails says why in a line and ends with 1.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task PortInUse_IsSaidWithWhatToDo()
    {
        await using var first = await RunningHost.StartAsync();

        var error = await FailAsync("--urls", first.Origin);

        Assert.Contains(first.Origin + " is in use by another program.", error, StringComparison.Ordinal);
        Assert.Contains("--urls", error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await first.Http.SendAsync("GET", "/health/live")).Status);
    }

    [Fact]
    public async Task DataDirectory_ThatCannotBeWritten_IsNamed()
    {
        var file = _data.Combine("een-bestand");
        await File.WriteAllTextAsync(file, "");

        var error = await FailAsync("--MagBot:DataDirectory=" + Path.Combine(file, "data"));

        Assert.Contains(Path.Combine(file, "data"), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knowledge_Missing_IsNamed()
    {
        var error = await FailAsync("--MagBot:KnowledgeDirectory=" + _data.Combine("geen-kennis"));

        Assert.Contains(_data.Combine("geen-kennis"), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knowledge_Broken_NamesFileAndLine()
    {
        var knowledge = _data.Combine("kennis");
        Directory.CreateDirectory(knowledge);
        foreach (var file in Directory.GetFiles(RunningHost.KnowledgeDirectory))
            File.Copy(file, Path.Combine(knowledge, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(knowledge, "shop.yaml"), "name: [niet af\n");

        var error = await FailAsync("--MagBot:KnowledgeDirectory=" + knowledge);

        Assert.Contains("shop.yaml:", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MagBot:DirectLine:TokenLifetime=00:05:00", "MagBot:DirectLine:TokenLifetime")]
    [InlineData("MagBot:DirectLine:TokenLifetime=morgen", "MagBot:DirectLine:TokenLifetime")]
    [InlineData("MagBot:DirectLine:TrustedOrigins:0=www.winkel.example", "MagBot:DirectLine:TrustedOrigins:0")]
    [InlineData("MagBot:DirectLine:Secrets:0=kort", "MagBot:DirectLine:Secrets:0")]
    [InlineData("MagBot:PublicOrigin=bot", "MagBot:PublicOrigin")]
    [InlineData("MagBot:Connector:AllowUnauthenticated=true", "MagBot:Connector:AllowUnauthenticated")]
    [InlineData("MagBot:Connector:MetadataAddress=http://kwaad.example", "MagBot:Connector:MetadataAddress")]
    [InlineData("MagBot:TrustedProxies:0=proxy", "MagBot:TrustedProxies")]
    public async Task Option_Bad_IsNamedWithItsKey(string setting, string key)
    {
        var error = await FailAsync("--" + setting);

        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.DoesNotContain("kort", error, StringComparison.Ordinal);
    }

    private async Task<string> FailAsync(params string[] args)
    {
        using var error = new StringWriter();
        string[] defaults =
        [
            "--urls=http://127.0.0.1:0", "--MagBot:DataDirectory=" + _data.Combine("data"),
            "--MagBot:KnowledgeDirectory=" + RunningHost.KnowledgeDirectory, "--Logging:LogLevel:Default=None",
        ];

        var exitCode = await HostApplication.RunAsync([.. defaults, .. args], error);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("MagBot could not start: ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        return error.ToString();
    }
}
