using System.CommandLine;
using MagBot.Search.Analysis.Stemming;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot stem</c>: a list of words through one of the two stemmers.</summary>
internal static class StemCommand
{
    public static Command Create()
    {
        var algorithm = new Option<string>("--algorithm") { Description = "dutch (Snowball 3, after Kraaij and Pohlmann) or dutch_porter.", DefaultValueFactory = _ => "dutch" };
        algorithm.AcceptOnlyFromAmong("dutch", "dutch_porter");
        var input = CommandBase.FileIn("--in", "Words in lower case, one a line.");
        var output = CommandBase.FileIn("--out", "Where the stems go, one a line in the same order.");
        var command = new Command("stem", "Stems a list of Dutch words.") { algorithm, input, output };
        command.Run((result, _) =>
        {
            var words = result.GetValue(input)!; // required
            if (!words.Exists)
                throw new CommandException($"{words.FullName} does not exist.");
            Func<string, string> stem = result.GetValue(algorithm) == "dutch" ? word => DutchStemmer.Stem(word) : word => DutchPorterStemmer.Stem(word);
            File.WriteAllLines(result.GetValue(output)!.FullName, File.ReadLines(words.FullName).Select(stem)); // required
            return Task.FromResult(0);
        });
        return command;
    }
}
