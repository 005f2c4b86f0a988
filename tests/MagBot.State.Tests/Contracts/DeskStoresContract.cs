using MagBot.Dialogs.Storage;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Contracts;

public abstract class DeskStoresContract : ContractTests
{
    [ContractFact]
    public async Task Advisors_Added_AreFoundByIdAndByNameInAnyCase()
    {
        var zoe = Advisor("1", "Zoë@Winkel.nl", "Zoë") with { Role = AdvisorRole.Lead, Capacity = 7, DisabledAt = SampleTurns.Noon, FailedSignIns = 3, LockedUntil = SampleTurns.Noon };

        Assert.True(await Backend.Advisors.AddAsync(zoe, None));

        Assert.Equal(zoe, await Backend.Advisors.FindAsync("1", None));
        Assert.Equal(zoe, await Backend.Advisors.FindByUserNameAsync("ZOË@winkel.NL", None));
        Assert.Equal(zoe, await Backend.Advisors.FindByUserNameAsync("Zoe\u0308@winkel.nl", None));
        Assert.Null(await Backend.Advisors.FindByUserNameAsync("zoe@winkel.nl", None));
        Assert.Null(await Backend.Advisors.FindAsync("2", None));
        Assert.Equal(1, await Backend.Advisors.CountAsync(None));
    }

    [ContractFact]
    public async Task Advisors_AddWithTakenNameOrId_ReturnsFalse()
    {
        await Backend.Advisors.AddAsync(Advisor("1", "fatma", "Fatma"), None);

        Assert.False(await Backend.Advisors.AddAsync(Advisor("2", "FATMA", "Een ander"), None));
        Assert.False(await Backend.Advisors.AddAsync(Advisor("1", "bram", "Bram"), None));
        Assert.Equal(1, await Backend.Advisors.CountAsync(None));
    }

    [ContractFact]
    public async Task Advisors_OfAnIssuer_AreFoundBySubjectAndKeptApart()
    {
        var zoe = Advisor("1", "zoe", "Zoë") with { Issuer = "https://a.example", Subject = "s-1", TeamsId = "0e1f0e1f-aaaa-bbbb-cccc-000000000001" };
        await Backend.Advisors.AddAsync(zoe, None);
        await Backend.Advisors.AddAsync(Advisor("2", "bram", "Bram"), None);

        Assert.Equal(zoe, await Backend.Advisors.FindBySubjectAsync("https://a.example", "s-1", None));
        Assert.Null(await Backend.Advisors.FindBySubjectAsync("https://b.example", "s-1", None));
        Assert.Equal("1", (await Backend.Advisors.FindByTeamsIdAsync("0E1F0E1F-AAAA-BBBB-CCCC-000000000001", None))?.Id);
        Assert.Null(await Backend.Advisors.FindByTeamsIdAsync("0e1f0e1f-aaaa-bbbb-cccc-000000000002", None));
        Assert.False(await Backend.Advisors.AddAsync(Advisor("3", "els", "Els") with { Issuer = "https://a.example", Subject = "s-1" }, None));
        Assert.False(await Backend.Advisors.UpdateAsync(Advisor("2", "bram", "Bram") with { TeamsId = zoe.TeamsId }, None));
        Assert.True(await Backend.Advisors.AddAsync(Advisor("3", "els", "Els") with { Issuer = "https://b.example", Subject = "s-1" }, None));
    }

    [ContractFact]
    public async Task Advisors_List_IsSortedByName()
    {
        foreach (var (id, name) in new[] { ("1", "bram"), ("2", "Zoë"), ("3", "Émile"), ("4", "Anna") })
            await Backend.Advisors.AddAsync(Advisor(id, $"u{id}", name), None);

        Assert.Equal(["Anna", "bram", "Émile", "Zoë"], (await Backend.Advisors.ListAsync(None)).Select(advisor => advisor.DisplayName));
    }

    [ContractFact]
    public async Task Advisors_Update_ReplacesTheKnownOneOnly()
    {
        await Backend.Advisors.AddAsync(Advisor("1", "fatma", "Fatma"), None);
        await Backend.Advisors.AddAsync(Advisor("2", "bram", "Bram"), None);
        var changed = Advisor("1", "fatma", "Fatma B.") with { SecurityStamp = "s2", FailedSignIns = 1 };

        Assert.True(await Backend.Advisors.UpdateAsync(changed, None));
        Assert.False(await Backend.Advisors.UpdateAsync(Advisor("9", "piet", "Piet"), None));
        Assert.False(await Backend.Advisors.UpdateAsync(changed with { UserName = "Bram" }, None));

        Assert.Equal(changed, await Backend.Advisors.FindAsync("1", None));
    }

    [ContractFact]
    public async Task Keys_Added_AreListedByPurposeOldestFirst()
    {
        var second = new KeyMaterial("tokens", "b", "geheim 2", SampleTurns.Noon.AddDays(1));
        var first = new KeyMaterial("tokens", "c", "geheim 1", SampleTurns.Noon);
        foreach (var key in new[] { second, first, new KeyMaterial("rings", "b", "ander", SampleTurns.Noon) })
            Assert.True(await Backend.Keys.AddAsync(key, None));

        Assert.False(await Backend.Keys.AddAsync(second with { Value = "anders" }, None));
        Assert.Equal([first, second], await Backend.Keys.ListAsync("tokens", None));
        Assert.Empty(await Backend.Keys.ListAsync("onbekend", None));
    }

    [ContractFact]
    public async Task Keys_RemovedByManyAtOnce_ExactlyOneGetsTrue()
    {
        await Backend.Keys.AddAsync(new KeyMaterial("invitation", "x", "hash", SampleTurns.Noon), None);

        var removed = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Backend.Keys.RemoveAsync("invitation", "x", None))));

        Assert.Single(removed, true);
        Assert.Empty(await Backend.Keys.ListAsync("invitation", None));
    }

    private static Advisor Advisor(string id, string userName, string displayName) => new()
    {
        Id = id,
        UserName = userName,
        DisplayName = displayName,
        PasswordHash = "AQAAAA==",
        SecurityStamp = "s1",
    };
}
