using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace MagBot.Dialogs.Conversations;

/// <summary>
/// The named properties that bot and dialogs keep for one conversation. Loaded once a turn and written only when something
/// changed. Not thread safe: a turn has it alone.
/// </summary>
public sealed class ConversationState
{
    private readonly JsonObject _root;
    private readonly string _loaded;

    /// <param name="json">A JSON object as <see cref="ToJson"/> wrote it. Anything else begins an empty state rather than strand the conversation.</param>
    public ConversationState(string json)
    {
        _root = Read(json);
        _loaded = json;
    }

    /// <summary>The property, or null when it is absent or of a shape that this version does not know.</summary>
    public T? Find<T>(string name, JsonTypeInfo<T> contract)
        where T : class
    {
        try
        {
            return _root[name] is { } node ? node.Deserialize(contract) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Sets the property, or removes it when <paramref name="value"/> is null.</summary>
    public void Set<T>(string name, T? value, JsonTypeInfo<T> contract)
        where T : class
    {
        if (value is null)
            _root.Remove(name);
        else
            _root[name] = JsonSerializer.SerializeToNode(value, contract);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _root.Clear();

    /// <summary>The state as one JSON object; the same text that was loaded when nothing changed.</summary>
    public string ToJson()
    {
        var json = _root.ToJsonString();
        return json == _loaded ? _loaded : json;
    }

    private static JsonObject Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
