using System.Text.RegularExpressions;
using MagBot.Knowledge.Loading;

namespace MagBot.Knowledge.Text;

/// <summary>
/// A regular expression of the knowledge files on normalised text. Most patterns never match in a conversation, so a text is first searched
/// for the literal words without which the pattern cannot match (<see cref="RequiredLiterals"/>); the expression is interpreted at first
/// and compiled in the background (<see cref="PatternCompiler"/>) once it has proved to be used.
/// </summary>
internal sealed class Pattern
{
    /// <summary>Compiling costs some tens of milliseconds; a pattern that ran this often is worth it.</summary>
    private const int UsesBeforeCompiling = 20;

    /// <summary>
    /// A thousand times what a window of text costs, because the clock also runs while a busy machine gives the thread no turn, and a safety
    /// pattern that gives up could be a missed alarm. It only stops a pattern that backtracks without end; see <see cref="IsMatch"/>.
    /// </summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly RequiredLiterals _required;
    private readonly TimeSpan _limit;
    private readonly Lazy<Regex?> _steady;
    private volatile Regex _regex;
    private int _uses;

    public Pattern(string expression)
        : this(new Regex(expression, RegexOptions.CultureInvariant, TimeLimit))
    {
    }

    internal Pattern(Regex regex)
    {
        _limit = regex.MatchTimeout;
        _steady = new Lazy<Regex?>(MakeSteady);
        Expression = regex.ToString();
        _regex = regex;
        _required = RequiredLiterals.Of(Expression);
    }

    public string Expression { get; }

    /// <summary>Whether it was compiled.</summary>
    internal bool IsCompiled => _regex.Options.HasFlag(RegexOptions.Compiled);

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

    /// <summary>
    /// Whether the pattern stands in the text. One that runs out of time is tried once more without backtracking, which always ends; one that
    /// cannot be written so counts as found: a slow machine may raise an alarm or stop a text too much, but never misses one.
    /// </summary>
    public bool IsMatch(string text)
    {
        if (!_required.MayMatch(text)) return false;
        CountUse(text);
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return _steady.Value?.IsMatch(text) ?? true;
        }
    }

    /// <summary>The text with every match replaced by as many blanks, so that offsets stay right.</summary>
    public string Blank(string text)
    {
        if (!_required.MayMatch(text)) return text;
        CountUse(text);
        try
        {
            return _regex.IsMatch(text) ? _regex.Replace(text, match => new string(' ', match.Length)) : text;
        }
        catch (RegexMatchTimeoutException)
        {
            return text; // nothing is excused that was not seen
        }
    }

    private void CountUse(string text)
    {
        if (Interlocked.Increment(ref _uses) == UsesBeforeCompiling) PatternCompiler.Add(() => Compile(text));
    }

    // Used once before it takes its place: a compiled expression becomes machine code at its first use, which must not be a customer's.
    private void Compile(string text)
    {
        var compiled = new Regex(Expression, RegexOptions.CultureInvariant | RegexOptions.Compiled, _limit);
        try
        {
            compiled.IsMatch(text);
            _regex = compiled;
        }
        catch (RegexMatchTimeoutException)
        {
            // It stays interpreted.
        }
    }

    /// <summary>The same without backtracking; null for a pattern that looks ahead or back, which needs it.</summary>
    private Regex? MakeSteady()
    {
        try
        {
            return new Regex(Expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
