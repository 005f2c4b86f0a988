using System.Net;
using System.Text.RegularExpressions;

namespace MagBot.EndToEnd.Tests;

/// <summary>An advisor at the desk over plain HTTP, who repeats a command under the same id until the server has taken it.</summary>
internal sealed partial class DeskClient : IDisposable
{
    public const string Password = "een lang wachtwoord 1";

    private readonly HttpClient _http;
    private string _token = "";

    private DeskClient(string url) => _http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(url + "/desk/"),
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Makes an account by a one-time link and signs in with it.</summary>
    public static async Task<DeskClient> SetUpAsync(string url, string link, string name)
    {
        var desk = new DeskClient(url);
        var address = new Uri(link).PathAndQuery;
        await desk.GetAsync(address);
        var code = address[(address.IndexOf("code=", StringComparison.Ordinal) + 5)..];
        await desk.PostAsync("setup", ("code", code), ("userName", name), ("displayName", name), ("password", Password));
        await desk.GetAsync("./");
        return desk;
    }

    /// <summary>A one-time link for a colleague; administrators only.</summary>
    public async Task<string> InviteAsync()
    {
        await GetAsync("team");
        var (_, page) = await PostAsync("team/invite");
        return WebUtility.HtmlDecode(LinkPattern().Match(page).Groups[1].Value);
    }

    /// <summary>Conversations that wait.</summary>
    public async Task<IReadOnlyList<string>> WaitingAsync()
    {
        var page = await GetAsync("queue");
        return [.. ItemPattern().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
    }

    /// <summary>What stands in the desk's transcript, as place in the log and text, of customer and advisor.</summary>
    public async Task<IReadOnlyList<(long Sequence, string Text)>> TranscriptAsync(string conversation)
    {
        var page = await GetAsync("conversation?c=" + Uri.EscapeDataString(conversation));
        return [.. EntryPattern().Matches(page).Select(match => (
            long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), WebUtility.HtmlDecode(match.Groups[2].Value)))];
    }

    /// <summary>Takes a conversation; whether this advisor has it.</summary>
    public async Task<bool> ClaimAsync(string conversation) => (await CommandAsync("claim", ("c", conversation))).Status == HttpStatusCode.OK;

    public async Task SayAsync(string conversation, string text, string clientId)
    {
        var (status, page) = await CommandAsync("say", ("c", conversation), ("text", text), ("clientId", clientId));
        if (status != HttpStatusCode.OK)
            throw new InvalidOperationException($"{text} was answered with {status}: {page}");
    }

    public void Dispose() => _http.Dispose();

    private Task<(HttpStatusCode Status, string Page)> CommandAsync(string command, params (string, string)[] fields) => PostAsync(command, fields);

    private async Task<string> GetAsync(string address) => (await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address))).Page;

    private Task<(HttpStatusCode Status, string Page)> PostAsync(string address, params (string Name, string Value)[] fields) => SendAsync(() =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(
                fields.Append(("__RequestVerificationToken", _token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        if (!address.Contains("setup", StringComparison.Ordinal) && !address.Contains("team", StringComparison.Ordinal))
            request.Headers.Add("HX-Request", "true");
        return request;
    });

    private async Task<(HttpStatusCode Status, string Page)> SendAsync(Func<HttpRequestMessage> compose)
    {
        while (true)
        {
            try
            {
                using var request = compose();
                using var answer = await _http.SendAsync(request);
                var page = await answer.Content.ReadAsStringAsync();
                if (TokenPattern().Match(page) is { Success: true } match)
                    _token = match.Groups[1].Value;
                if (answer.StatusCode < HttpStatusCode.InternalServerError)
                    return (answer.StatusCode, page);
            }
            catch (Exception exception) when (Outage.Caused(exception))
            {
                // The server is down; the same command goes out again under the same id.
            }

            await Task.Delay(30);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("value=\"(http[^\"]+setup[^\"]+)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("<li id=\"item-([^\"]+)\"")]
    private static partial Regex ItemPattern();

    [GeneratedRegex("<article id=\"entry-([0-9]+)\" class=\"entry by-(?:customer|advisor)[^\"]*\">.*?<p class=\"said plain\">([^<]*)</p>", RegexOptions.Singleline)]
    private static partial Regex EntryPattern();
}
