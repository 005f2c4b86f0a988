using System.CommandLine;
using System.Diagnostics;
using MagBot.Assistant;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot ask</c>: one question, or a file of questions, through the whole bot.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var question = new Argument<string?>("question") { Description = "A customer's question, in quotes.", Arity = ArgumentArity.ZeroOrOne };
        var batch = CommandBase.FileIn("--batch", """Questions: {"id","question"} or {"id","turns":[…]} a line.""", required: false);
        var output = CommandBase.FileIn("--out", "Where the answers go, with --batch.", required: false);
        var explain = new Option<bool>("--explain") { Description = "Shows why: terms, scores, features, confidence." };
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("ask", "Asks the bot, each question in a fresh conversation.") { question, batch, output, explain, knowledge };
        command.Run(async (result, cancellationToken) =>
        {
            var engine = new AssistantEngine(CommandBase.Load(result.GetValue(knowledge)!)); // has a default
            if (result.GetValue(batch) is { } file)
            {
                var to = result.GetValue(output) ?? throw new CommandException("--batch needs --out FILE.");
                var rows = JsonLines.Read(file, RowContext.Lines.AskRow);
                await engine.WarmUpAsync(cancellationToken).ConfigureAwait(false);
                var answers = new List<AnswerRow>(rows.Count);
                foreach (var row in rows)
                    answers.Add(await AnswerAsync(engine, row, cancellationToken).ConfigureAwait(false));
                JsonLines.Write(to, answers, RowContext.Lines.AnswerRow);
                Console.WriteLine($"{answers.Count} answered, written to {to.FullName}");
                return 0;
            }

            var text = result.GetValue(question) ?? throw new CommandException("Give a question in quotes, or --batch FILE --out FILE.");
            if (result.GetValue(explain))
                Console.WriteLine(engine.Explain(text));
            var turn = await AskAsync(engine.NewTalk(), text, cancellationToken).ConfigureAwait(false);
            Print(turn);
            return 0;
        });
        return command;
    }

    private static async Task<AnswerRow> AnswerAsync(AssistantEngine engine, AskRow row, CancellationToken cancellationToken)
    {
        var talk = engine.NewTalk();
        if (row.Turns is { } turns)
        {
            var said = new List<TurnRow>(turns.Count);
            foreach (var text in turns)
                said.Add(await AskAsync(talk, text, cancellationToken).ConfigureAwait(false));
            return new AnswerRow(row.Id, Answers: said);
        }

        var question = row.Question ?? throw new CommandException($"line with id {row.Id}: needs \"question\" or \"turns\".");
        var turn = await AskAsync(talk, question, cancellationToken).ConfigureAwait(false);
        return new AnswerRow(row.Id, turn.Answer, turn.Decision, turn.Sources, turn.Confidence, turn.Microseconds, turn.AnswerIds);
    }

    private static async Task<TurnRow> AskAsync(AssistantTalk talk, string text, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var said = await talk.SayAsync(text, cancellationToken).ConfigureAwait(false);
        var microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return new TurnRow(said.Text, said.Decision, said.Sources, said.Confidence, microseconds, said.AnswerIds.Count == 0 ? null : said.AnswerIds);
    }

    private static void Print(TurnRow turn)
    {
        Console.WriteLine(turn.Answer);
        if (turn.Sources.Count > 0)
            Console.WriteLine($"\nBronnen: {string.Join("; ", turn.Sources)}");
        var confidence = turn.Confidence is { } value ? $", confidence {value:0.00}" : "";
        Console.WriteLine($"\n[{turn.Decision}{(turn.AnswerIds is null ? "" : " " + string.Join(' ', turn.AnswerIds))}{confidence}, {turn.Microseconds} µs]");
    }
}
