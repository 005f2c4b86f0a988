namespace MagBot.Search.Analysis.Stemming;

// One run of Porter's Dutch rules over one word. Upper-case I and Y mark letters that act as consonants.
internal ref struct PorterRules(StemBuffer word)
{
    private StemBuffer _word = word;
    private int _p1;
    private int _p2;
    private bool _foundE;

    public int Run()
    {
        DropAccents();
        MarkConsonants();
        MarkRegions();
        RemoveInflection();
        RemoveEndingE();
        RemoveHeid();
        RemoveDerivation();
        UndoubleVowel();
        UnmarkConsonants();
        return _word.Length;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'è';

    private readonly bool R1(int cursor) => _p1 <= cursor;

    private readonly bool R2(int cursor) => _p2 <= cursor;

    private readonly bool ConsonantBefore(int cursor) => cursor > 0 && !IsVowel(_word[cursor - 1]);

    private void DropAccents()
    {
        for (var i = 0; i < _word.Length; i++)
        {
            _word[i] = _word[i] switch
            {
                'ä' or 'á' => 'a',
                'ë' or 'é' => 'e',
                'ï' or 'í' => 'i',
                'ö' or 'ó' => 'o',
                'ü' or 'ú' => 'u',
                var other => other,
            };
        }
    }

    private void MarkConsonants()
    {
        if (_word.Length > 0 && _word[0] == 'y')
            _word[0] = 'Y';

        for (var i = 0; i < _word.Length; i++)
        {
            if (!IsVowel(_word[i]) || i + 1 >= _word.Length)
                continue;
            if (_word[i + 1] == 'y')
            {
                _word[++i] = 'Y';
            }
            else if (_word[i + 1] == 'i')
            {
                i++;
                if (i + 1 < _word.Length && IsVowel(_word[i + 1]))
                    _word[i] = 'I';
            }
        }
    }

    private void UnmarkConsonants()
    {
        for (var i = 0; i < _word.Length; i++)
        {
            if (_word[i] is 'I' or 'Y')
                _word[i] = _word[i] == 'I' ? 'i' : 'y';
        }
    }

    private void MarkRegions()
    {
        _p1 = _p2 = _word.Length;
        if (_word.Length < 3)
            return;
        var afterFirst = PastVowelAndConsonant(0);
        if (afterFirst < 0)
            return;
        _p1 = Math.Max(afterFirst, 3);
        var afterSecond = PastVowelAndConsonant(afterFirst);
        if (afterSecond >= 0)
            _p2 = afterSecond;
    }

    private readonly int PastVowelAndConsonant(int from)
    {
        var i = from;
        while (i < _word.Length && !IsVowel(_word[i]))
            i++;
        while (i < _word.Length && IsVowel(_word[i]))
            i++;
        return i < _word.Length ? i + 1 : -1;
    }

    private void RemoveInflection()
    {
        var length = _word.Length;
        if (_word.EndsWith("heden"))
        {
            if (R1(length - 5))
                _word.ReplaceFrom(length - 5, "heid");
        }
        else if (_word.EndsWith("ene"))
        {
            RemoveEn(length - 3);
        }
        else if (_word.EndsWith("en"))
        {
            RemoveEn(length - 2);
        }
        else if (_word.EndsWith("se"))
        {
            RemoveS(length - 2);
        }
        else if (_word.EndsWith("s"))
        {
            RemoveS(length - 1);
        }
    }

    private void RemoveS(int start)
    {
        if (R1(start) && ConsonantBefore(start) && _word[start - 1] != 'j')
            _word.Truncate(start);
    }

    private void RemoveEn(int start)
    {
        if (!R1(start) || !ConsonantBefore(start) || _word.EndsWith("gem", start))
            return;
        _word.Truncate(start);
        Undouble();
    }

    private void RemoveEndingE()
    {
        _foundE = false;
        var start = _word.Length - 1;
        if (!_word.EndsWith("e") || !R1(start) || !ConsonantBefore(start))
            return;
        _word.Truncate(start);
        _foundE = true;
        Undouble();
    }

    private void RemoveHeid()
    {
        var start = _word.Length - 4;
        if (!_word.EndsWith("heid") || !R2(start) || _word.EndsWith("c", start))
            return;
        _word.Truncate(start);
        if (_word.EndsWith("en"))
            RemoveEn(start - 2);
    }

    private void RemoveDerivation()
    {
        if (_word.EndsWith("lijk"))
        {
            if (TryRemove(4))
                RemoveEndingE();
        }
        else if (_word.EndsWith("baar"))
        {
            TryRemove(4);
        }
        else if (_word.EndsWith("end") || _word.EndsWith("ing"))
        {
            if (TryRemove(3) && !TryRemoveIg())
                Undouble();
        }
        else if (_word.EndsWith("bar"))
        {
            if (_foundE)
                TryRemove(3);
        }
        else
        {
            TryRemoveIg();
        }
    }

    private bool TryRemove(int count)
    {
        var start = _word.Length - count;
        if (!R2(start))
            return false;
        _word.Truncate(start);
        return true;
    }

    private bool TryRemoveIg()
    {
        var start = _word.Length - 2;
        if (!_word.EndsWith("ig") || _word.EndsWith("e", start))
            return false;
        return TryRemove(2);
    }

    private void Undouble()
    {
        if (_word.EndsWith("kk") || _word.EndsWith("dd") || _word.EndsWith("tt"))
            _word.Truncate(_word.Length - 1);
    }

    // "maan" and "manen" meet: a doubled vowel between consonants becomes single.
    private void UndoubleVowel()
    {
        var last = _word.Length - 1;
        if (last < 3 || IsVowel(_word[last]) || _word[last] == 'I')
            return;
        var vowel = _word[last - 1];
        if (vowel is 'a' or 'e' or 'o' or 'u' && vowel == _word[last - 2] && !IsVowel(_word[last - 3]))
            _word.Remove(last - 1, 1);
    }
}
