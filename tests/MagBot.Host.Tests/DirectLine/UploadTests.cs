using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MagBot.Channels.DirectLine.Files;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Conversations_Upload with forms as Web Chat sends them, and raw bodies.</summary>
public sealed class UploadTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private readonly RunningHost _host = shared.Host;

    [Fact]
    public async Task Form_WithActivityAndFiles_BecomesOneMessageWhoseFilesCanBeFetched()
    {
        var talk = await _host.BeginAsync();

        var answer = await SendAsync(talk, Form(
            """{"type":"message","text":"met bijlage","attachments":[{"contentType":"image/png","name":"etiket.png","thumbnailUrl":"data:image/jpeg;base64,AA=="},{"contentType":"text/plain","name":"lijst.txt"}],"channelData":{"clientActivityID":"c1"}}""",
            ("etiket.png", Png), ("lijst.txt", "magnesium\n"u8.ToArray())));
        var message = (await talk.ReadAsync()).Json.GetProperty("activities").EnumerateArray().Single(activity => activity.GetProperty("id").GetString() == answer.Text("id"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var attachments = message.GetProperty("attachments").EnumerateArray().ToList();
        Assert.Equal(["etiket.png", "lijst.txt"], attachments.Select(attachment => attachment.GetProperty("name").GetString()));
        Assert.Equal("data:image/jpeg;base64,AA==", attachments[0].GetProperty("thumbnailUrl").GetString());
        Assert.Equal("c1", message.GetProperty("channelData").GetProperty("clientActivityID").GetString());
        Assert.Equal(talk.UserId, message.GetProperty("from").GetProperty("id").GetString());
        using var file = await _host.Http.GetAsync(new Uri(attachments[0].GetProperty("contentUrl").GetString()!)); // just written by us
        Assert.Equal(Png, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RawBody_IsOneFile_SentByTheBoundUser()
    {
        var talk = await _host.BeginAsync();
        using var content = new ByteArrayContent(Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Headers.TryAddWithoutValidation("Content-Disposition", "name=\"file\"; filename=\"../../etc/foto 1.png\"");

        var answer = await SendAsync(talk, content, "?userId=iemand-anders");
        var message = (await talk.ReadAsync()).Json.GetProperty("activities").EnumerateArray().Single(activity => activity.GetProperty("id").GetString() == answer.Text("id"));

        Assert.Equal("foto 1.png", message.GetProperty("attachments")[0].GetProperty("name").GetString());
        Assert.Equal(talk.UserId, message.GetProperty("from").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData(" \n<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("MZ\0\0 een programma")]
    [InlineData("PK\u0003\u0004\0\0")]
    public async Task Content_OfAnotherKind_Returns415WhateverItIsCalled(string text)
    {
        var talk = await _host.BeginAsync();

        var answer = await SendAsync(talk, Form(null, ("foto.png", Encoding.UTF8.GetBytes(text))));

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType"), (answer.Status, answer.Code));
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task File_OverTheLimit_Returns413AndNothingIsKept()
    {
        var talk = await _host.BeginAsync();

        var answer = await SendAsync(talk, Form("""{"type":"message","text":"groot"}""", ("een.png", Png), ("groot.png", [.. Png, .. new byte[(4 * 1024 * 1024) + 1]])));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "MessageSizeTooBig"), (answer.Status, answer.Code));
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Upload_OverTheLimitOfARequest_Returns413()
    {
        var talk = await _host.BeginAsync();

        var answer = await SendAsync(talk, Form(null, ("een.png", [.. Png, .. new byte[13 * 1024 * 1024]])));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Theory]
    [InlineData("""{"type":""")]
    [InlineData("""{"type":"invoke"}""")]
    public async Task Activity_Bad_Returns400(string activity)
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(talk, Form(activity, ("een.png", Png)))).Status);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nonzin")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    [InlineData("multipart/form-data; boundary=x", "")]
    public async Task Form_Broken_Returns400(string type, string body)
    {
        var talk = await _host.BeginAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(talk, content)).Status);
    }

    [Fact]
    public async Task File_OfAnotherConversationOrUnknown_Returns404()
    {
        var (mine, other) = (await _host.BeginAsync(), await _host.BeginAsync());
        await SendAsync(mine, Form(null, ("een.png", Png)));
        var url = (await mine.ReadAsync()).Body.Split("\"contentUrl\":\"")[1].Split('"')[0];

        Assert.Equal(HttpStatusCode.NotFound, (await _host.Http.SendAsync("GET", url.Replace(mine.Id, other.Id, StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Http.SendAsync("GET", $"/v3/directline/conversations/{mine.Id}/files/onzin")).Status);
    }

    [Fact]
    public async Task Upload_WithATokenOfAnotherConversation_Returns403()
    {
        var (mine, other) = (await _host.BeginAsync(), await _host.BeginAsync());

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(mine with { Token = other.Token }, Form(null, ("een.png", Png)))).Status);
    }

    [Fact]
    public async Task File_LivesOverARestart_GoesAfterItsTimeAndWithItsConversation()
    {
        using var data = new TemporaryDirectory();
        var clock = new ManualTimeProvider(ManualTimeProvider.OpenMoment);
        string path, id;
        await using (var first = await RunningHost.StartAsync(data.Path, services => services.AddSingleton<TimeProvider>(clock)))
        {
            var talk = await first.BeginAsync();
            await SendAsync(talk, Form(null, ("een.png", Png)));
            (path, id) = (new Uri((await talk.ReadAsync()).Body.Split("\"contentUrl\":\"")[1].Split('"')[0]).PathAndQuery, talk.Id);
        }

        await using var host = await RunningHost.StartAsync(data.Path, services => services.AddSingleton<TimeProvider>(clock));
        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("GET", path)).Status);

        clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.SendAsync("GET", path)).Status);
        Assert.NotNull(await host.Services.GetRequiredService<IFileStore>().FindAsync(id, path.Split('/')[^1], CancellationToken.None));

        await host.Services.GetRequiredService<TurnRunner>().ActAsync(
            id,
            (turn, _) =>
            {
                turn.EraseHistory();
                turn.Send("gewist");
                return Task.CompletedTask;
            },
            CancellationToken.None);
        Assert.Null(await host.Services.GetRequiredService<IFileStore>().FindAsync(id, path.Split('/')[^1], CancellationToken.None));
    }

    [Theory]
    [InlineData("foto.png", "foto.png")]
    [InlineData("C:\\map\\foto.png", "foto.png")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("", "file")]
    [InlineData("...", "file")]
    [InlineData("a\r\nb\".png", "a__b_.png")]
    public void Name_IsTidied(string name, string expected) => Assert.Equal(expected, FileEndpoints.Tidy(name));

    private static MultipartFormDataContent Form(string? activity, params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent();
        if (activity is not null)
            form.Add(new StringContent(activity, Encoding.UTF8, "application/vnd.microsoft.activity"), "activity", "blob");
        foreach (var (name, bytes) in files)
            form.Add(new ByteArrayContent(bytes), "file", name);
        return form;
    }

    private static async Task<Answer> SendAsync(Talk talk, HttpContent content, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v3/directline/conversations/{talk.Id}/upload{query}") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", talk.Token);
        using var response = await talk.Host.Http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }
}
