using System.CommandLine;
using MagBot.Knowledge.Exchange;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot import</c>: raw article text to drafts that an editor goes on with.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var source = new Argument<FileSystemInfo>("source") { Description = "A text file, or a folder of .txt files." };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the drafts.", DefaultValueFactory = _ => new DirectoryInfo("drafts") };
        var command = new Command("import", "Turns raw article text into Markdown drafts (status: draft; a draft is never in service).") { source, output };
        command.Run((result, _) =>
        {
            var from = result.GetValue(source)!; // required
            IReadOnlyList<FileInfo> files = from switch
            {
                DirectoryInfo { Exists: true } folder => folder.GetFiles("*.txt"),
                FileInfo { Exists: true } file => [file],
                _ => throw new CommandException($"{from.FullName} does not exist."),
            };
            var to = Directory.CreateDirectory(result.GetValue(output)!.FullName); // has a default
            foreach (var file in files)
            {
                var draft = ArticleImporter.Import(File.ReadAllText(file.FullName), Path.GetFileNameWithoutExtension(file.Name));
                var target = Path.Combine(to.FullName, draft.Id + ".md");
                if (File.Exists(target))
                    throw new CommandException($"{target} exists already. Move it away or choose another folder with --out.");
                File.WriteAllText(target, draft.Markdown);
                Console.WriteLine(target);
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
