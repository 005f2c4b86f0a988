using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MagBot.Host.Tests.Support;

namespace MagBot.Conformance.Tests.Support;

/// <summary>Runs one scenario of a script in <c>clients/</c> and fails with what it printed when it does not hold.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Where the scripts and Microsoft's packages stand.</summary>
    public static string Directory { get; } = Path.GetFullPath(
        Path.Combine(RunningHost.KnowledgeDirectory, "..", "tests", "MagBot.Conformance.Tests", "clients"));

    /// <param name="script">File in <c>clients/</c>.</param>
    /// <param name="scenario">Name in that file.</param>
    /// <param name="arguments">What the scenario is given.</param>
    /// <param name="answer">Does what the scenario asks of the server's side; null when it asks nothing.</param>
    public static async Task RunAsync(string script, string scenario, object arguments, Func<string, Task<string>>? answer = null)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--unhandled-rejections=warn", script, scenario, JsonSerializer.Serialize(arguments) },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var printed = new StringBuilder();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var errors = KeepAsync(process.StandardError, printed, limit.Token);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith('?') && answer is not null)
                    await process.StandardInput.WriteLineAsync(await answer(line[1..]));
                else
                    Keep(printed, line);
            }

            await errors;
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Keep(printed, $"Ended after {Patience}.");
        }

        Assert.True(process.HasExited && process.ExitCode == 0, $"{script} {scenario}:\n{printed}");
    }

    private static async Task KeepAsync(StreamReader reader, StringBuilder printed, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            Keep(printed, line);
    }

    private static void Keep(StringBuilder printed, string line)
    {
        lock (printed)
            printed.AppendLine(line);
    }
}
