using System.CommandLine;
using MagBot.Knowledge.Claims;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot guard</c>: wording rules on texts that would go out.</summary>
internal static class GuardCommand
{
    public static Command Create()
    {
        var input = CommandBase.FileIn("--in", """Texts: {"id","text","context"} a line; context answer, advisor, button, product or title.""");
        var output = CommandBase.FileIn("--out", """Where the verdicts go: {"id","verdict","rules","proposal"} a line; verdict pass, review or block.""");
        var strict = new Option<bool>("--strict") { Description = "As with Claims:Strict: only authorised claims on effects." };
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("guard", "Judges outgoing texts by the wording rules.") { input, output, strict, knowledge };
        command.Run((result, _) =>
        {
            var guard = new ClaimsGuard(CommandBase.Load(result.GetValue(knowledge)!).Claims, result.GetValue(strict)); // has a default
            var rows = JsonLines.Read(result.GetValue(input)!, RowContext.Lines.TextRow).Select(row => Judge(guard, row)).ToList(); // required
            JsonLines.Write(result.GetValue(output)!, rows, RowContext.Lines.VerdictRow); // required
            return Task.FromResult(0);
        });
        return command;
    }

    private static VerdictRow Judge(ClaimsGuard guard, TextRow row)
    {
        if (!Enum.TryParse<ClaimsContext>(row.Context ?? "answer", ignoreCase: true, out var context))
            throw new CommandException($"line with id {row.Id}: context \"{row.Context}\" is unknown. Write answer, advisor, button, product or title.");
        var result = guard.Check(row.Text, context);
        return new VerdictRow(row.Id, result.Verdict.ToString().ToLowerInvariant(), result.Rules, result.Proposal);
    }
}
