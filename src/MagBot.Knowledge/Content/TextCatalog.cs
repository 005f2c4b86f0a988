using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MagBot.Knowledge.Content;

/// <summary>Every sentence of <c>knowledge/texts.yaml</c> by its key. Immutable.</summary>
public sealed class TextCatalog
{
    private readonly FrozenDictionary<string, TextEntry> _entries;

    internal TextCatalog(IEnumerable<TextEntry> entries)
    {
        _entries = entries.ToFrozenDictionary(entry => entry.Key, StringComparer.Ordinal);
    }

    /// <summary>All keys.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    internal IEnumerable<TextEntry> Entries => _entries.Values;

    /// <summary>Whether the key exists.</summary>
    public bool Contains(string key) => _entries.ContainsKey(key);

    /// <summary>The text with its placeholders filled in; of a list the first wording.</summary>
    /// <param name="key">A key of texts.yaml. Keys that code needs are asked for in <see cref="Loading.KnowledgeLoadOptions.RequiredTexts"/>, so that a missing one is a load fault.</param>
    /// <param name="arguments">Values for <c>{name}</c>; a placeholder without a value stays as it is.</param>
    /// <exception cref="KeyNotFoundException">The key does not exist.</exception>
    public string Get(string key, params ReadOnlySpan<(string Name, object? Value)> arguments) => GetInTurn(key, 0, arguments);

    /// <summary>As <see cref="Get"/>, taking the wordings of a list in turn.</summary>
    /// <param name="key">A key of texts.yaml.</param>
    /// <param name="turn">Counts how often the text was said; any number.</param>
    /// <param name="arguments">Values for <c>{name}</c>.</param>
    public string GetInTurn(string key, int turn, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        IReadOnlyList<string> wordings = GetList(key);
        return Fill(wordings[(int)((uint)turn % (uint)wordings.Count)], arguments);
    }

    /// <summary>All wordings under the key: at least one.</summary>
    /// <exception cref="KeyNotFoundException">The key does not exist.</exception>
    public IReadOnlyList<string> GetList(string key) => _entries.TryGetValue(key, out TextEntry? entry)
        ? entry.Wordings
        : throw new KeyNotFoundException($"texts.yaml has no key \"{key}\".");

    /// <summary>Fills <c>{name}</c> placeholders in any text.</summary>
    public static string Fill(string text, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        if (arguments.IsEmpty || !text.Contains('{', StringComparison.Ordinal)) return text;
        var filled = new StringBuilder(text);
        foreach ((string name, object? value) in arguments)
            filled.Replace("{" + name + "}", Convert.ToString(value, CultureInfo.GetCultureInfo("nl-NL")));
        return filled.ToString();
    }
}

/// <summary>One key with its wordings and the line of each.</summary>
internal sealed record TextEntry(string Key, IReadOnlyList<string> Wordings, IReadOnlyList<int> Lines);
