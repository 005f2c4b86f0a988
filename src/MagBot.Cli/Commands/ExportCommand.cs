using System.CommandLine;
using MagBot.Knowledge.Exchange;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot export</c>: every answer and passage as a corpus.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var output = CommandBase.FileIn("--out", """Where the documents go: {"docId","title","text"} a line.""");
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("export", "Writes every answer and passage as one line of JSON.") { output, knowledge };
        command.Run((result, _) =>
        {
            var rows = KnowledgeExporter.Export(CommandBase.Load(result.GetValue(knowledge)!)) // has a default
                .Select(document => new DocumentRow(document.DocId, document.Title, document.Text))
                .ToList();
            JsonLines.Write(result.GetValue(output)!, rows, RowContext.Lines.DocumentRow); // required
            Console.WriteLine($"{rows.Count} documents");
            return Task.FromResult(0);
        });
        return command;
    }
}
