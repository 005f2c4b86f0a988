using System.Text.Json.Nodes;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Dialogs.Tests;

public sealed class PromptAndComponentTests
{
    private sealed class Host(DialogSet dialogs) : IBot
    {
        public DialogTurnResult Last { get; private set; } = DialogTurnResult.EndOfTurn;

        public int Depth { get; private set; }

        public async Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            var context = new DialogContext(dialogs, turn);
            switch (turn.Activity.Text)
            {
                case "/opzij":
                    context.SetAside();
                    break;
                case "/verder":
                    context.TakeUp();
                    await context.RepromptAsync(cancellationToken);
                    break;
                case "/opnieuw":
                    Assert.True(await context.EmitEventAsync(new DialogEvent(DialogEvents.Restart), cancellationToken));
                    break;
                case "/stop":
                    Last = await context.CancelAllAsync(cancellationToken);
                    break;
                case "/fit":
                    turn.Send(context.Fit().ToString());
                    break;
                default:
                    Last = await context.ContinueAsync(cancellationToken);
                    if (Last.Status is DialogTurnStatus.Empty)
                        Last = await context.BeginAsync("root", null, cancellationToken);
                    break;
            }

            Depth = context.Depth;
            context.Save();
        }

        public void OnTurnError(TurnContext turn) => turn.Send("error");
    }

    private static Host Asking(Prompt prompt, PromptOptions options) => new(new DialogSet()
        .Add(prompt)
        .Add(new WaterfallDialog("root", (step, stop) => Prompt.AskAsync(step.Context, prompt.Id, options, stop))));

    [Theory]
    [InlineData("twee", 2)]
    [InlineData("1,5", 1.5)]
    [InlineData("1,4 gram", 1400)]
    public async Task NumberPrompt_WordsDigitsUnits_GiveANumber(string said, double expected)
    {
        var bot = Asking(new NumberPrompt("n", 0, 5000), new PromptOptions("Hoeveel?"));
        await (await new TestConversation(bot).SendAsync("hoi")).SendAsync(said);

        Assert.Equal((decimal)expected, bot.Last.Result?.GetValue<decimal>());
    }

    [Fact]
    public async Task NumberPrompt_OutOfRange_AsksAgain()
    {
        var talk = await new TestConversation(Asking(new NumberPrompt("n", 1, 10), new PromptOptions("Hoeveel?", "Van 1 tot 10."))).SendAsync("hoi");

        await talk.SendAsync("50");

        Assert.Equal("Van 1 tot 10.", talk.AllText());
    }

    [Fact]
    public async Task DateTimePrompt_TomorrowAtHalfEleven_GivesBoth()
    {
        var bot = Asking(new DateTimePrompt("d", TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam")), new PromptOptions("Wanneer?"));
        await (await new TestConversation(bot).SendAsync("hoi")).SendAsync("morgen om half elf");

        Assert.Equal("2026-11-24", bot.Last.Result?["date"]?.GetValue<string>());
        Assert.Equal("10:30", bot.Last.Result?["time"]?.GetValue<string>());
    }

    [Fact]
    public async Task DateTimePrompt_JustAfterMidnight_CountsFromTheShopsDay()
    {
        // 23.30 UTC on Sunday is half past midnight on Monday in the Netherlands.
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 11, 22, 23, 30, 0, TimeSpan.Zero));
        var bot = Asking(new DateTimePrompt("d", TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam")), new PromptOptions("Wanneer?"));
        await (await new TestConversation(bot, time).SendAsync("hoi")).SendAsync("morgen");

        Assert.Equal("2026-11-24", bot.Last.Result?["date"]?.GetValue<string>());
    }

    [Fact]
    public async Task Validator_IsCalledOnFailureTooAndItsOwnWordsReplaceTheRetryText()
    {
        var attempts = new List<int>();
        var prompt = new ChoicePrompt("c", validator: attempt =>
        {
            attempts.Add(attempt.Attempt);
            if (attempt.Value is null)
                attempt.Turn.Send("Eigen woorden.");
            return attempt.Value;
        });
        var talk = await new TestConversation(Asking(prompt, new PromptOptions("Kleur?", "Nog eens.", ["Rood", "Blauw"]))).SendAsync("hoi");

        await talk.SendAsync("xyz");

        Assert.Equal("Eigen woorden.", talk.AllText());
        await talk.SendAsync("rood");
        Assert.Equal([1, 2], attempts);
    }

    [Fact]
    public async Task Prompt_OtherActivities_NeverConsumeAStep()
    {
        var bot = Asking(new TextPrompt("t"), new PromptOptions("Naam?"));
        var talk = await new TestConversation(bot).SendAsync("hoi");

        await talk.JoinAsync("user2");

        Assert.Equal(DialogTurnStatus.Waiting, bot.Last.Status);
        Assert.Empty(talk.Replies);
    }

    private static Host WithComponent(Action<DialogReason, JsonNode?>? resumed = null)
    {
        var inner = new DialogSet()
            .Add(new TextPrompt("name"))
            .Add(new WaterfallDialog("inner", (step, stop) => Prompt.AskAsync(step.Context, "name", new PromptOptions("Naam?"), stop)));
        return new Host(new DialogSet()
            .Add(new ComponentDialog("component", inner, "inner"))
            .Add(new WaterfallDialog(
                "root",
                (step, stop) => step.Context.BeginAsync("component", null, stop),
                (step, stop) =>
                {
                    resumed?.Invoke(step.Reason, step.Result);
                    step.Context.Turn.Send($"klaar: {step.Result}");
                    return step.Context.EndAsync(step.Result?.DeepClone(), stop);
                })));
    }

    [Fact]
    public async Task Component_InnerStackEnds_HandsItsResultOut()
    {
        var bot = WithComponent();
        var talk = await new TestConversation(bot).SendAsync("hoi");
        Assert.Equal("Naam?", talk.AllText());
        Assert.Equal(2, bot.Depth); // the inner stack stays inside

        await talk.SendAsync("Piet");

        Assert.Equal("klaar: Piet", talk.AllText());
        Assert.Equal(DialogTurnStatus.Complete, bot.Last.Status);
    }

    [Fact]
    public async Task Component_Restart_ReachesTheInnermostDialog()
    {
        var talk = await new TestConversation(WithComponent()).SendAsync("hoi");

        await talk.SendAsync("/opnieuw");

        Assert.Equal("Naam?", talk.AllText());
        await talk.SendAsync("Piet");
        Assert.Equal("klaar: Piet", talk.AllText());
    }

    [Fact]
    public async Task Cancel_InsideAComponent_EmptiesEverything()
    {
        var bot = WithComponent();
        var talk = await new TestConversation(bot).SendAsync("hoi");

        await talk.SendAsync("/stop");

        Assert.Equal(DialogTurnStatus.Cancelled, bot.Last.Status);
        Assert.Equal(0, bot.Depth);
    }

    [Fact]
    public async Task SetAside_ThenTakenUp_AsksWhereItWas()
    {
        var bot = WithComponent();
        var talk = await new TestConversation(bot).SendAsync("hoi");
        await talk.SendAsync("/opzij");
        Assert.Equal(0, bot.Depth);

        await talk.SendAsync("/verder");

        Assert.Equal("Naam?", talk.AllText());
        await talk.SendAsync("Piet");
        Assert.Equal("klaar: Piet", talk.AllText());
    }

    [Theory]
    [InlineData(false, "Possible")]
    [InlineData(true, "Exact")]
    public async Task Fit_FreeText_IsOnlyPossibleUnlessItTakesQuestions(bool takesQuestions, string expected)
    {
        var talk = await new TestConversation(Asking(new TextPrompt("t", takesQuestions: takesQuestions), new PromptOptions("Naam?"))).SendAsync("hoi");

        await talk.SendAsync("/fit");

        Assert.Equal(expected, talk.AllText());
    }

    /// <summary>Any order of calls keeps the stack readable and its state through a round trip.</summary>
    [Fact]
    public async Task Stack_AnyOrderOfCalls_StaysReadable()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        string[] said = ["hoi", "/opzij", "/verder", "/stop", "Piet", "", "/fit"];
        var bot = WithComponent();
        var talk = new TestConversation(bot);
        for (var turn = 0; turn < 200; turn++)
        {
            await talk.SendAsync(said[random.Next(said.Length)]);
            Assert.DoesNotContain("error", talk.AllText(), StringComparison.Ordinal);
            Assert.InRange(bot.Depth, 0, 2);
        }
    }
}
