using System.Net.Sockets;
using MagBot.Knowledge.Loading;
using MagBot.State;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace MagBot.Host.Start;

/// <summary>Says why the host did not start, and what to do: for the person at the terminal, without a stack trace.</summary>
internal static class StartFault
{
    private const string Prefix = "MagBot could not start: ";

    public static string Describe(Exception exception) => Prefix + exception switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine + Prefix, invalid.Failures),
        AggregateException { InnerExceptions: var inner } => string.Join(Environment.NewLine + Prefix, inner.Select(Explain)),
        _ => Explain(exception),
    };

    private static string Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(" ", invalid.Failures),
        StateException or KnowledgeUnusableException => exception.Message,
        IOException { InnerException: AddressInUseException } => $"{Address(exception.Message)} is in use by another program. "
            + "Stop that program, or choose another address with --urls http://localhost:5081.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "this user may not listen on that port. Choose a port above 1023 with --urls http://localhost:5080.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            "this machine does not have the address to listen on. Choose another one with --urls http://localhost:5080.",
        _ => $"{exception.Message} ({exception.GetType().Name})",
    };

    // "Failed to bind to address http://127.0.0.1:5080: address already in use."
    private static string Address(string message) =>
        message.Split(' ').FirstOrDefault(word => word.Contains("://", StringComparison.Ordinal))?.TrimEnd(':', '.') ?? "The address";
}
