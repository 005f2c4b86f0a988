using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Desk.Handover;
using MagBot.Desk.Knowledge;
using MagBot.Desk.Live;
using MagBot.Desk.Pages;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Desk.Http;

/// <summary>The desk itself: lists, conversation, commands, live events.</summary>
internal static class ConversationEndpoints
{
    private static readonly string[] KnownNotices = Enum.GetNames<DeskNotice>();

    public static async Task<IResult> GetDesk(
        HttpContext http, DeskReader reader, DeskPresence presence, IAntiforgery antiforgery, DeskAudit audit, string? c, string? tab, string? notice, CancellationToken cancellationToken)
    {
        var user = DeskUser.From(http.User);
        var queue = await reader.ReadQueueAsync(user, c, cancellationToken, DeskPaths.ParseTab(tab)).ConfigureAwait(false);
        var conversation = c is null ? null : await reader.ReadConversationAsync(c, user, cancellationToken).ConfigureAwait(false);
        if (conversation is not null)
            await audit.WriteAsync(user.Id, "view", conversation.Id).ConfigureAwait(false);
        var told = c is not null && conversation is null ? DeskNotice.UnknownConversation : ParseNotice(notice);
        return DeskResults.Show<DeskPage>(
            c is not null && conversation is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
            (nameof(DeskPage.Frame), Frame(http, user, presence, antiforgery)),
            (nameof(DeskPage.Queue), queue),
            (nameof(DeskPage.Conversation), conversation),
            (nameof(DeskPage.Notice), told is { } text ? DeskNotices.Text(text) : null));
    }

    public static async Task<IResult> GetQueue(HttpContext http, DeskReader reader, IAntiforgery antiforgery, string? c, string? tab, CancellationToken cancellationToken) =>
        DeskResults.Show<QueuePanel>(
            StatusCodes.Status200OK,
            (nameof(QueuePanel.Queue), await reader.ReadQueueAsync(DeskUser.From(http.User), c, cancellationToken, DeskPaths.ParseTab(tab)).ConfigureAwait(false)),
            (nameof(QueuePanel.Token), Token(http, antiforgery)));

    public static async Task<IResult> GetConversation(
        HttpContext http, DeskReader reader, IAntiforgery antiforgery, string c, CancellationToken cancellationToken) =>
        await PanelAsync(http, reader, antiforgery, c, DeskOutcome.Done, isCommand: false, cancellationToken).ConfigureAwait(false);

    public static IResult GetEvents(HttpContext http, DeskStream stream, string? c, CancellationToken cancellationToken)
    {
        // nginx holds back what it takes for an ordinary answer.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(stream.ListenAsync(http.User, c, cancellationToken));
    }

    /// <summary>A handler that lets an advisor do something with a conversation, and shows it as it is then.</summary>
    /// <param name="act">What the advisor does, with the fields of the form.</param>
    /// <param name="done">Event for the browser when it was done; null for none.</param>
    public static Delegate Command(Func<HandoverService, DeskForm, CancellationToken, Task<DeskOutcome>> act, string? done = null) =>
        async (HttpContext http, HandoverService service, DeskReader reader, IAntiforgery antiforgery, CancellationToken cancellationToken) =>
        {
            var outcome = await act(service, new DeskForm(http), cancellationToken).ConfigureAwait(false);
            if (done is not null && outcome is (DeskOutcome.Done or DeskOutcome.Repeated))
                http.Response.Headers["HX-Trigger"] = done;
            return await AnswerAsync(http, reader, antiforgery, outcome, cancellationToken).ConfigureAwait(false);
        };

