using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>Recognises the secrets of server-side callers, in constant time.</summary>
internal sealed class SecretCheck(IOptions<DirectLineOptions> options)
{
    public const string HashPrefix = "sha256:";

    private readonly byte[][] _hashes = [.. options.Value.Secrets.Select(Hash)];

    /// <summary>Whether <paramref name="candidate"/> is one of the configured secrets.</summary>
    public bool Matches(string candidate)
    {
        if (_hashes.Length == 0)
            return false;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(candidate));
        var found = false;
        foreach (var known in _hashes)
            found |= CryptographicOperations.FixedTimeEquals(known, hash);
        return found;
    }

    public static bool TryReadHash(string secret, out byte[] hash)
    {
        hash = [];
        var digits = secret[HashPrefix.Length..];
        if (digits.Length != 2 * SHA256.HashSizeInBytes || !digits.All(char.IsAsciiHexDigit))
            return false;
        hash = Convert.FromHexString(digits);
        return true;
    }

    private static byte[] Hash(string secret) =>
        secret.StartsWith(HashPrefix, StringComparison.Ordinal) && TryReadHash(secret, out var hash)
            ? hash
            : SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
