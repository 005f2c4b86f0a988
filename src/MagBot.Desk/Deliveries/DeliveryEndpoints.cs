using System.Globalization;
using MagBot.Desk.Accounts;
using MagBot.Desk.Http;
using MagBot.Desk.Live;
using MagBot.Desk.Pages;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace MagBot.Desk.Deliveries;

/// <summary>Deliveries that were given up, for leads: what, when, why, and what now.</summary>
internal static class DeliveryEndpoints
{
    private const int Shown = 200;

    public static async Task<IResult> GetPage(
        HttpContext http, IOutboxStore outbox, DeskPresence presence, IAntiforgery antiforgery, TimeProvider time, string? told, CancellationToken cancellationToken) =>
        DeskResults.Show<DeliveriesPage>(
            StatusCodes.Status200OK,
            (nameof(DeliveriesPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
            (nameof(DeliveriesPage.Items), await outbox.ListGivenUpAsync(Shown, cancellationToken).ConfigureAwait(false)),
            (nameof(DeliveriesPage.Notice), told switch
            {
                "retried" => DeskTexts.DeliveryRetried,
                "discarded" => DeskTexts.DeliveryDiscarded,
                "gone" => DeskTexts.DeliveryGone,
                _ => null,
            }),
            (nameof(DeliveriesPage.Now), time.GetUtcNow()));

    public static async Task<IResult> PostRetry(HttpContext http, IOutboxStore outbox, CancellationToken cancellationToken) =>
        DeskResults.Told(http, "deliveries", await outbox.RetryAsync(Number(http), cancellationToken).ConfigureAwait(false) ? "retried" : "gone");

    public static async Task<IResult> PostDiscard(HttpContext http, IOutboxStore outbox, CancellationToken cancellationToken) =>
        DeskResults.Told(http, "deliveries", await outbox.DiscardAsync(Number(http), cancellationToken).ConfigureAwait(false) ? "discarded" : "gone");

    private static long Number(HttpContext http) => long.TryParse(ConversationEndpoints.Field(http, "number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
