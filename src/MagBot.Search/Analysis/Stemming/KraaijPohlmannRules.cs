namespace MagBot.Search.Analysis.Stemming;

// One run of the Kraaij-Pohlmann rules over one word. The steps keep the names of the published algorithm;
// "start" is where the ending under consideration begins, and a rule that does not apply leaves the word alone.
internal ref partial struct KraaijPohlmannRules(StemBuffer word)
{
    private StemBuffer _word = word;
    private int _p1;
    private int _p2;

    public int Run()
    {
        Measure();
        var stemmed = Step1();
        stemmed |= Step2();
        stemmed |= Step3();
        stemmed |= Step4();
        if (TryLosePrefix())
        {
            stemmed = true;
            Step1C();
        }

        if (TryLoseInfix())
        {
            stemmed = true;
            Step1C();
        }

        stemmed |= Step7();
        if (stemmed)
            Step6();
        return _word.Length;
    }

    private static bool IsA(char c) => c is 'a' or 'ä' or 'á' or 'à' or 'â';

    private static bool IsE(char c) => c is 'e' or 'ë' or 'é' or 'è' or 'ê';

    private static bool IsAiou(char c) => IsA(c) || c is 'i' or 'ï' or 'í' or 'ì' or 'î' or 'o' or 'ö' or 'ó' or 'ò' or 'ô'
        or 'u' or 'ü' or 'ú' or 'ù' or 'û';

    private static bool IsAeiou(char c) => IsAiou(c) || IsE(c);

    private static bool IsVowel(char c) => IsAeiou(c) || c == 'y';

    private readonly bool R1(int cursor) => _p1 <= cursor;

    private readonly bool R2(int cursor) => _p2 <= cursor;

    private readonly bool VowelBefore(int cursor) => cursor > 0 && (IsVowel(_word[cursor - 1]) || _word.EndsWith("ij", cursor));

    private readonly bool ConsonantBefore(int cursor) => cursor > 0 && !IsVowel(_word[cursor - 1]) && !_word.EndsWith("ij", cursor);

    private void Measure()
    {
        _p1 = _p2 = _word.Length;
        var first = PastSyllable(0);
        if (first < 0)
            return;
        _p1 = first;
        var second = PastSyllable(first);
        if (second >= 0)
            _p2 = second;
    }

    private readonly int PastSyllable(int from)
    {
        var i = from;
        while (i < _word.Length && !IsVowel(_word[i]))
            i++;
        i = PastVowels(i);
        return i < _word.Length ? i + 1 : -1;
    }

    private readonly int PastVowels(int from)
    {
        var i = from;
        while (i < _word.Length)
        {
            if (_word.StartsWith("ij", i))
                i += 2;
            else if (IsVowel(_word[i]))
                i++;
            else
                break;
        }

        return i;
    }

    private bool TryLosePrefix()
    {
        if (!_word.StartsWith("ge", 0) || !LeavesAStem(2))
            return false;

        // Words in which "ge" belongs to the stem: geeft, geval, gevaar, gevaren. "gevalideerd" loses it after all.
        var valideren = _word.StartsWith("vali", 2);
        if (!valideren && (_word.StartsWith("eft", 2) || _word.StartsWith("val", 2) || _word.StartsWith("vaa", 2) || _word.StartsWith("vare", 2)))
            return false;

        _word.Remove(0, 2);
        DropTrema(valideren ? 4 : 0);
        Measure();
        return true;
    }

    private bool TryLoseInfix()
    {
        for (var i = 1; i + 2 <= _word.Length; i++)
        {
            if (!_word.StartsWith("ge", i))
                continue;
            if (!LeavesAStem(i + 2))
                return false;
            _word.Remove(i, 2);
            DropTrema(i);
            Measure();
            return true;
        }

        return false;
    }

    private readonly bool LeavesAStem(int from)
    {
        if (_word.Length - from < 3)
            return false;
        var i = from;
        while (i < _word.Length && !IsVowel(_word[i]))
            i++;
        return i < _word.Length && PastVowels(i) < _word.Length;
    }

    private void DropTrema(int at)
    {
        if (at < _word.Length && _word[at] is 'ë' or 'ï')
            _word[at] = _word[at] == 'ë' ? 'e' : 'i';
    }

    // After an ending is gone the vowel of a closed syllable is written double again: "man(en)" becomes "maan".
    private void LengthenVowel()
    {
        var last = _word.Length - 1;
        if (last < 1 || IsVowel(_word[last]) || _word[last] is 'w' or 'x')
            return;

        if (_word.EndsWith("eë", last))
            _word.Insert(last, 'e');
        else if (_word.EndsWith("ië", last))
            LengthenIe(last);
        else if (IsA(_word[last - 1]) || _word[last - 1] is 'o' or 'ö' or 'ó' or 'ò' or 'ô' or 'u' or 'ü' or 'ú' or 'ù' or 'û')
            DoubleVowel(last - 1, last < 2 || !IsAeiou(_word[last - 2]));
        else if (_word[last - 1] is 'e' or 'é' or 'è' or 'ê')
            DoubleVowel(last - 1, IsLongE(last - 1));
    }

    private void LengthenIe(int last)
    {
        _word[last - 1] = 'e';
        _word.Insert(last, 'e');
    }

    private void DoubleVowel(int at, bool mayDouble)
    {
        if (mayDouble)
            _word.Insert(at, _word[at]);
    }

    private readonly bool IsLongE(int at)
    {
        var i = at;
        if (i > 0)
        {
            if (IsAeiou(_word[i - 1]))
                return false;
            i--;
        }

        if (i > 0 && (IsAiou(_word[i - 1]) || (i == 1 && IsE(_word[0]))))
            return false;
        return !(i >= 3 && IsAiou(_word[i - 2]) && !IsAeiou(_word[i - 3]));
    }
}
