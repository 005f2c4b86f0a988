using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MagBot.Assistant;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot ask</c>: one question, or a file of questions, through the whole bot.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var questions = new Argument<string[]>("question") { Description = "A customer's question, in quotes; several are the turns of one talk.", Arity = ArgumentArity.ZeroOrMore };
        var batch = CommandBase.FileIn("--batch", """Questions: {"id","question"} or {"id","turns":[…]} a line.""", required: false);
        var output = CommandBase.FileIn("--out", "Where the answers go, with --batch.", required: false);
        var explain = new Option<bool>("--explain") { Description = "Shows why: terms, scores, features, confidence." };
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("ask", "Asks the bot, each question in a fresh conversation.") { questions, batch, output, explain, knowledge };
        command.Run(async (result, cancellationToken) =>
        {
            var engine = new AssistantEngine(CommandBase.Load(result.GetValue(knowledge)!)); // has a default
            if (result.GetValue(batch) is { } file)
            {
                var to = result.GetValue(output) ?? throw new CommandException("--batch needs --out FILE.");
                var rows = JsonLines.Read(file, RowContext.Lines.AskRow);
                await engine.WarmUpAsync(cancellationToken).ConfigureAwait(false);
                var lines = new List<string>(rows.Count);
                foreach (var row in rows)
                    lines.Add(await AnswerAsync(engine, row, cancellationToken).ConfigureAwait(false));
                JsonLines.Write(to, lines);
                Console.WriteLine($"{lines.Count} answered, written to {to.FullName}");
                return 0;
            }

            if (result.GetValue(questions) is not { Length: > 0 } turns)
                throw new CommandException("Give a question in quotes, or --batch FILE --out FILE.");
            var talk = engine.NewTalk();
            IReadOnlyList<string> about = [];
            foreach (var text in turns)
            {
                if (result.GetValue(explain))
                    Console.WriteLine(engine.Explain(text, about));
                var (reply, microseconds) = await AskAsync(talk, text, cancellationToken).ConfigureAwait(false);
                Print(reply, microseconds);
                about = reply.AnswerIds;
            }

            return 0;
        });
        return command;
    }

    private static async Task<string> AnswerAsync(AssistantEngine engine, AskRow row, CancellationToken cancellationToken)
    {
        var talk = engine.NewTalk();
        if (row.Turns is null)
        {
            var question = row.Question ?? throw new CommandException($"line with id {row.Id}: needs \"question\" or \"turns\".");
            var (reply, microseconds) = await AskAsync(talk, question, cancellationToken).ConfigureAwait(false);
            return JsonLines.Line(
                new AnswerRow(row.Id, reply.Text, reply.Decision, reply.Sources, reply.Confidence, microseconds, reply.AnswerIds), RowContext.Lines.AnswerRow);
        }

        var said = new List<(AssistantReply Reply, long Microseconds)>(row.Turns.Count);
        foreach (var text in row.Turns)
            said.Add(await AskAsync(talk, text, cancellationToken).ConfigureAwait(false));
        return JsonLines.Line(
            new TalkRow(
                row.Id,
                [.. said.Select(turn => turn.Reply.Text)],
                [.. said.Select(turn => turn.Reply.Decision)],
                [.. said.Select(turn => turn.Reply.Sources)],
                [.. said.Select(turn => turn.Reply.Confidence)],
                [.. said.Select(turn => turn.Microseconds)]),
            RowContext.Lines.TalkRow);
    }

    private static async Task<(AssistantReply Reply, long Microseconds)> AskAsync(AssistantTalk talk, string text, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var reply = await talk.SayAsync(text, cancellationToken).ConfigureAwait(false);
        return (reply, (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    private static void Print(AssistantReply reply, long microseconds)
    {
        Console.WriteLine(reply.Text);
        if (reply.Sources.Count > 0)
            Console.WriteLine($"\nBronnen: {string.Join("; ", reply.Sources)}");
        if (reply.Buttons.Count > 0)
            Console.WriteLine($"\n{string.Join(" ", reply.Buttons.Select(button => $"[{button}]"))}");
        var confidence = reply.Confidence is { } value ? string.Create(CultureInfo.InvariantCulture, $", confidence {value:0.00}") : "";
        Console.WriteLine($"\n({string.Join(' ', [reply.Decision, .. reply.AnswerIds])}{confidence}, {microseconds} µs)");
    }
}
