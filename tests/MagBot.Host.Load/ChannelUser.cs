using System.Diagnostics;
using System.Text;

namespace MagBot.Host.Load;

/// <summary>One conversation of a connector channel: posts to <c>/api/messages</c>, waits for the reply at the connector, posts the next.</summary>
internal sealed class ChannelUser(HttpClient http, LoopbackConnector connector, int number, string text)
{
    private int _said;

    public List<double> AnswerMilliseconds { get; } = [];

    public List<double> PostMilliseconds { get; } = [];

    public async Task TalkAsync(TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            var begun = Stopwatch.GetTimestamp();
            var id = $"{Environment.ProcessId}-{number}-{_said++}";
            var reply = connector.WaitAsync(id);
            using var body = new StringContent(
                $$"""
                {"type":"message","id":"{{id}}","text":"{{text.Replace("{n}", $"{number}-{_said}", StringComparison.Ordinal)}}","textFormat":"plain","locale":"nl-NL","channelId":"emulator","serviceUrl":"{{connector.ServiceUrl}}",
                 "from":{"id":"u{{number}}","role":"user"},"recipient":{"id":"bot","role":"bot"},"conversation":{"id":"{{Environment.ProcessId}}-{{number}}"} }
                """,
                Encoding.UTF8,
                "application/json");
            using var response = await http.PostAsync(new Uri("/api/messages", UriKind.Relative), body);
            response.EnsureSuccessStatusCode();
            PostMilliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await reply;
            AnswerMilliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    public void Forget()
    {
        AnswerMilliseconds.Clear();
        PostMilliseconds.Clear();
    }
}
