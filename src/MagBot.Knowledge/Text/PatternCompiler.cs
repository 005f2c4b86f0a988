using System.Collections.Concurrent;

namespace MagBot.Knowledge.Text;

/// <summary>
/// Compiles patterns one after the other, on a thread of its own. Hundreds of them reach the number of uses at the same message; on the
/// thread pool they would take every thread, and customers would wait for seconds. Thread-safe.
/// </summary>
internal static class PatternCompiler
{
    private static readonly BlockingCollection<Action> Waiting = [];
    private static readonly Thread Worker = Start();

    /// <summary>Puts one in line.</summary>
    public static void Add(Action compile) => Waiting.Add(compile);

    private static Thread Start()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Pattern compiler" };
        thread.Start();
        return thread;
    }

    private static void Run()
    {
        foreach (Action compile in Waiting.GetConsumingEnumerable())
            compile();
    }
}
