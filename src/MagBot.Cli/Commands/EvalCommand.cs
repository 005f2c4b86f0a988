using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MagBot.Assistant;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot eval</c>: a set of questions as a regression test for editors.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files")
        {
            Description = """Sets: {"id","question"} with "answers":[ids of right answers], or "must":[[patterns]] and "mustNot":[patterns], or only "kind".""",
            Arity = ArgumentArity.OneOrMore,
        };
        var failures = new Option<bool>("--failures") { Description = "Lists the questions that went wrong." };
        var atLeast = new Option<double>("--at-least") { Description = "Exit code 1 when fewer than this percentage of any kind is right.", DefaultValueFactory = _ => 0 };
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("eval", "Asks sets of questions and counts right, wrong and honest don't-knows.") { files, failures, atLeast, knowledge };
        command.Run(async (result, cancellationToken) =>
        {
            var engine = new AssistantEngine(CommandBase.Load(result.GetValue(knowledge)!)); // has a default
            var outcomes = new List<Outcome>();
            foreach (var file in result.GetValue(files)!) // at least one
                foreach (var row in JsonLines.Read(file, RowContext.Lines.EvalRow))
                    outcomes.Add(await JudgeAsync(engine, row, cancellationToken).ConfigureAwait(false));
            Print(outcomes, result.GetValue(failures));
            return outcomes.GroupBy(outcome => outcome.Kind).Any(kind => 100 * Share(kind) < result.GetValue(atLeast)) ? 1 : 0;
        });
        return command;
    }

    private sealed record Outcome(EvalRow Row, string Kind, AssistantReply Reply, bool Right);

    private static async Task<Outcome> JudgeAsync(AssistantEngine engine, EvalRow row, CancellationToken cancellationToken)
    {
        var talk = engine.NewTalk();
        AssistantReply? last = null;
        foreach (var said in Turns(row))
            last = await talk.SayAsync(said, cancellationToken).ConfigureAwait(false);
        var reply = last ?? throw new CommandException($"line with id {row.Id}: needs \"question\" or \"turns\".");
        var kind = row.Kind ?? "faq";
        return new Outcome(row, kind, reply, IsRight(row, kind, reply));
    }

    private static IReadOnlyList<string> Turns(EvalRow row) => row.Turns ?? (row.Question is { } question ? [question] : []);

    private static bool IsRight(EvalRow row, string kind, AssistantReply reply)
    {
        if (row.Must is { } must)
        {
            var text = Normalise(reply.Text);
            return must.All(group => group.Any(pattern => Matches(pattern, text))) && !(row.MustNot ?? []).Any(pattern => Matches(pattern, text));
        }

        if (row.Answers is { } answers)
            return row.All ? answers.Intersect(reply.AnswerIds).Count() >= 2 : reply.AnswerIds.Any(answers.Contains);
        return kind == "oos" ? reply.Decision != Decisions.Answer : reply.Decision == kind;
    }

    // As the question sets define it: NFC, lower case, one kind of dash and quote, no asterisks, single spaces.
    private static string Normalise(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC).ToLowerInvariant())
            plain.Append(c switch
            {
                >= '\u2010' and <= '\u2015' or '\u2212' => '-',
                '\u2018' or '\u2019' or '\u201a' or '\u00b4' or '`' => '\'',
                '\u201c' or '\u201d' or '\u201e' => '"',
                '*' or '\u00ad' or '\u200b' => '\0',
                _ => char.IsWhiteSpace(c) ? ' ' : c,
            });
        return Regex.Replace(plain.Replace("\0", "").ToString(), " +", " ").Trim();
    }

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static double Share(IEnumerable<Outcome> outcomes) => outcomes.Average(outcome => outcome.Right ? 1.0 : 0.0);

    private static void Print(List<Outcome> outcomes, bool failures)
    {
        Console.WriteLine($"{"kind",-12}{"right",8}{"of",6}{"rate",8}   answered wrongly / asked back / did not know");
        foreach (var kind in outcomes.GroupBy(outcome => outcome.Kind))
        {
            var wrong = kind.Where(outcome => !outcome.Right).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind.Key,-12}{kind.Count() - wrong.Count,8}{kind.Count(),6}{100 * Share(kind),7:0.0}%   {wrong.Count(item => item.Reply.Decision == Decisions.Answer)} / {wrong.Count(item => item.Reply.Decision == Decisions.Clarify)} / {wrong.Count(item => item.Reply.Decision == Decisions.Decline)}"));
        }

        if (!failures)
            return;
        foreach (var outcome in outcomes.Where(outcome => !outcome.Right))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{outcome.Row.Id} [{outcome.Kind}] {string.Join(" > ", Turns(outcome.Row))}\n    {outcome.Reply.Decision} {string.Join(' ', outcome.Reply.AnswerIds)} {outcome.Reply.Confidence:0.00}, wanted {string.Join(' ', outcome.Row.Answers ?? [])}"));
    }
}
