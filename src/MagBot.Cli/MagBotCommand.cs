using System.CommandLine;
using MagBot.Cli.Commands;

namespace MagBot.Cli;

/// <summary>The <c>magbot</c> command with all its subcommands.</summary>
internal static class MagBotCommand
{
    public static RootCommand Create() => new(
        "magbot: ask the assistant, check and measure its knowledge, and use its Dutch search engine on any corpus.\n" +
        "Files that end in .jsonl hold one JSON object a line, in UTF-8.")
    {
        AskCommand.Create(),
        CheckCommand.Create(),
        EvalCommand.Create(),
        TuneCommand.Create(),
        LearnCommand.Create(),
        SearchCommand.Create(),
        StemCommand.Create(),
        TriageCommand.Create(),
        GuardCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
    };
}
