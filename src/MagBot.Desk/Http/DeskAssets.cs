using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MagBot.Desk.Http;

/// <summary>Scripts and styles of the desk, from the assembly. Their addresses carry a hash, so browsers may keep them.</summary>
internal static class DeskAssets
{
    private const string Prefix = "desk/";

    private static readonly FrozenDictionary<string, Asset> Assets = Load();

    /// <summary>Address relative to the base of a page; null when this build has no such file.</summary>
    public static string? Url(string name) => Assets.TryGetValue(name, out var asset) ? $"assets/{name}?v={asset.Version}" : null;

    public static IResult Get(string name, HttpContext http)
    {
        if (!Assets.TryGetValue(name, out var asset))
            return TypedResults.NotFound();
        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(DeskAssets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!; // listed a moment ago
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                return Asset.From(name, memory.ToArray());
            });
    }

    private sealed record Asset(byte[] Content, string ContentType, string Version)
    {
        public static Asset From(string name, byte[] content) => new(
            content,
            Path.GetExtension(name) == ".css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
            Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }
}
