using System.Text.RegularExpressions;
using MagBot.Knowledge.Loading;

namespace MagBot.Knowledge.Text;

/// <summary>
/// A regular expression of the knowledge files on normalised text. Most patterns never match in a conversation, so a text is first searched
/// for the literal words without which the pattern cannot match (<see cref="RequiredLiterals"/>); the expression is interpreted at first
/// and compiled in the background once it has proved to be used.
/// </summary>
internal sealed class Pattern
{
    /// <summary>Compiling costs some 10 ms; a pattern that ran this often is worth it.</summary>
    private const int UsesBeforeCompiling = 20;

    /// <summary>
    /// A thousand times what a window of text costs, because the clock also runs while a busy machine gives the thread no turn, and a safety
    /// pattern that gives up is a missed alarm. It only stops a pattern that backtracks without end, which counts as no match.
    /// </summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly RequiredLiterals _required;
    private volatile Regex _regex;
    private int _uses;

    public Pattern(string expression)
        : this(new Regex(expression, RegexOptions.CultureInvariant, TimeLimit))
    {
    }

    private Pattern(Regex regex)
    {
        Expression = regex.ToString();
        _regex = regex;
        _required = RequiredLiterals.Of(Expression);
    }

    public string Expression { get; }

    internal RequiredLiterals Required => _required;

    /// <summary>Reports what is wrong with a pattern that an editor wrote.</summary>
    /// <returns>The pattern, or null when it cannot be used.</returns>
    public static Pattern? Read(string file, YamlNode place, string expression, FaultList faults)
    {
        try
        {
            var regex = new Regex(expression, RegexOptions.CultureInvariant, TimeLimit);
            if (regex.IsMatch(""))
            {
                faults.Error(file, place, "pattern-empty", $"the pattern \"{expression}\" also matches an empty text, so it would always fire. Make a part of it required.");
                return null;
            }

            return new Pattern(regex);
        }
        catch (ArgumentException exception)
        {
            faults.Error(file, place, "pattern-broken", $"the pattern \"{expression}\" is not a regular expression: {exception.Message}");
            return null;
        }
    }

    public bool IsMatch(string text) => Find(text) is not null;

    /// <summary>The first match, or null.</summary>
    public Match? Find(string text)
    {
        if (!_required.MayMatch(text)) return null;
        CountUse();
        try
        {
            Match match = _regex.Match(text);
            return match.Success ? match : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>The text with every match replaced by as many blanks, so that offsets stay right.</summary>
    public string Blank(string text)
    {
        if (Find(text) is null) return text;
        try
        {
            return _regex.Replace(text, match => new string(' ', match.Length));
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    private void CountUse()
    {
        if (Interlocked.Increment(ref _uses) == UsesBeforeCompiling) ThreadPool.UnsafeQueueUserWorkItem(static pattern => pattern.Compile(), this, preferLocal: false);
    }

    private void Compile() => _regex = new Regex(Expression, RegexOptions.CultureInvariant | RegexOptions.Compiled, TimeLimit);
}
