using MagBot.Knowledge;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Routing;

/// <summary>Texts of buttons and questions that name exactly one answer, so that a pressed button needs no search. Immutable.</summary>
internal sealed class ButtonMap
{
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.OrdinalIgnoreCase);

    public ButtonMap(KnowledgeBase knowledge)
    {
        foreach (var answer in knowledge.Answers)
        {
            _answers.TryAdd(Key(answer.Question), answer);
            _answers.TryAdd(Key(answer.ButtonText), answer);
        }
    }

    /// <summary>The answer whose question or button this is, or null.</summary>
    public Answer? Find(string text) => _answers.GetValueOrDefault(Key(text));

    private static string Key(string text) => text.Trim().TrimEnd('?', '.', '!').TrimEnd();
}
