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
                $"{day.Day:yyyy-MM-dd},{Field(day.Channel)},{day.Conversations},{day.Answers},{day.Declines},{day.Requests},{day.Taken},{day.MedianWait?.TotalSeconds:0},{day.Rating:0.00}\r\n");
        }

        return TypedResults.Bytes(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "magbot-overzicht.csv");
    }

    // A channel's name comes from outside. Spreadsheets run what begins like a formula; an apostrophe makes it text.
    private static string Field(string text)
    {
        var isFormula = text.Length > 0 && "=+-@\t\r".Contains(text[0]);
        var inert = isFormula ? "'" + text : text;
        return isFormula || inert.AsSpan().ContainsAny(",\"\r\n") ? $"\"{inert.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : inert;
    }

    private static int Term(int? days) => Math.Clamp(days ?? 14, 1, LongestTerm);
}
