using System.CommandLine;
using MagBot.Assistant;
using MagBot.Knowledge.Linting;
using MagBot.Knowledge.Loading;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot check</c>: everything that is wrong in the knowledge folder.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var knowledge = CommandBase.KnowledgeOption();
        var strict = new Option<bool>("--strict") { Description = "Judges wording as with Claims:Strict." };
        var command = new Command("check", "Reads all knowledge and reports every fault with file, line and what to write instead. Exit code 1 on an error.")
        {
            knowledge,
            strict,
        };
        command.Run((result, _) =>
        {
            var directory = result.GetValue(knowledge)!.FullName; // has a default
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var options = new KnowledgeLoadOptions { RequiredTexts = AssistantTexts.Required };
            var faults = KnowledgeLinter.Check(directory, today, options, result.GetValue(strict));
            foreach (var fault in faults)
                Console.WriteLine(fault);
            var errors = faults.Count(fault => fault.Severity == FaultSeverity.Error);
            Console.WriteLine($"{errors} errors, {faults.Count - errors} warnings in {directory}");
            return Task.FromResult(errors == 0 ? 0 : 1);
        });
        return command;
    }
}
