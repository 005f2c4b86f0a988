namespace MagBot.Search.Analysis;

/// <summary>
/// Cuts folded, lowered text into words. Knows what Dutch does inside a word: "'s avonds", "zo'n", "foto's", "l-threonaat",
/// "a.u.b.", "400mg", "38-40 °C", "2,5". Not thread-safe: one instance per thread.
/// </summary>
internal sealed partial class WordTokenizer
{
    /// <summary>Longer words are cut here for the index; the offsets still cover the whole word.</summary>
    public const int MaxTermLength = 64;

    private const int MaxJoinedLength = 40;

    private readonly List<TokenSlice> _tokens = [];
    private TextBuffer _buffer = new();
    private int _at;
    private int _position;

    /// <summary>The tokens of the buffer; the list is reused by the next call.</summary>
    public List<TokenSlice> Tokenize(TextBuffer buffer)
    {
        _buffer = buffer;
        _tokens.Clear();
        _at = _position = 0;
        var end = buffer.Length;
        while (_at < end)
        {
            var c = buffer[_at];
            if (char.IsAsciiDigit(c))
                ReadNumber();
            else if (char.IsLetterOrDigit(c))
                ReadWord();
            else if (c == '\'' && IsClitic(_at))
                ReadClitic();
            else
                _at++;
        }

        return _tokens;
    }

    private char Peek(int index) => (uint)index < (uint)_buffer.Length ? _buffer[index] : '\0';

    private bool IsWordChar(int index) => (uint)index < (uint)_buffer.Length && char.IsLetterOrDigit(_buffer[index]);

    // 's avonds, 't, 'n, 'k, 'm: an apostrophe and one letter that stand alone.
    private bool IsClitic(int at) => Peek(at + 1) is 's' or 't' or 'n' or 'k' or 'm' && !IsWordChar(at + 2) && !IsWordChar(at - 1);

    private void ReadClitic()
    {
        Emit(_at, 2, TokenKind.Word);
        _at += 2;
    }

    private void ReadWord()
    {
        var first = _tokens.Count;
        ReadWordPart();
        if (TryReadAbbreviation(first))
            return;
        while (Peek(_at) == '-' && IsWordChar(_at + 1))
        {
            _at++;
            ReadWordPart();
        }

        if (_tokens.Count - first > 1)
            EmitJoined(first);
    }

    private void ReadWordPart()
    {
        var start = _at;
        SkipWordChars();
        var end = _at;
        if (Peek(_at) == '\'' && IsWordChar(_at + 1))
            end = ReadApostrophe(start, end);
        var unit = Units.FindAnywhere(_buffer.Slice(start, end - start));
        if (unit is not null)
            EmitForm(unit, start, end, TokenKind.Word);
        else if (end > start)
            Emit(start, end - start, TokenKind.Word);
    }

    private void SkipWordChars()
    {
        while (IsWordChar(_at))
            _at++;
    }

    /// <summary>Reads what follows an apostrophe inside a word and returns where the word itself ends.</summary>
    private int ReadApostrophe(int start, int end)
    {
        var tail = _at + 1;
        _at = tail;
        SkipWordChars();
        var ending = _buffer.Slice(tail, _at - tail);
        if (end - start <= 2 && ending is "n" or "r")
            return _at; // zo'n, m'n, z'n, d'r: little words of their own, known to the stop list as they are
        if (ending is "s" or "en" or "er" or "je" or "jes" or "tje" or "tjes" or "t" or "ers")
            return end; // foto's, sms'en, baby'tje: an ending
        if (end - start > 2)
        {
            _at = end + 1; // rock'n: leave the rest to be a word of its own
            return end;
        }

        var at = _buffer.FormEnd; // l'oreal, d'hondt: one word
        _buffer.AppendToForm(start, end - start);
        _buffer.AppendToForm(tail, _at - tail);
        Add(at, _buffer.FormEnd - at, _buffer.SourceStart(start), _buffer.SourceEnd(_at - 1), _position++, TokenKind.Word);
        return start;
    }

    // a.u.b., d.w.z.: single letters with full stops between them are one word.
    private bool TryReadAbbreviation(int first)
    {
        if (_tokens.Count - first != 1 || _tokens[first].Length != 1 || Peek(_at) != '.' || !IsSingleLetter(_at + 1))
            return false;
        var token = _tokens[first];
        var at = _buffer.AppendForm(_buffer.Slice(token));
        while (Peek(_at) == '.' && IsSingleLetter(_at + 1))
        {
            _buffer.AppendToForm(_at + 1, 1);
            _at += 2;
        }

        _tokens[first] = token with { At = at, Length = Math.Min(_buffer.FormEnd - at, MaxTermLength), SourceEnd = _buffer.SourceEnd(_at - 1) };
        return true;
    }

    private bool IsSingleLetter(int at) => IsWordChar(at) && !IsWordChar(at + 1);

    private void EmitJoined(int first)
    {
        var length = 0;
        for (var i = first; i < _tokens.Count; i++)
            length += _tokens[i].Length;
        if (length > MaxJoinedLength)
            return;

        var at = _buffer.FormEnd;
        for (var i = first; i < _tokens.Count; i++)
            _buffer.AppendToForm(_tokens[i].At, _tokens[i].Length);
        Add(at, length, _tokens[first].SourceStart, _tokens[^1].SourceEnd, _tokens[first].Position, TokenKind.Joined);
    }

    private void Emit(int start, int length, TokenKind kind) =>
        Add(start, length, _buffer.SourceStart(start), _buffer.SourceEnd(start + length - 1), _position++, kind);

    private void EmitForm(string form, int start, int end, TokenKind kind) =>
        Add(_buffer.AppendForm(form), form.Length, _buffer.SourceStart(start), _buffer.SourceEnd(end - 1), _position++, kind);

    private void Add(int at, int length, int sourceStart, int sourceEnd, int position, TokenKind kind) =>
        _tokens.Add(new TokenSlice(at, Math.Min(length, MaxTermLength), sourceStart, sourceEnd, position, kind));
}
