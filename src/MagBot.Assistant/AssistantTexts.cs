namespace MagBot.Assistant;

/// <summary>The keys of texts.yaml that the assistant says; a knowledge folder without one of them has a fault.</summary>
public static class AssistantTexts
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Required { get; } =
    [
        "greeting", "greeting-privacy", "greeting-suggestions",
        "decline", "decline-second", "clarify", "clarify-none", "clarify-none-answer",
        "sources-heading", "evidence-heading", "evidence-guideline", "evidence-systematic-review", "evidence-trial", "evidence-observational",
        "evidence-mechanism", "evidence-traditional", "evidence-shop",
        "more-explanation", "more-heading", "more-nothing", "advisor-button",
        "products", "product-button", "safety-accompany", "own-case-no-dose",
        "handoff-consent", "handoff-consent-yes", "handoff-consent-no", "handoff-consent-given", "handoff-consent-declined",
        "handoff-waiting", "handoff-accepted", "handoff-closed", "handoff-cancelled", "handoff-cancel-button", "handoff-unavailable", "handoff-already",
        "handoff-waiting-position", "handoff-expected-wait", "handoff-stepped-in", "handoff-closed-reopen", "handoff-returned", "handoff-transferred",
        "handoff-requeued", "handoff-waiting-long", "handoff-closed-meanwhile", "handoff-expired", "handoff-blocked", "handoff-leave-details-button",
        "handoff-keep-waiting-button", "handoff-keep-waiting", "handoff-cancelled-contact", "handoff-reopened", "handoff-reopened-waiting",
        "handoff-to-assistant-button", "handoff-to-assistant", "opens-unknown", "opens-today", "opens-tomorrow", "opens-at",
        "contact-best-time", "contact-best-times", "contact-summary-phone", "contact-done-waiting", "mail-contact-subject", "mail-contact-text",
        "mail-transcript-subject", "mail-transcript-text", "mail-transcript-customer", "mail-transcript-bot", "transcript-offer", "transcript-yes",
        "transcript-no", "transcript-sent", "transcript-not-sent", "transcript-button", "transcript-address", "transcript-address-retry",
        "rating-ask", "rating-buttons", "rating-remark-ask", "rating-remark-no", "rating-remark-thanks", "rating-thanks",
        "contact-start", "contact-name", "contact-name-retry", "contact-address", "contact-address-retry", "contact-question", "contact-question-ask",
        "contact-question-yes", "contact-question-no", "contact-summary", "contact-summary-yes", "contact-summary-no", "contact-done",
        "dialog-yes-no-retry", "dialog-gave-up", "dialog-stopped", "dialog-stop-words",
        "privacy-delete-confirm", "privacy-delete-yes", "privacy-delete-no", "privacy-deleted", "privacy-delete-kept",
        "privacy-export-overview", "privacy-export-overview-contact",
        "too-long", "empty-message", "unsupported-attachment", "error-apology",
    ];
}
