using System.Security.Cryptography;
using System.Text;

namespace MagBot.Dialogs.Handover;

/// <summary>A short reference that customer and advisor can name to each other.</summary>
public static class HandoverReference
{
    // Without look-alikes.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Six letters and digits, the same for the same place in the same conversation.</summary>
    public static string Create(string conversationId, long sequence) => string.Create(
        6,
        SHA256.HashData(Encoding.UTF8.GetBytes($"{conversationId}|{sequence}")),
        static (span, bytes) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = Alphabet[bytes[i] % Alphabet.Length];
        });
}
