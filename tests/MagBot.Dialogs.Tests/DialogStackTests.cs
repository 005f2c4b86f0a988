using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Dialogs.Tests;

public sealed class DialogStackTests
{
    private sealed class DialogBot(DialogSet dialogs, string root) : IBot
    {
        public List<DialogTurnResult> Results { get; } = [];

        public async Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            var context = new DialogContext(dialogs, turn);
            var result = turn.Activity.Text switch
            {
                "stop" => await context.CancelAllAsync(cancellationToken),
                "herhaal" => await RepromptAsync(context, cancellationToken),
                _ => await context.ContinueAsync(cancellationToken),
            };
            if (result.Status is DialogTurnStatus.Empty)
                result = await context.BeginAsync(root, null, cancellationToken);
            Results.Add(result);
            context.Save();
        }

        public void OnTurnError(TurnContext turn) => turn.Send("error");

        private static async Task<DialogTurnResult> RepromptAsync(DialogContext context, CancellationToken cancellationToken)
        {
            await context.RepromptAsync(cancellationToken);
            return DialogTurnResult.EndOfTurn;
        }
    }

    private static DialogBot NameAndColour()
    {
        var dialogs = new DialogSet()
            .Add(new TextPrompt("name", text => text.Length > 1 ? text : null))
            .Add(new ChoicePrompt("colour"))
            .Add(new WaterfallDialog("root",
                (step, stop) => Prompt.AskAsync(step.Context, "name", new PromptOptions("Naam?", "Langer graag."), stop),
                (step, stop) =>
                {
                    step.Values["name"] = step.Result?.DeepClone();
                    return Prompt.AskAsync(step.Context, "colour", new PromptOptions("Kleur?", null, ["Rood", "Blauw"]), stop);
                },
                (step, stop) =>
                {
                    step.Context.Turn.Send($"{step.Values["name"]} kiest {step.Result}");
                    return step.Context.EndAsync(step.Result?.DeepClone(), stop);
                }));
        return new DialogBot(dialogs, "root");
    }

    [Fact]
    public async Task Waterfall_PromptsInOrder_EndsWithTheResult()
    {
        var bot = NameAndColour();
        var talk = new TestConversation(bot);

        await talk.SendAsync("hoi");
        Assert.Equal("Naam?", talk.AllText());
        await talk.SendAsync("Piet");
        Assert.Equal("Kleur?", talk.AllText());
        await talk.SendAsync("de tweede");

        Assert.Equal("Piet kiest Blauw", talk.AllText());
        Assert.Equal(DialogTurnStatus.Complete, bot.Results[^1].Status);
        Assert.Equal("Blauw", bot.Results[^1].Result?.GetValue<string>());
    }

    [Fact]
    public async Task Prompt_AnswerDoesNotFit_SaysTheRetryTextThenGivesUp()
    {
        var talk = new TestConversation(NameAndColour());
        await talk.SendAsync("hoi");

        await talk.SendAsync("x");
        Assert.Equal("Langer graag.", talk.AllText());
        await talk.SendAsync("y");
        await talk.SendAsync("z");

        Assert.Equal("Kleur?", talk.AllText()); // after three tries the prompt ends with null
    }

    [Fact]
    public async Task Reprompt_AsksAgainWithoutCountingAnAttempt()
    {
        var talk = new TestConversation(NameAndColour());
        await talk.SendAsync("hoi");

        for (var i = 0; i < 5; i++)
        {
            await talk.SendAsync("herhaal");
            Assert.Equal("Naam?", talk.AllText());
        }

        await talk.SendAsync("Piet");
        Assert.Equal("Kleur?", talk.AllText());
    }

    [Fact]
    public async Task CancelAll_InTheMiddle_EmptiesTheStack()
    {
        var bot = NameAndColour();
        var talk = new TestConversation(bot);
        await talk.SendAsync("hoi");

        await talk.SendAsync("stop");

        Assert.Equal(DialogTurnStatus.Cancelled, bot.Results[^1].Status);
        Assert.Equal("{}", (await talk.StoredAsync()).State);
    }

    [Fact]
    public async Task StoredStack_OfAnotherVersion_IsDroppedInsteadOfStrandingTheConversation()
    {
        var talk = new TestConversation(NameAndColour());
        await talk.SendAsync("hoi");
        var shorter = new DialogBot(
            new DialogSet().Add(new TextPrompt("name")).Add(new WaterfallDialog("root", (step, stop) =>
                Prompt.AskAsync(step.Context, "name", new PromptOptions("Nieuwe vraag?"), stop))),
            "root");

        var later = new TestConversation(shorter, talk.Time, new SingleConversation(talk.Store, talk.Id));
        await later.SendAsync("Piet");

        Assert.Equal("Nieuwe vraag?", later.AllText());
    }

    [Fact]
    public void DialogSet_SameIdTwice_Throws()
    {
        var dialogs = new DialogSet().Add(new TextPrompt("name"));

        Assert.Throws<ArgumentException>(() => dialogs.Add(new ChoicePrompt("name")));
    }

    [Fact]
    public async Task Next_TwiceInOneStep_Throws()
    {
        var dialogs = new DialogSet().Add(new WaterfallDialog("root",
            async (step, stop) =>
            {
                await step.NextAsync(null, stop);
                return await step.NextAsync(null, stop);
            },
            (_, _) => Task.FromResult(DialogTurnResult.EndOfTurn)));
        var talk = new TestConversation(new DialogBot(dialogs, "root"));

        await talk.SendAsync("hoi");

        Assert.Equal("error", talk.AllText());
    }

    [Fact]
    public async Task ConfirmPrompt_ButtonsAndWords_GiveABoolean()
    {
        var dialogs = new DialogSet()
            .Add(new ConfirmPrompt("sure"))
            .Add(new WaterfallDialog("root",
                (step, stop) => Prompt.AskAsync(step.Context, "sure", new PromptOptions("Zeker?", null, ["Verstuur het", "Begin opnieuw"]), stop)));

        foreach (var (said, expected) in new[] { ("Verstuur het", true), ("begin opnieuw", false), ("ja hoor", true), ("liever niet", false) })
        {
            var bot = new DialogBot(dialogs, "root");
            var talk = new TestConversation(bot);
            await talk.SendAsync("hoi");
            await talk.SendAsync(said);
            Assert.Equal(expected, bot.Results[^1].Result?.GetValue<bool>());
        }
    }

    /// <summary>Shows one stored conversation under every id, so that another bot can go on with it.</summary>
    private sealed class SingleConversation(Storage.IConversationStore inner, string id) : Storage.IConversationStore
    {
        private string _id = id;

        public async Task<Conversations.Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken)
        {
            var found = await inner.FindAsync(_id, cancellationToken);
            _id = conversationId;
            return found is null ? null : found with { Id = conversationId, Version = 0 };
        }

        public Task<string?> FindByKeyAsync(string conversationId, string deduplicationKey, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<Storage.CommitOutcome> CommitAsync(Storage.TurnCommit commit, CancellationToken cancellationToken) => inner.CommitAsync(commit, cancellationToken);

        public Task<IReadOnlyList<Conversations.LogEntry>> ReadLogAsync(string conversationId, long fromSequence, int limit, CancellationToken cancellationToken) =>
            inner.ReadLogAsync(conversationId, fromSequence, limit, cancellationToken);

        public Task<IReadOnlyList<Conversations.LogEntry>> FindEntriesAsync(string conversationId, string activityId, CancellationToken cancellationToken) =>
            inner.FindEntriesAsync(conversationId, activityId, cancellationToken);

        public Task<bool> EraseAsync(string conversationId, CancellationToken cancellationToken) => inner.EraseAsync(conversationId, cancellationToken);

        public Task<int> EraseExpiredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.EraseExpiredAsync(before, limit, cancellationToken);

        public Task<int> EraseHealthAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.EraseHealthAsync(before, limit, cancellationToken);
    }
}
