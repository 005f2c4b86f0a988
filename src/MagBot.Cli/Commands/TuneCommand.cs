using System.CommandLine;
using MagBot.Assistant.Tuning;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot tune</c>: finds the weights of ranking and fits the confidence model.</summary>
internal static class TuneCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "Sets as for eval, with \"answers\" or \"kind\".", Arity = ArgumentArity.OneOrMore };
        var output = CommandBase.FileIn("--out", "Where the settings go (src/MagBot.Assistant/Retrieval/retrieval.json).");
        var plot = CommandBase.FileIn("--plot", "Where a picture of the calibration goes (docs/images/calibration.svg).", required: false);
        var trials = new Option<int>("--trials") { Description = "Weightings to try; 0 only fits the confidence.", DefaultValueFactory = _ => 200 };
        var seed = new Option<int>("--seed") { Description = "Seed of the search.", DefaultValueFactory = _ => 1 };
        var maxWrong = new Option<double>("--max-wrong") { Description = "Largest share of all questions that may get a wrong answer.", DefaultValueFactory = _ => 0.05 };
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("tune", "Tunes ranking and confidence on question sets, judged by cross-validation.") { files, output, plot, trials, seed, maxWrong, knowledge };
        command.Run((result, _) =>
        {
            var cases = result.GetValue(files)! // at least one
                .SelectMany(set => JsonLines.Read(set, RowContext.Lines.EvalRow))
                .Where(row => row.Question is not null) // a follow-up is not read by itself
                .Select(row => new TuningCase(row.Question!, row.Kind ?? "faq", row.Answers ?? []));
            var tuner = new RetrievalTuner(CommandBase.Load(result.GetValue(knowledge)!), cases); // has a default
            var (settings, report, picture) = tuner.Tune(result.GetValue(trials), result.GetValue(seed), result.GetValue(maxWrong));
            File.WriteAllText(result.GetValue(output)!.FullName, settings + "\n"); // required
            if (result.GetValue(plot) is { } file)
                File.WriteAllText(file.FullName, picture);
            Console.Write(report);
            return Task.FromResult(0);
        });
        return command;
    }
}
