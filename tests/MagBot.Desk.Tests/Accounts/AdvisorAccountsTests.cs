using MagBot.Desk.Accounts;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Xunit;

namespace MagBot.Desk.Tests.Accounts;

public sealed class AdvisorAccountsTests
{
    private const string Password = "een goed lang wachtwoord";

    private readonly InMemoryAdvisorStore _store = new();
    private readonly InMemoryKeyStore _keys = new();
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly AdvisorAccounts _accounts;
    private readonly Invitations _invitations;

    public AdvisorAccountsTests()
    {
        _accounts = new AdvisorAccounts(_store, new DeskOptions(), _time);
        _invitations = new Invitations(_keys, _store, new DeskOptions(), _time);
    }

    [Fact]
    public async Task SignIn_RightPassword_IgnoresCaseOfTheName()
    {
        await AddAsync();

        Assert.Equal("Anna", (await SignInAsync("ANNA", Password))?.DisplayName);
    }

    [Fact]
    public async Task Add_NameTaken_IsRefused()
    {
        await AddAsync();

        Assert.Null(await _accounts.AddAsync(new AccountRequest("Anna", "Ander", Password), false, CancellationToken.None));
    }

    [Fact]
    public async Task SignIn_FiveFailures_LocksForFiveMinutes()
    {
        await AddAsync();
        for (var i = 0; i < 5; i++)
            Assert.Null(await SignInAsync("anna", "fout wachtwoord"));

        Assert.Null(await SignInAsync("anna", Password));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Null(await SignInAsync("anna", Password));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await SignInAsync("anna", Password));
    }

    [Fact]
    public async Task SignIn_GuessesAtOnce_AreAllCounted()
    {
        await AddAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => SignInAsync("anna", "fout wachtwoord"))));

        Assert.Null(await SignInAsync("anna", Password));
    }

    [Fact]
    public async Task SignIn_Success_ForgetsFailures()
    {
        await AddAsync();
        for (var i = 0; i < 4; i++)
            await SignInAsync("anna", "fout wachtwoord");
        await SignInAsync("anna", Password);
        for (var i = 0; i < 4; i++)
            await SignInAsync("anna", "fout wachtwoord");

        Assert.NotNull(await SignInAsync("anna", Password));
    }

    [Fact]
    public async Task IsValid_StampChanged_EndsTheSession()
    {
        var advisor = await AddAsync();
        var session = DeskUser.ToPrincipal(advisor);
        Assert.True(await _accounts.IsValidAsync(session, CancellationToken.None));

        await _store.UpdateAsync(advisor with { SecurityStamp = "new" }, CancellationToken.None);

        Assert.False(await _accounts.IsValidAsync(session, CancellationToken.None));
    }

    [Theory]
    [InlineData("an", "Anna", Password, AccountFault.UserName)]
    [InlineData("anna maria", "Anna", Password, AccountFault.UserName)]
    [InlineData("anna", "[Anna](x)", Password, AccountFault.DisplayName)]
    [InlineData("anna", "", Password, AccountFault.DisplayName)]
    [InlineData("anna", "Anna", "elf tekens!", AccountFault.Password)]
    [InlineData("annaannaanna", "Anna", "AnnaAnnaAnna", AccountFault.PasswordIsName)]
    public void Check_UnusableRequest_NamesTheFault(string userName, string displayName, string password, AccountFault expected) =>
        Assert.Equal([expected], AccountRules.Check(new AccountRequest(userName, displayName, password)));

    [Fact]
    public async Task Invitation_Setup_WorksOnceAndOnlyWithoutAccounts()
    {
        var first = await _invitations.CreateSetupAsync(CancellationToken.None);
        var second = await _invitations.CreateSetupAsync(CancellationToken.None);

        Assert.Null(await _invitations.FindAsync(first, CancellationToken.None));
        var invitation = await _invitations.FindAsync(second, CancellationToken.None);
        Assert.Equal(InvitationKind.Setup, invitation?.Kind);
        await AddAsync();
        Assert.Null(await _invitations.FindAsync(second, CancellationToken.None));
        Assert.Null(await _invitations.CreateSetupAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Invitation_Colleague_ExpiresAfterADay()
    {
        var code = await _invitations.CreateForColleagueAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _invitations.FindAsync(code, CancellationToken.None));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await _invitations.FindAsync(code, CancellationToken.None));
    }

    [Fact]
    public async Task Invitation_TakenTwice_OnlyTheFirstSucceeds()
    {
        var code = await _invitations.CreateForColleagueAsync(CancellationToken.None);
        var invitation = await _invitations.FindAsync(code, CancellationToken.None);
        Assert.NotNull(invitation);

        Assert.True(await _invitations.TakeAsync(invitation, CancellationToken.None));
        Assert.False(await _invitations.TakeAsync(invitation, CancellationToken.None));
    }

    [Fact]
    public async Task Invitation_Stored_KeepsNoCode()
    {
        var code = await _invitations.CreateForColleagueAsync(CancellationToken.None);

        var kept = await _keys.ListAsync("desk-invitation", CancellationToken.None);

        Assert.All(kept, key => Assert.DoesNotContain(code, key.Id + key.Value, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://0.0.0.0:80", "http://localhost:80")]
    [InlineData("http://+:5080", "http://localhost:5080")]
    [InlineData("https://balie.example.nl", "https://balie.example.nl")]
    public void Listening_EveryInterface_BecomesAnAddressToOpen(string address, string expected) =>
        Assert.Equal(expected, SetupLink.Listening(address));

    private async Task<MagBot.Dialogs.Storage.Advisor> AddAsync()
    {
        var advisor = await _accounts.AddAsync(new AccountRequest("anna", "Anna", Password), true, CancellationToken.None);
        Assert.NotNull(advisor);
        return advisor;
    }

    private Task<MagBot.Dialogs.Storage.Advisor?> SignInAsync(string userName, string password) =>
        _accounts.SignInAsync(userName, password, CancellationToken.None);
}
