namespace MagBot.Search.Analysis.Stemming;

// The numbered steps. Within a step the longest ending decides: when its condition fails, no shorter ending is tried.
internal ref partial struct KraaijPohlmannRules
{
    private bool Step1()
    {
        if (_word.EndsWith("ies")) return ReplaceInR1(3, "ie");
        if (_word.EndsWith("aus")) return VowelBefore(_word.Length - 3) && ReplaceInR1(3, "au");
        if (_word.EndsWith("nde")) return Replace(3, "nd");
        if (_word.EndsWith("'s")) return Replace(2, "");
        if (_word.EndsWith("és")) return ReplaceInR1(2, "é");
        if (_word.EndsWith("es")) return RemoveEs();
        if (_word.EndsWith("en")) return RemoveEn();
        return _word.EndsWith("s") && RemoveS();
    }

    private bool RemoveS()
    {
        var start = _word.Length - 1;
        var afterT = _word.EndsWith("t", start) && R1(start - 1);
        return !afterT && ConsonantBefore(start) && ReplaceInR1(1, "");
    }

    private bool RemoveEs()
    {
        var start = _word.Length - 2;
        if (IsLongSyllable("ar", start))
            return RemoveAndLengthen(2);
        if (IsLongSyllable("er", start))
            return Replace(2, "");
        return ConsonantBefore(start) && ReplaceInR1(2, "e");
    }

    private readonly bool IsLongSyllable(string syllable, int cursor)
    {
        var start = cursor - syllable.Length;
        return _word.EndsWith(syllable, cursor) && R1(start) && ConsonantBefore(start);
    }

    private bool RemoveEn()
    {
        var start = _word.Length - 2;
        if (_word.EndsWith("hed", start) && R1(start - 3)) return Replace(5, "heid");
        if (_word.EndsWith("nd", start)) return Replace(2, "");
        if (_word.EndsWith("d", start) && R1(start - 1) && ConsonantBefore(start - 1)) return Replace(3, "");
        if ((_word.EndsWith("i", start) || _word.EndsWith("j", start)) && VowelBefore(start - 1)) return Replace(2, "");
        return R1(start) && ConsonantBefore(start) && RemoveAndLengthen(2);
    }

    private bool Step2()
    {
        var length = _word.Length;
        if (_word.EndsWith("lijke")) return ReplaceInR1(5, "lijk");
        if (_word.EndsWith("ische")) return ReplaceInR1(5, "isch");
        if (_word.EndsWith("ieve")) return ConsonantBefore(length - 4) && ReplaceInR1(4, "ief");
        if (_word.EndsWith("ene")) return ConsonantBefore(length - 3) && ReplaceInR1AndLengthen(3, "en");
        if (_word.EndsWith("je")) return RemoveDiminutive(length - 2);
        if (_word.EndsWith("ge")) return ReplaceInR1(2, "g");
        if (_word.EndsWith("de")) return ConsonantBefore(length - 2) && ReplaceInR1(2, "");
        if (_word.EndsWith("te")) return ReplaceInR1(2, "t");
        if (_word.EndsWith("se")) return ReplaceInR1(2, "s");
        if (_word.EndsWith("re")) return ReplaceInR1(2, "r");
        return _word.EndsWith("le") && ReplaceInR1AndLengthen(2, "l");
    }

    // "start" is where "je" begins; the tests stand in the order in which the algorithm tries them.
    private bool RemoveDiminutive(int start)
    {
        if (_word.EndsWith("'t", start)) return Replace(4, "");
        if (_word.EndsWith("et", start) && R1(start - 2) && ConsonantBefore(start - 2)) return Replace(4, "");
        if (_word.EndsWith("rnt", start)) return Replace(5, "rn");
        if (_word.EndsWith("t", start) && R1(start - 1) && start >= 2 && VowelBefore(start - 2)) return Replace(3, "");
        if (_word.EndsWith("ink", start)) return Replace(5, "ing");
        if (_word.EndsWith("mp", start)) return Replace(4, "m");
        if (_word.EndsWith("'", start) && R1(start - 1)) return Replace(3, "");
        return ConsonantBefore(start) && ReplaceInR1(2, "");
    }

    private bool Step3()
    {
        var length = _word.Length;
        if (_word.EndsWith("iteit")) return R1(length - 5) && RemoveAndLengthen(5);
        if (_word.EndsWith("atie")) return ReplaceInR1(4, "eer");
        if (_word.EndsWith("heid") || _word.EndsWith("ster")) return ReplaceInR1(4, "");
        if (_word.EndsWith("rder")) return Replace(4, "r");
        if (_word.EndsWith("isme") || _word.EndsWith("erij")) return RemoveNominal(4);
        if (_word.EndsWith("arij")) return ConsonantBefore(length - 4) && ReplaceInR1(4, "aar");
        if (_word.EndsWith("sel")) return ReplaceInR1(3, "");
        if (_word.EndsWith("ing")) return RemoveNominal(3);
        if (_word.EndsWith("fie")) return R2(length - 3) && ReplaceAndLengthen(3, "f");
        if (_word.EndsWith("gie")) return R2(length - 3) && ReplaceAndLengthen(3, "g");
        if (_word.EndsWith("tst")) return ConsonantBefore(length - 3) && ReplaceInR1(3, "t");
        return _word.EndsWith("dst") && ConsonantBefore(length - 3) && ReplaceInR1(3, "d");
    }

    // "schilderij" keeps its "er": a painting is no shield.
    private bool RemoveNominal(int count)
    {
        var start = _word.Length - count;
        if (_word.EndsWith("ild", start))
            return Replace(count, "er");
        return R1(start) && RemoveAndLengthen(count);
    }

    private bool Step4() => RemoveAdjectival() || RemoveIg();

    private bool RemoveAdjectival()
    {
        var length = _word.Length;
        if (_word.EndsWith("achtiger") || _word.EndsWith("achtigst")) return ReplaceInR1(8, "");
        if (_word.EndsWith("ioneel")) return ReplaceInR1(6, "ie");
        if (_word.EndsWith("lijker") || _word.EndsWith("lijkst")) return ReplaceInR1(6, "lijk");
        if (_word.EndsWith("achtig")) return ReplaceInR1(6, "");
        if (_word.EndsWith("eriger") || _word.EndsWith("erigst")) return RemoveAfterConsonant(6);
        if (_word.EndsWith("atief")) return ReplaceInR1(5, "eer");
        if (_word.EndsWith("baar")) return ReplaceInR1(4, "");
        if (_word.EndsWith("naar")) return VowelBefore(length - 4) && ReplaceInR1(4, "n");
        if (_word.EndsWith("laar")) return VowelBefore(length - 4) && ReplaceInR1(4, "l");
        if (_word.EndsWith("raar")) return VowelBefore(length - 4) && ReplaceInR1(4, "r");
        if (_word.EndsWith("tant")) return ReplaceInR1(4, "teer");
        if (_word.EndsWith("erig")) return RemoveAfterConsonant(4);
        return _word.EndsWith("end") && RemoveAfterConsonant(3);
    }

    private bool RemoveIg()
    {
        var count = _word.EndsWith("iger") || _word.EndsWith("igst") ? 4 : _word.EndsWith("ig") ? 2 : 0;
        var start = _word.Length - count;
        var isInnig = start == 3 && _word.EndsWith("inn", start); // intimate; not a form of "in"
        return count > 0 && !isInnig && RemoveAfterConsonant(count);
    }

    private void Step1C()
    {
        var start = _word.Length - 1;
        if (start < 0 || _word[start] is not ('d' or 't') || !R1(start) || !ConsonantBefore(start))
            return;
        var isD = _word[start] == 'd';
        if (_word.EndsWith(isD ? "n" : "h", start) && R1(start - 1))
            return;
        if (isD && start == 2 && _word.EndsWith("in", start))
            Replace(1, "n"); // geïnd belongs to innen
        else if (isD || !(start == 2 && _word.EndsWith("en", start)))
            Replace(1, ""); // but geënt is no form of "en"
    }

    private bool Step7() => (_word.EndsWith("kt") || _word.EndsWith("ft") || _word.EndsWith("pt")) && Replace(1, "");

    private void Step6()
    {
        var last = _word.Length - 1;
        if (last < 0)
            return;
        var c = _word[last];
        var isInn = c == 'n' && _word.Length == 3 && _word[0] == 'i';
        if (last > 0 && c == _word[last - 1] && c is >= 'b' and <= 'z' && !IsVowel(c))
            _word.Truncate(isInn ? last + 1 : last);
        else if (c is 'v' or 'z')
            _word[last] = c == 'v' ? 'f' : 's';
    }

    private bool Replace(int count, string ending)
    {
        _word.ReplaceFrom(_word.Length - count, ending);
        return true;
    }

    private bool ReplaceInR1(int count, string ending) => R1(_word.Length - count) && Replace(count, ending);

    private bool ReplaceAndLengthen(int count, string ending)
    {
        Replace(count, ending);
        LengthenVowel();
        return true;
    }

    private bool ReplaceInR1AndLengthen(int count, string ending) => R1(_word.Length - count) && ReplaceAndLengthen(count, ending);

    private bool RemoveAndLengthen(int count) => ReplaceAndLengthen(count, "");

    private bool RemoveAfterConsonant(int count)
    {
        var start = _word.Length - count;
        return R1(start) && ConsonantBefore(start) && RemoveAndLengthen(count);
    }
}
