using System.CommandLine;
using MagBot.Assistant;
using MagBot.Knowledge;
using MagBot.Knowledge.Loading;

namespace MagBot.Cli.Commands;

/// <summary>What the commands share.</summary>
internal static class CommandBase
{
    /// <summary>Exit code for wrong input.</summary>
    public const int WrongInput = 2;

    /// <summary>The knowledge folder.</summary>
    public static Option<DirectoryInfo> KnowledgeOption() => new("--knowledge")
    {
        Description = "The knowledge folder. Default: the environment variable MagBot__KnowledgeDirectory, else ./knowledge.",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("MagBot__KnowledgeDirectory") is { Length: > 0 } set ? set : "knowledge"),
    };

    /// <summary>An input file.</summary>
    public static Option<FileInfo> FileIn(string name, string description, bool required = true) =>
        new(name) { Description = description, Required = required };

    /// <summary>Runs a command and turns what the user must repair into one clear line.</summary>
    public static void Run(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (result, cancellationToken) =>
    {
        try
        {
            return await action(result, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException exception)
        {
            await Console.Error.WriteLineAsync($"magbot {command.Name}: {exception.Message}").ConfigureAwait(false);
            return WrongInput;
        }
    });

    /// <summary>The knowledge, or an error that names its faults.</summary>
    public static KnowledgeBase Load(DirectoryInfo directory)
    {
        var result = KnowledgeLoader.Load(directory.FullName, new KnowledgeLoadOptions { RequiredTexts = AssistantTexts.Required });
        foreach (var fault in result.Faults.Where(fault => fault.Severity == FaultSeverity.Error))
            Console.Error.WriteLine(fault);
        return result.KnowledgeBase ?? throw new CommandException($"the knowledge in {directory.FullName} cannot be used; its faults stand above.");
    }
}
