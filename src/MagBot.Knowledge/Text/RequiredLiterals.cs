using System.Buffers;

namespace MagBot.Knowledge.Text;

/// <summary>
/// Words of which at least one stands in every text that a regular expression can match. Errs on the safe side: what the small parser below
/// does not understand counts as "anything", and then the expression always runs.
/// </summary>
internal sealed class RequiredLiterals
{
    /// <summary>Shorter literals stand in nearly every text and save nothing.</summary>
    private const int ShortestUseful = 2;

    private const int MostLiterals = 120;

    private readonly SearchValues<string>? _any;

    private RequiredLiterals(IReadOnlyCollection<string>? literals)
    {
        Literals = literals;
        _any = literals is null ? null : SearchValues.Create([.. literals], StringComparison.Ordinal);
    }

    /// <summary>The words; null when nothing can be said.</summary>
    public IReadOnlyCollection<string>? Literals { get; }

    public static RequiredLiterals Of(string expression) => new(new Parser(expression).Parse());

    public bool MayMatch(string text) => _any is null || text.AsSpan().ContainsAny(_any);

    /// <summary>Recursive descent over the expression. A result of null means "nothing is required".</summary>
    private sealed class Parser(string expression)
    {
        private int _at;

        public HashSet<string>? Parse()
        {
            HashSet<string>? literals = ParseAlternatives();
            return _at == expression.Length ? literals : null;
        }

        private HashSet<string>? ParseAlternatives()
        {
            HashSet<string>? union = [];
            while (true)
            {
                HashSet<string>? alternative = ParseSequence();
                if (alternative is null || union is null) union = null;
                else union.UnionWith(alternative);
                if (union?.Count > MostLiterals) union = null;
                if (_at >= expression.Length || expression[_at] != '|') return union;
                _at++;
            }
        }

        private HashSet<string>? ParseSequence()
        {
            HashSet<string>? best = null;
            string run = "";
            while (_at < expression.Length && expression[_at] is not ('|' or ')'))
            {
                (char? letter, HashSet<string>? inner) = ParseAtom();
                bool optional = ParseQuantifier(out bool repeated);
                if (letter is { } single && !optional)
                {
                    run += single;
                    if (!repeated) continue;
                }

                best = Better(best, run);
                run = letter is not null && repeated && !optional ? letter.ToString()! : "";
                if (!optional && inner is not null) best = Better(best, inner);
            }

            return Better(best, run);
        }

        private (char? Letter, HashSet<string>? Inner) ParseAtom()
        {
            char sign = expression[_at++];
            switch (sign)
            {
                case '(':
                    return (null, ParseGroup());
                case '[':
                    SkipClass();
                    return (null, null);
                case '\\' when _at < expression.Length:
                    char escaped = expression[_at++];
                    if (escaped is 'p' or 'P' or 'u' or 'x' or 'c' or 'k') _at = expression.Length + 1; // not understood: nothing is required
                    return char.IsLetterOrDigit(escaped) ? (null, null) : (escaped, null);
                case '.' or '^' or '$':
                    return (null, null);
                default:
                    return (sign, null);
            }
        }

        private HashSet<string>? ParseGroup()
        {
            bool look = false;
            if (_at < expression.Length && expression[_at] == '?')
            {
                int start = _at;
                while (expression[_at] is '?' or '<' or '!' or '=' or ':') _at++;
                string kind = expression[start.._at];
                look = kind is not "?:";
                if (kind == "?<") while (expression[_at++] != '>') { }
            }

            HashSet<string>? inner = ParseAlternatives();
            if (_at < expression.Length) _at++; // the closing parenthesis
            return look ? null : inner;
        }

        private void SkipClass()
        {
            if (_at < expression.Length && expression[_at] == '^') _at++;
            if (_at < expression.Length && expression[_at] == ']') _at++;
            while (_at < expression.Length && expression[_at] != ']') _at += expression[_at] == '\\' ? 2 : 1;
            _at++;
        }

        private bool ParseQuantifier(out bool repeated)
        {
            repeated = false;
            if (_at >= expression.Length) return false;
            bool optional = false;
            switch (expression[_at])
            {
                case '?' or '*':
                    optional = true;
                    _at++;
                    break;
                case '+':
                    repeated = true;
                    _at++;
                    break;
                case '{':
                    repeated = true;
                    optional = expression[_at + 1] is '0' or ',';
                    _at = expression.IndexOf('}', _at) + 1;
                    break;
                default:
                    return false;
            }

            if (_at < expression.Length && expression[_at] is '?' or '+') _at++; // lazy or possessive
            return optional;
        }

        private static HashSet<string>? Better(HashSet<string>? best, string run) => run.Length < ShortestUseful ? best : Better(best, [run]);

        /// <summary>The set whose shortest word is longest says most.</summary>
        private static HashSet<string>? Better(HashSet<string>? best, HashSet<string> other)
        {
            if (other.Count == 0) return best;
            return best is null || other.Min(word => word.Length) > best.Min(word => word.Length) ? other : best;
        }
    }
}
