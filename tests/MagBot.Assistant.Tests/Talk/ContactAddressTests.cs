using MagBot.Assistant.Handover;
using Xunit;

namespace MagBot.Assistant.Tests.Talk;

public sealed class ContactAddressTests
{
    [Theory]
    [InlineData("piet@voorbeeld.example", "piet@voorbeeld.example")]
    [InlineData("mijn mail is Piet.Jansen+chat@mail.voorbeeld.example.", "Piet.Jansen+chat@mail.voorbeeld.example")]
    [InlineData("06 12345678", "06 12345678")]
    [InlineData("bel me op 020-1234567 aub", "020-1234567")]
    [InlineData("+31 6 12 34 56 78", "+31 6 12 34 56 78")]
    [InlineData("+31 (0)6 12345678", "+31 (0)6 12345678")]
    [InlineData("0031612345678", "0031612345678")]
    [InlineData("+32 470 12 34 56", "+32 470 12 34 56")]
    [InlineData("02 123 45 67", "02 123 45 67")]
    [InlineData("+49 30 1234567", "+49 30 1234567")]
    public void Find_AnAddress_GivesIt(string text, string expected) => Assert.Equal(expected, ContactAddress.Find(text));

    [Theory]
    [InlineData("bel maar")]
    [InlineData("piet@voorbeeld")]
    [InlineData("piet..jansen@voorbeeld.example")]
    [InlineData(".piet@voorbeeld.example.")]
    [InlineData("0612")]
    [InlineData("12345678901")]
    [InlineData("0000000000")]
    [InlineData("06111111111111")]
    [InlineData("+31 6 1234")]
    [InlineData("bestelling 20261234567")]
    public void Find_NoUsableAddress_IsNull(string text) => Assert.Null(ContactAddress.Find(text));
}
