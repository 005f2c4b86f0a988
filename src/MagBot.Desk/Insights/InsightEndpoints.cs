using System.Globalization;
using System.Text;
using MagBot.Desk.Accounts;
using MagBot.Desk.Http;
using MagBot.Desk.Knowledge;
using MagBot.Desk.Live;
using MagBot.Desk.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MagBot.Desk.Insights;

/// <summary>Overview and lessons, for lead advisors.</summary>
internal static class InsightEndpoints
{
    private const int LongestTerm = 90;

    public static async Task<IResult> GetOverview(
        HttpContext http, DeskInsights insights, IDeskKnowledge knowledge, DeskPresence presence, IAntiforgery antiforgery, int? days, CancellationToken cancellationToken)
    {
        var term = Term(days);
        var insight = await insights.ReadAsync(term, cancellationToken).ConfigureAwait(false);
        return DeskResults.Show<OverviewPage>(
            StatusCodes.Status200OK,
            (nameof(OverviewPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
            (nameof(OverviewPage.Insight), insight),
            (nameof(OverviewPage.Knowledge), knowledge),
            (nameof(OverviewPage.Term), term));
    }

    /// <summary>The figures by day and channel, for a spreadsheet: comma separated, UTF-8, decimal points.</summary>
    public static async Task<FileContentHttpResult> GetCsv(DeskInsights insights, int? days, CancellationToken cancellationToken)
    {
        var insight = await insights.ReadAsync(Term(days), cancellationToken).ConfigureAwait(false);
        var text = new StringBuilder("day,channel,conversations,answers,unanswered,requests,taken,medianWaitSeconds,rating\r\n");
        foreach (var day in insight.Days)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{day.Day:yyyy-MM-dd},{day.Channel},{day.Conversations},{day.Answers},{day.Declines},{day.Requests},{day.Taken},{day.MedianWait?.TotalSeconds:0},{day.Rating:0.00}\r\n");
        }

        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "magbot-overzicht.csv");
    }

    /// <summary>A draft of an answer to a question, as a file for the knowledge folder.</summary>
    public static FileContentHttpResult GetDraft(string? q, TimeProvider time)
    {
        var question = Likeness.Anonymous(q ?? "").Replace('"', '\'').ReplaceLineEndings(" ");
        var id = new string([.. question.ToLowerInvariant().Normalize().Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '-')]).Trim('-');
        while (id.Contains("--", StringComparison.Ordinal))
            id = id.Replace("--", "-", StringComparison.Ordinal);
        id = id.Length > 40 ? id[..40].Trim('-') : id.Length == 0 ? "vraag" : id;
        var text = $"---\nid: {id}\nquestion: \"{question}\"\nvariants: []\nevidence: shop\nsources: []\nrelated: []\nreviewed: {DateOnly.FromDateTime(time.GetUtcNow().DateTime):yyyy-MM-dd}\nshort: >-\n  TODO\n---\n";
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text), "text/markdown; charset=utf-8", id + ".md");
    }

    private static int Term(int? days) => Math.Clamp(days ?? 14, 1, LongestTerm);
}
