using System.Collections.Concurrent;
using System.Security.Cryptography;
using MagBot.Activities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Channels.DirectLine;

/// <summary>What a token stands for.</summary>
/// <param name="ConversationId">The one conversation that it opens.</param>
/// <param name="User">The user that it is bound to; null when it is bound to none.</param>
/// <param name="Origins">Origins from which it may be used; empty means no limit of its own.</param>
internal sealed record TokenGrant(string ConversationId, ChannelAccount? User, IReadOnlyList<string> Origins);

/// <summary>Why a token is refused, or that it is not.</summary>
internal enum TokenVerdict
{
    Valid,
    Expired,
    Invalid,
}

/// <summary>A token that was looked at.</summary>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Grant">What it stands for; null only when it is invalid.</param>
/// <param name="ExpiresAt">Moment of its end.</param>
internal sealed record TokenReading(TokenVerdict Verdict, TokenGrant? Grant, DateTimeOffset ExpiresAt)
{
    public static TokenReading Refused { get; } = new(TokenVerdict.Invalid, null, default);
}

/// <summary>
/// Issues and reads the tokens of Direct Line: signed JWTs that are bound to one conversation. Clients decode the payload to see
/// whether a user is bound (claim <c>user</c>), so nothing in it is secret. Thread safe.
/// </summary>
internal sealed class DirectLineTokens(SigningKeys keys, IOptions<DirectLineOptions> options, TimeProvider time)
{
    public const string UserIdPrefix = "dl_";

    private const string Issuer = "magbot";
    private const string ConversationAudience = "magbot/directline";
    private const string StreamAudience = "magbot/directline/stream";
    private const int CacheLimit = 20_000;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = 8 * 1024 };

    // Checking a signature costs more than the rest of a small request; a client sends the same token for half an hour.
    private readonly ConcurrentDictionary<string, TokenReading> _known = new(StringComparer.Ordinal);

    /// <summary>Life of a conversation token in seconds, as clients are told.</summary>
    public int LifetimeSeconds => (int)options.Value.TokenLifetime.TotalSeconds;

    /// <summary>A fresh conversation id; cannot be guessed.</summary>
    public static string NewConversationId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A fresh user id; cannot be guessed.</summary>
    public static string NewUserId() => UserIdPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public Task<string> IssueAsync(TokenGrant grant, CancellationToken cancellationToken) =>
        CreateAsync(grant, ConversationAudience, options.Value.TokenLifetime, cancellationToken);

    public Task<string> IssueForStreamAsync(TokenGrant grant, CancellationToken cancellationToken) =>
        CreateAsync(grant, StreamAudience, options.Value.StreamTokenLifetime, cancellationToken);

    /// <summary>Reads a conversation token; an expired one still tells what it stood for.</summary>
    public async ValueTask<TokenReading> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(token, out var reading))
        {
            reading = await ValidateAsync(token, ConversationAudience, cancellationToken).ConfigureAwait(false);
            if (reading.Grant is null)
                return reading;
            if (_known.Count >= CacheLimit)
                _known.Clear();
            _known.TryAdd(token, reading);
        }

        return AtThisMoment(reading);
    }

    /// <summary>Reads the token of a stream address.</summary>
    public async ValueTask<TokenReading> ReadForStreamAsync(string token, CancellationToken cancellationToken) =>
        AtThisMoment(await ValidateAsync(token, StreamAudience, cancellationToken).ConfigureAwait(false));

    private TokenReading AtThisMoment(TokenReading reading) =>
        reading.Grant is not null && time.GetUtcNow() >= reading.ExpiresAt ? reading with { Verdict = TokenVerdict.Expired } : reading;

    private async Task<string> CreateAsync(TokenGrant grant, string audience, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var ring = await keys.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)),
            ["bot"] = options.Value.BotId,
            ["conv"] = grant.ConversationId,
        };
        if (grant.User?.Id is { } userId)
            claims["user"] = userId;
        if (grant.User?.Name is { Length: > 0 } userName)
            claims["userName"] = userName;
        if (grant.Origins.Count > 0)
            claims["origins"] = grant.Origins.ToArray();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = ring.Signer,
        });
    }

    private async Task<TokenReading> ValidateAsync(string token, string audience, CancellationToken cancellationToken)
    {
        if (token.Length > _handler.MaximumTokenSizeInBytes || !_handler.CanReadToken(token))
            return TokenReading.Refused;
        try
        {
            var keyId = _handler.ReadJsonWebToken(token).Kid;
            var ring = await keys.GetAsync(cancellationToken).ConfigureAwait(false);
            if (!ring.Holds(keyId))
                ring = await keys.ReloadAsync(ring, cancellationToken).ConfigureAwait(false);
            var result = await _handler.ValidateTokenAsync(token, Rules(ring, audience)).ConfigureAwait(false);
            return result.IsValid ? Describe((JsonWebToken)result.SecurityToken) : TokenReading.Refused;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return TokenReading.Refused;
        }
    }

    // The end of a token is judged by AtThisMoment, so that an expired one can still prove a conversation.
    private static TokenValidationParameters Rules(KeyRing ring, string audience) => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = audience,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeys = ring.Keys,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        ValidateLifetime = false,
    };

    private static TokenReading Describe(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>("conv", out var conversationId) || string.IsNullOrEmpty(conversationId) || token.ValidTo == default)
            return TokenReading.Refused;
        token.TryGetPayloadValue<string>("user", out var userId);
        token.TryGetPayloadValue<string>("userName", out var userName);
        token.TryGetPayloadValue<string[]>("origins", out var origins);
        var user = userId is null ? null : new ChannelAccount { Id = userId, Name = userName, Role = Roles.User };
        return new TokenReading(TokenVerdict.Valid, new TokenGrant(conversationId, user, origins ?? []), new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
    }
}
