using MagBot.Assistant.Handover;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge;

namespace MagBot.Assistant.Guides;

/// <summary>The guided dialogs, and the ways into them.</summary>
internal static class GuideSet
{
    /// <summary>What an intent's action begins with when it starts a guide; the guide's name follows.</summary>
    public const string ActionPrefix = "guide-";

    /// <summary>Their names, in the order of the menu.</summary>
    public static IReadOnlyList<string> Names { get; } = ["etiket", "vormen", "avond", "voeding", "signalen", "advies"];

    /// <summary>Adds all of them.</summary>
    public static void AddTo(DialogSet dialogs, Func<TurnContext, Speaker> speak, HandoverFlow handover) => dialogs
        .Add(new LabelGuide(speak))
        .Add(new FormsGuide(speak))
        .Add(new EveningGuide(speak))
        .Add(new FoodGuide(speak))
        .Add(new SignsGuide(speak))
        .Add(new AdviceGuide(speak, handover));

    /// <summary>The guide whose button this is, or null.</summary>
    public static string? FindByButton(KnowledgeBase knowledge, string text) =>
        Names.FirstOrDefault(name => string.Equals(knowledge.Texts.Get($"guide-{name}-button"), text.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The guide that an intent's action starts, or null.</summary>
    public static string? FindByAction(string? action) => action is not null && action.StartsWith(ActionPrefix, StringComparison.Ordinal)
        && Names.Contains(action[ActionPrefix.Length..])
            ? action[ActionPrefix.Length..]
            : null;

    /// <summary>The guide that a dialog on the stack is, or null.</summary>
    public static string? FindByDialog(string? dialogId) => FindByAction(dialogId);

    /// <summary>Button of the guide that goes with answers on a topic; null when none does.</summary>
    public static string? FindOffer(KnowledgeBase knowledge, string topic) =>
        knowledge.Guides.OffersByTopic.GetValueOrDefault(topic) is { } name && Names.Contains(name) ? knowledge.Texts.Get($"guide-{name}-button") : null;
}
