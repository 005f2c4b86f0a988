namespace MagBot.Assistant;

/// <summary>The keys of texts.yaml that the assistant says; a knowledge folder without one of them has a fault.</summary>
public static class AssistantTexts
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Required { get; } =
    [
        "greeting", "greeting-privacy", "greeting-group", "greeting-suggestions",
        "decline", "decline-second", "passage-lead", "clarify", "clarify-perhaps", "clarify-others", "clarify-otherwise", "clarify-none", "clarify-none-answer",
        "sources-heading", "evidence-heading", "evidence-guideline", "evidence-systematic-review", "evidence-trial", "evidence-observational",
        "evidence-mechanism", "evidence-traditional", "evidence-shop",
        "more-explanation", "more-heading", "more-nothing", "advisor-button",
        "products", "product-button", "safety-accompany", "own-case-no-dose",
        "handoff-consent", "handoff-consent-yes", "handoff-consent-no", "handoff-consent-given", "handoff-consent-declined",
        "handoff-waiting", "handoff-accepted", "handoff-closed", "handoff-cancelled", "handoff-cancel-button", "handoff-unavailable", "handoff-already",
        "handoff-waiting-position", "handoff-expected-wait", "handoff-stepped-in", "handoff-closed-reopen", "handoff-returned", "handoff-transferred",
        "handoff-requeued", "handoff-waiting-long", "handoff-closed-meanwhile", "handoff-expired", "handoff-erased", "handoff-blocked", "handoff-leave-details-button",
        "handoff-keep-waiting-button", "handoff-keep-waiting", "handoff-cancelled-contact", "handoff-reopened", "handoff-reopened-waiting",
        "handoff-to-assistant-button", "handoff-to-assistant", "opens-unknown", "opens-today", "opens-tomorrow", "opens-at",
        "contact-best-time", "contact-best-times", "contact-summary-phone", "contact-done-waiting", "mail-contact-subject", "mail-contact-text",
        "mail-transcript-subject", "mail-transcript-text", "mail-transcript-customer", "mail-transcript-bot", "transcript-offer", "transcript-yes",
        "transcript-no", "transcript-sent", "transcript-not-sent", "transcript-button", "transcript-address", "transcript-address-retry",
        "rating-ask", "rating-buttons", "rating-remark-ask", "rating-remark-no", "rating-remark-thanks", "rating-thanks",
        "contact-start", "contact-name", "contact-name-retry", "contact-address", "contact-address-retry", "contact-question", "contact-question-ask",
        "contact-question-yes", "contact-question-no", "contact-summary", "contact-summary-yes", "contact-summary-no", "contact-done",
        "dialog-yes-no-retry", "dialog-gave-up", "dialog-stopped", "dialog-stop-words",
        "dialog-back-words", "dialog-restart-words", "dialog-help-words", "dialog-question-words", "dialog-no-way-back", "dialog-restarted",
        "dialog-help", "dialog-dropped", "dialog-resume", "dialog-aside-offer", "dialog-aside-yes", "dialog-aside-no", "dialog-aside-left",
        "guide-menu-button", "guide-summary-yes", "guide-summary-no", "guide-change", "guide-change-retry", "guide-dont-mind-words",
        .. GuideTexts("vormen", "result", "result-none", "result-limits"),
        .. GuideQuestions("vormen", "kind", "stomach", "price"),
        .. GuideTexts(
            "etiket", "form", "form-retry", "form-label", "result-whole", "result-elemental", "result-day", "result-glycine", "result-above",
            "result-below", "result-articles", "result-bath", "result-limits"),
        .. GuideQuestions("etiket", "amount", "kind", "portions"),
        .. GuideTexts(
            "avond", "result", "item-coffee", "item-bath", "item-screens", "item-intake", "item-bed", "result-bath", "result-intake",
            "result-medicine", "result-medicine-general", "result-own", "result-limits"),
        .. GuideQuestions("avond", "bedtime", "bath", "intake"),
        .. GuideTexts("voeding", "more", "more-retry", "more-choices", "result", "result-line", "result-300", "result-350", "result-both", "result-limits"),
        .. GuideQuestions("voeding", "eaten", "who"),
        .. GuideTexts(
            "signalen", "signs", "signs-retry", "signs-none", "signs-label", "summary-none", "result", "result-none", "result-doctor",
            "result-doctor-now", "result-food"),
        .. GuideQuestions("signalen", "since"),
        .. GuideTexts("advies", "result"),
        .. GuideQuestions("advies", "topic", "question", "share"),
        "privacy-delete-confirm", "privacy-delete-yes", "privacy-delete-no", "privacy-deleted", "privacy-delete-kept",
        "privacy-export-overview", "privacy-export-overview-contact",
        "too-long", "empty-message", "unsupported-attachment", "error-apology", "repeated-question", "ai-reminder", "ai-reminder-every",
        "outgoing-withheld", "watch-alarm", "watch-own", "watch-general",
    ];

    // Every guided dialog has these, and texts of its own.
    private static IEnumerable<string> GuideTexts(string guide, params string[] own) =>
        own.Concat(["button", "intro", "summary"]).Select(key => $"guide-{guide}-{key}");

    private static IEnumerable<string> GuideQuestions(string guide, params string[] questions) =>
        questions.SelectMany(question => new[] { question, question + "-retry", question + "-label" }).Select(key => $"guide-{guide}-{key}");
}
