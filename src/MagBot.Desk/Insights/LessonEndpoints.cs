using System.Text;
using MagBot.Desk.Accounts;
using MagBot.Desk.Http;
using MagBot.Desk.Knowledge;
using MagBot.Desk.Live;
using MagBot.Desk.Pages;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MagBot.Desk.Insights;

/// <summary>Questions without a good answer: what leads decide about them, and the patch that comes of it.</summary>
internal static class LessonEndpoints
{
    private const int Term = 90;
    private const int LongestQuestion = 200;

    public static async Task<IResult> GetPage(
        HttpContext http, DeskInsights insights, ILessonStore lessons, IDeskKnowledge knowledge, DeskPresence presence, IAntiforgery antiforgery, string? told,
        CancellationToken cancellationToken)
    {
        var decisions = await lessons.ListAsync(cancellationToken).ConfigureAwait(false);
        return DeskResults.Show<LessonsPage>(
            StatusCodes.Status200OK,
            (nameof(LessonsPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
            (nameof(LessonsPage.Lessons), (await insights.ReadAsync(Term, cancellationToken).ConfigureAwait(false)).Lessons),
            (nameof(LessonsPage.Decisions), (IReadOnlyList<LessonDecision>)[.. decisions.Reverse()]),
            (nameof(LessonsPage.Knowledge), knowledge),
            (nameof(LessonsPage.Notice), told switch
            {
                "variant" => DeskTexts.LessonToldVariant,
                "new" => DeskTexts.LessonToldNew,
                "dismissed" => DeskTexts.LessonToldDismissed,
                "undone" => DeskTexts.LessonToldUndone,
                "refused" => DeskTexts.LessonToldRefused,
                _ => null,
            }));
    }

    /// <summary>"Hoort bij dit antwoord".</summary>
    public static Task<IResult> PostVariant(HttpContext http, ILessonStore lessons, IDeskKnowledge knowledge, TimeProvider time) =>
        DecideAsync(http, lessons, knowledge, time, LessonKind.Variant);

    /// <summary>"Nieuw antwoord".</summary>
    public static Task<IResult> PostNew(HttpContext http, ILessonStore lessons, IDeskKnowledge knowledge, TimeProvider time) =>
        DecideAsync(http, lessons, knowledge, time, LessonKind.New);

    /// <summary>"Niet nodig".</summary>
    public static Task<IResult> PostDismiss(HttpContext http, ILessonStore lessons, IDeskKnowledge knowledge, TimeProvider time) =>
        DecideAsync(http, lessons, knowledge, time, LessonKind.Dismissed);

    public static async Task<IResult> PostUndo(HttpContext http, ILessonStore lessons)
    {
        await lessons.RemoveAsync(ConversationEndpoints.Field(http, "id"), CancellationToken.None).ConfigureAwait(false);
        return DeskResults.Told(http, "lessons", "undone");
    }

    /// <summary>All decisions that the knowledge does not hold yet, as one unified diff for <c>git apply</c>.</summary>
    public static async Task<FileContentHttpResult> GetPatch(ILessonStore lessons, IDeskKnowledge knowledge, CancellationToken cancellationToken)
    {
        var patch = knowledge.Patch(await lessons.ListAsync(cancellationToken).ConfigureAwait(false));
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(patch), "text/x-diff; charset=utf-8", "magbot-kennis.patch");
    }

    private static async Task<IResult> DecideAsync(HttpContext http, ILessonStore lessons, IDeskKnowledge knowledge, TimeProvider time, LessonKind kind)
    {
        var question = string.Join(' ', ConversationEndpoints.Field(http, "question").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var asked = Likeness.Anonymous(ConversationEndpoints.Field(http, "asked"));
        var answer = kind is LessonKind.Variant ? knowledge.Find(ConversationEndpoints.Field(http, "answer")) : null;
        if (asked.Length == 0 || question.Length is 0 or > LongestQuestion || (kind is LessonKind.Variant && answer is null))
            return DeskResults.Told(http, "lessons", "refused");
        var decision = new LessonDecision(Guid.NewGuid().ToString("N"), asked, question, kind, answer?.Id, DeskUser.From(http.User).Id, time.GetUtcNow());
        await lessons.AddAsync(decision, CancellationToken.None).ConfigureAwait(false);
        return DeskResults.Told(http, "lessons", kind switch { LessonKind.Variant => "variant", LessonKind.New => "new", _ => "dismissed" });
    }
}
