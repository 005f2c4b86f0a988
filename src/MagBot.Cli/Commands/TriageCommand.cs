using System.CommandLine;
using MagBot.Knowledge.Safety;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot triage</c>: how urgent customers' texts are.</summary>
internal static class TriageCommand
{
    public static Command Create()
    {
        var input = CommandBase.FileIn("--in", """Texts: {"id","text"} a line.""");
        var output = CommandBase.FileIn("--out", """Where the levels go: {"id","level","kind","own"} a line; level U1 to U6 or none.""");
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("triage", "Reads customers' texts for danger.") { input, output, knowledge };
        command.Run((result, _) =>
        {
            var engine = new TriageEngine(CommandBase.Load(result.GetValue(knowledge)!).Safety); // has a default
            var rows = JsonLines.Read(result.GetValue(input)!, RowContext.Lines.TextRow).Select(row => // required
            {
                var found = engine.Read(row.Text);
                return new LevelRow(row.Id, found.Level.Code(), found.Kind, found.Own);
            });
            JsonLines.Write(result.GetValue(output)!, rows, RowContext.Lines.LevelRow); // required
            return Task.FromResult(0);
        });
        return command;
    }
}
