namespace MagBot.Search.Analysis;

// Numbers: decimal comma, Dutch thousands, clock times, and the unit glued to them or standing behind them.
internal sealed partial class WordTokenizer
{
    private void ReadNumber()
    {
        var start = _at;
        var separators = ReadDigits();
        var end = _at;
        if (separators == 0 && IsWordChar(_at))
        {
            ReadMixed(start, end);
            return;
        }

        EmitNumber(start, end, separators);
        ReadUnitBehind();
    }

    private int ReadDigits()
    {
        var separators = 0;
        while (true)
        {
            while (char.IsAsciiDigit(Peek(_at)))
                _at++;
            if (Peek(_at) is not ('.' or ',' or ':') || !char.IsAsciiDigit(Peek(_at + 1)))
                return separators;
            separators++;
            _at++;
        }
    }

    // "400mg" is a number with its unit; "5htp", "3d" and "2e" are words.
    private void ReadMixed(int start, int numberEnd)
    {
        SkipWordChars();
        var unit = Units.FindAfterNumber(_buffer.Slice(numberEnd, _at - numberEnd));
        if (unit is null)
        {
            Emit(start, _at - start, TokenKind.Word);
            return;
        }

        Emit(start, numberEnd - start, TokenKind.Number);
        EmitForm(unit, numberEnd, _at, TokenKind.Unit);
    }

    private void EmitNumber(int start, int end, int separators)
    {
        if (separators == 0)
        {
            Emit(start, end - start, TokenKind.Number);
            return;
        }

        var isThousands = IsThousands(start, end);
        Span<char> form = stackalloc char[MaxTermLength];
        var length = 0;
        for (var i = start; i < end && length < form.Length; i++)
        {
            var c = _buffer[i];
            if (char.IsAsciiDigit(c))
                form[length++] = c;
            else if (!isThousands)
                form[length++] = c == ':' ? ':' : ',';
        }

        Add(_buffer.AppendForm(form[..length]), length, _buffer.SourceStart(start), _buffer.SourceEnd(end - 1), _position++, TokenKind.Number);
    }

    // 1.000 or 12.345.678: full stops before groups of three.
    private bool IsThousands(int start, int end)
    {
        var firstStop = start;
        while (firstStop < end && _buffer[firstStop] != '.')
            firstStop++;
        if (firstStop == end || firstStop - start > 3 || (end - firstStop) % 4 != 0)
            return false;
        for (var i = firstStop; i < end; i++)
        {
            if ((_buffer[i] == '.') != ((i - firstStop) % 4 == 0) || _buffer[i] is ',' or ':')
                return false;
        }

        return true;
    }

    private void ReadUnitBehind()
    {
        var start = _at;
        if (Peek(start) is ' ' or '\u00A0')
            start++;
        if (Peek(start) == '%')
        {
            EmitForm("procent", start, start + 1, TokenKind.Unit);
            _at = start + 1;
            return;
        }

        if (Peek(start) == '°')
        {
            ReadDegrees(start);
            return;
        }

        var end = start;
        while (IsWordChar(end))
            end++;
        var unit = Units.FindAfterNumber(_buffer.Slice(start, end - start));
        if (unit is null || Peek(end) is '\'' or '-')
            return;
        EmitForm(unit, start, end, TokenKind.Unit);
        _at = end;
    }

    private void ReadDegrees(int start)
    {
        var end = start + 1;
        var scale = Peek(end) == ' ' ? end + 1 : end;
        if (Peek(scale) is 'c' or 'f' && !IsWordChar(scale + 1))
            end = scale + 1;
        EmitForm("graden", start, end, TokenKind.Unit);
        _at = end;
    }
}
