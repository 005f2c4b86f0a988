using System.Net;
using MagBot.Channels.Connector;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MagBot.Host.Tests.Connector;

public sealed class ServiceUrlPolicyTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", true)]
    [InlineData("https://eigen.example:8443/x", true)]
    [InlineData("http://smba.trafficmanager.net/emea/", false)]
    [InlineData("https://localhost/", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://10.1.2.3/", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://[fe80::1]/", false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false)]
    [InlineData("https://gebruiker:wachtwoord@smba.trafficmanager.net/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("onzin", false)]
    [InlineData(null, false)]
    public void MayReach_OutsideDevelopment(string? serviceUrl, bool expected) => Assert.Equal(expected, Policy().MayReach(serviceUrl));

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/", true)]
    [InlineData("https://webchat.botframework.com/", true)]
    [InlineData("https://connector.eigen.example/", true)]
    [InlineData("https://kwaad.trafficmanager.net/", false)]
    [InlineData("https://kwaadbotframework.com/", false)]
    [InlineData("https://botframework.com.kwaad.example/", false)]
    [InlineData("http://smba.trafficmanager.net/", false)]
    public void MayHoldToken_OnlyKnownHosts(string address, bool expected) => Assert.Equal(expected, Policy().MayHoldToken(new Uri(address)));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2001:4860:4860::8888", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    public void IsPublic_KnowsReservedRanges(string address, bool expected) => Assert.Equal(expected, ServiceUrlPolicy.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void Wait_GrowsAndFollowsTheChannelsWish()
    {
        Assert.InRange(ConnectorSender.Wait(1, null), TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(2.4));
        Assert.InRange(ConnectorSender.Wait(4, null), TimeSpan.FromSeconds(12.8), TimeSpan.FromSeconds(19.2));
        Assert.InRange(ConnectorSender.Wait(50, null), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
        Assert.Equal(TimeSpan.FromSeconds(7), ConnectorSender.Wait(1, TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.FromHours(1), ConnectorSender.Wait(1, TimeSpan.FromDays(3)));
    }

    private static ServiceUrlPolicy Policy()
    {
        var options = new ConnectorOptions();
        options.TrustedHosts.Add("eigen.example");
        return new ServiceUrlPolicy(Options.Create(options), new Production());
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "test";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
