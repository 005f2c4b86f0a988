using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace MagBot.Host.Web;

/// <summary>Reverse proxies in front of us: whom to believe about the caller's address and scheme.</summary>
internal static class Proxies
{
    public static void AddTrustedProxies(this IServiceCollection services, MagBotOptions settings) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in settings.TrustedProxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                    options.KnownProxies.Add(address);
                else if (IPNetwork.TryParse(proxy, out var network))
                    options.KnownIPNetworks.Add(network);
                else
                    throw new OptionsValidationException(
                        nameof(MagBotOptions),
                        typeof(MagBotOptions),
                        [$"MagBot:TrustedProxies must hold addresses such as 10.0.0.5 or networks such as 10.0.0.0/8, found \"{proxy}\"."]);
            }
        });
}
