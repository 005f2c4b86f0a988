namespace MagBot.Search.Analysis;

/// <summary>
/// The text on its way to the tokenizer, with for every character where it came from. Reused from text to text; not thread-safe.
/// Forms that are not a slice of the text ("lthreonaat" for "l-threonaat") are written behind it.
/// </summary>
internal sealed class TextBuffer
{
    private char[] _chars = new char[1024];
    private int[] _starts = new int[1024];
    private int[] _ends = new int[1024];
    private int _used;

    /// <summary>Length of the text itself, without the forms written behind it.</summary>
    public int Length { get; private set; }

    public char this[int index] => _chars[index];

    public Span<char> Text => _chars.AsSpan(0, Length);

    public void Clear() => Length = _used = 0;

    public ReadOnlySpan<char> Slice(in TokenSlice token) => _chars.AsSpan(token.At, token.Length);

    public ReadOnlySpan<char> Slice(int start, int length) => _chars.AsSpan(start, length);

    public int SourceStart(int index) => _starts[index];

    public int SourceEnd(int index) => _ends[index];

    public void Append(char c, int sourceStart, int sourceEnd)
    {
        EnsureRoom(1);
        _chars[Length] = c;
        _starts[Length] = sourceStart;
        _ends[Length] = sourceEnd;
        _used = ++Length;
    }

    /// <summary>A mark that was folded away still belongs to the character before it.</summary>
    public void ExtendLast(int sourceEnd)
    {
        if (Length > 0)
            _ends[Length - 1] = sourceEnd;
    }

    /// <summary>Writes a form behind the text and returns where it stands.</summary>
    public int AppendForm(ReadOnlySpan<char> form)
    {
        EnsureRoom(form.Length);
        form.CopyTo(_chars.AsSpan(_used));
        _used += form.Length;
        return _used - form.Length;
    }

    /// <summary>Adds to the form that was appended last.</summary>
    public void AppendToForm(int start, int length) => AppendForm(_chars.AsSpan(start, length));

    public int FormEnd => _used;

    private void EnsureRoom(int count)
    {
        if (_used + count <= _chars.Length)
            return;
        var size = Math.Max(_chars.Length * 2, _used + count);
        Array.Resize(ref _chars, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
    }
}