    public static async Task<IResult> PostTransfer(
        HttpContext http, HandoverService service, IAdvisorStore advisors, DeskReader reader, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var colleague = await advisors.FindAsync(Field(http, "to"), cancellationToken).ConfigureAwait(false);
        // Whose account was shut meanwhile cannot answer.
        var outcome = colleague is not { DisabledAt: null }
            ? DeskOutcome.BadRequest
            : await service.TransferAsync(Field(http, "c"), DeskUser.From(http.User), DeskUser.From(colleague), cancellationToken).ConfigureAwait(false);
        return await AnswerAsync(http, reader, antiforgery, outcome, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Erases a conversation at the customer's wish; leads only, and only when they say that they mean it.</summary>
    public static async Task<IResult> PostErase(HttpContext http, HandoverService service, CancellationToken cancellationToken)
    {
        var id = Field(http, "c");
        if (Field(http, "sure") != "true")
            return TypedResults.Redirect(DeskPaths.Page(http, id, DeskNotice.BadRequest));
        var outcome = await service.EraseAsync(id, cancellationToken).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.Page(http, null, outcome is DeskOutcome.Done ? DeskNotice.Erased : DeskNotices.From(outcome)));
    }

    /// <summary>Reviewed answers that fit some words.</summary>
    public static IResult GetAnswers(HttpContext http, IDeskKnowledge knowledge, IAntiforgery antiforgery, string c, string? q)
    {
        const int Most = 6;
        var answers = q is { Length: > 1 and <= 200 } words ? knowledge.Search(words, Most) : [];
        return DeskResults.Show<AnswerList>(
            StatusCodes.Status200OK,
            (nameof(AnswerList.Answers), answers),
            (nameof(AnswerList.ConversationId), c),
            (nameof(AnswerList.WasAsked), q is { Length: > 1 }),
            (nameof(AnswerList.Token), Token(http, antiforgery)));
    }

    /// <summary>Shows the customer that the advisor is typing. Not kept.</summary>
    public static async Task<IResult> PostTyping(HttpContext http, IConversationStore store, ConversationFeed feed, CancellationToken cancellationToken)
    {
        var user = DeskUser.From(http.User);
        var conversation = await store.FindAsync(Field(http, "c"), cancellationToken).ConfigureAwait(false);
        if (conversation?.Handover is { Status: HandoverStatus.WithAdvisor } handover && handover.AdvisorId == user.Id)
        {
            feed.PublishTyping(conversation.Id, new Activity
            {
                Type = ActivityTypes.Typing,
                Id = "typing-" + Guid.NewGuid().ToString("N"),
                ChannelId = conversation.ChannelId,
                From = new ChannelAccount { Id = user.Actor, Name = user.DisplayName, Role = Roles.Bot },
                Recipient = conversation.User,
                ChannelData = HandoverTelling.Mark("advisor"),
                Conversation = conversation.Account ?? new ConversationAccount { Id = conversation.Id },
            });
        }

        return TypedResults.NoContent();
    }

    public static async Task<IResult> PostPresence(HttpContext http, DeskPresence presence, IAntiforgery antiforgery)
    {
        var user = DeskUser.From(http.User);
        var said = Enum.TryParse<AdvisorState>(Field(http, "state"), out var state) && Enum.IsDefined(state) ? state : AdvisorState.Available;
        await presence.SetAsync(user.Id, said, CancellationToken.None).ConfigureAwait(false);
        return DeskResults.IsFragmentRequest(http)
            ? DeskResults.Show<PresenceSwitch>(StatusCodes.Status200OK, (nameof(PresenceSwitch.Frame), Frame(http, user, presence, antiforgery)))
            : TypedResults.Redirect(DeskPaths.Page(http));
    }

    internal static DeskFrame Frame(HttpContext http, DeskUser user, DeskPresence presence, IAntiforgery antiforgery) =>
        new(DeskPaths.Base(http), Token(http, antiforgery), user, presence.StateOf(user.Id));

    internal static FormToken Token(HttpContext http, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return new FormToken(tokens.FormFieldName, tokens.RequestToken ?? "");
    }

    /// <summary>A field of a form that was read by the filter; empty when it is absent.</summary>
    internal static string Field(HttpContext http, string name) => http.Request.Form[name].ToString();

    private static async Task<IResult> AnswerAsync(
        HttpContext http, DeskReader reader, IAntiforgery antiforgery, DeskOutcome outcome, CancellationToken cancellationToken) =>
        DeskResults.IsFragmentRequest(http)
            ? await PanelAsync(http, reader, antiforgery, Field(http, "c"), outcome, isCommand: true, cancellationToken).ConfigureAwait(false)
            : TypedResults.Redirect(DeskPaths.Page(http, Field(http, "c"), DeskNotices.From(outcome)));

    private static async Task<IResult> PanelAsync(
        HttpContext http, DeskReader reader, IAntiforgery antiforgery, string conversationId, DeskOutcome outcome, bool isCommand, CancellationToken cancellationToken)
    {
        var user = DeskUser.From(http.User);
        var conversation = await reader.ReadConversationAsync(conversationId, user, cancellationToken).ConfigureAwait(false);
        if (conversation is null)
            outcome = DeskOutcome.UnknownConversation;
        return DeskResults.Show<ConversationPanel>(
            DeskNotices.Status(outcome),
            (nameof(ConversationPanel.Conversation), conversation),
            (nameof(ConversationPanel.Token), Token(http, antiforgery)),
            (nameof(ConversationPanel.WithNotice), isCommand || conversation is null),
            (nameof(ConversationPanel.Verdict), outcome is DeskOutcome.Forbidden or DeskOutcome.Doubtful
                ? http.RequestServices.GetRequiredService<IDeskKnowledge>().Check(Field(http, "text"))
                : null),
            (nameof(ConversationPanel.Notice), DeskNotices.From(outcome) is { } notice ? DeskNotices.Text(notice) : null));
    }

    private static DeskNotice? ParseNotice(string? notice) =>
        KnownNotices.Contains(notice) && Enum.TryParse<DeskNotice>(notice, out var known) ? known : null;
}

/// <summary>A command's form and who sent it.</summary>
internal readonly record struct DeskForm(HttpContext Http)
{
    public DeskUser User => DeskUser.From(Http.User);

    public string Conversation => this["c"];

    /// <summary>Made by the browser, so that a repetition is known.</summary>
    public string ClientId => this["clientId"];

    public string this[string name] => ConversationEndpoints.Field(Http, name);
}
