using System.Globalization;
using System.Text;
using System.Text.Json;
using MagBot.Activities;
using MagBot.Channels.Widget;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Channels.DirectLine;

/// <summary>
/// "Mijn gegevens": everything that is stored about one conversation, as JSON or as text to read. It asks for the token of that
/// conversation, as every other call does. Nothing of it is stored.
/// </summary>
internal sealed class ExportEndpoint(IConversationStore store, RequestLimits limits, IServiceProvider services)
{
    private const int PageSize = 500;

    /// <summary>The file. Also what clients are not shown, such as reactions and member updates.</summary>
    public async Task<IResult> GetAsync(HttpContext context, string conversationId, string? format)
    {
        if (limits.Read(conversationId) is { } tooMany)
            return tooMany;
        if (format is not (null or "json" or "text"))
            return Refusal.BadArgument("\"format\" must be json or text.");
        if (await store.FindAsync(conversationId, context.RequestAborted).ConfigureAwait(false) is not { } conversation)
            return Refusal.UnknownConversation();

        List<LogEntry> log = [];
        IReadOnlyList<LogEntry> page;
        var next = 0L;
        do
        {
            page = await store.ReadLogAsync(conversationId, next, PageSize, context.RequestAborted).ConfigureAwait(false);
            log.AddRange(page);
            next = page.Count > 0 ? page[^1].Sequence + 1 : next;
        }
        while (page.Count == PageSize);

        return format == "text"
            ? TypedResults.File(Encoding.UTF8.GetBytes(ToText(conversation, log)), "text/plain; charset=utf-8", "magbot-gesprek.txt")
            : TypedResults.File(ToJson(conversation, log), "application/json", "magbot-gesprek.json");
    }

    private static byte[] ToJson(Conversation conversation, List<LogEntry> log)
    {
        using var file = new MemoryStream();
        using (var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("conversationId", conversation.Id);
            writer.WriteString("channelId", conversation.ChannelId);
            writer.WriteString("userId", conversation.User.Id);
            writer.WriteString("userName", conversation.User.Name);
            writer.WriteString("locale", conversation.Locale);
            writer.WriteString("createdAt", conversation.CreatedAt);
            writer.WriteString("updatedAt", conversation.UpdatedAt);
            WriteHandover(writer, conversation);
            writer.WritePropertyName("state");
            writer.WriteRawValue(conversation.State);
            writer.WriteStartArray("activities");
            foreach (var entry in log)
                writer.WriteRawValue(ActivityJson.Write(entry.Activity));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return file.ToArray();
    }

    private static void WriteHandover(Utf8JsonWriter writer, Conversation conversation)
    {
        var handover = conversation.Handover;
        writer.WriteStartObject("handover");
        writer.WriteString("status", handover.Status.ToString());
        writer.WriteString("reference", handover.Reference);
        writer.WriteString("reason", handover.Reason);
        writer.WriteString("consent", handover.Consent.ToString());
        if (handover.RequestedAt is { } requested)
            writer.WriteString("requestedAt", requested);
        writer.WriteString("advisor", handover.AdvisorName);
        if (handover.Rating is { Stars: { } stars } rating)
        {
            writer.WriteNumber("rating", stars);
            writer.WriteString("remark", rating.Remark);
        }

        if (handover.Contact is { } contact)
        {
            writer.WriteStartObject("contact");
            writer.WriteString("name", contact.Name);
            writer.WriteString("email", contact.Email);
            writer.WriteString("phone", contact.Phone);
            writer.WriteString("bestTime", contact.BestTime);
            writer.WriteString("question", contact.Question);
            if (contact.AgreedAt is { } agreed)
                writer.WriteString("agreedAt", agreed);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private string ToText(Conversation conversation, List<LogEntry> log)
    {
        var words = services.GetService<IWidgetTexts>()?.Strings;
        var text = new StringBuilder();
        text.Append(conversation.Id).Append('\n');
        if (conversation.Handover.Contact is { } contact)
            text.Append(string.Join(" · ", new[] { contact.Name, contact.Email, contact.Phone, contact.BestTime, contact.Question }.Where(part => !string.IsNullOrEmpty(part)))).Append('\n');
        foreach (var entry in log.Where(entry => entry.Audience is Audience.Everyone && entry.Activity.Is(ActivityTypes.Message)))
        {
            var activity = entry.Activity;
            var isCustomer = activity.From?.Role != Roles.Bot;
            var who = Word(isCustomer ? "you" : "bot");
            text.Append(CultureInfo.InvariantCulture, $"\n[{activity.Timestamp:yyyy-MM-dd HH:mm} UTC] {(isCustomer ? who : activity.From?.Name ?? who)}:\n{activity.Text}\n");
        }

        return text.ToString();

        string Word(string key) => words?.GetValueOrDefault(key) ?? key;
    }
}
