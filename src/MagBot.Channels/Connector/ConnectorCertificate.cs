using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MagBot.Channels.Connector;

/// <summary>The certificate of the registration, with its key.</summary>
internal static class ConnectorCertificate
{
    /// <summary>Reads it; the caller disposes it.</summary>
    public static X509Certificate2 Load(ConnectorOptions options) =>
        X509CertificateLoader.LoadPkcs12FromFile(options.CertificatePath ?? "", options.CertificatePassword);

    /// <summary>What is wrong with the settings of it, or the file; null when nothing is.</summary>
    public static string? FaultOf(ConnectorOptions options)
    {
        const string Key = $"{ConnectorOptions.SectionName}:CertificatePath";
        if (string.IsNullOrEmpty(options.CertificatePath))
            return null;
        if (!File.Exists(options.CertificatePath))
            return $"{Key} names no file: \"{options.CertificatePath}\".";
        try
        {
            using var certificate = Load(options);
            return certificate.HasPrivateKey ? null : $"{Key}: \"{options.CertificatePath}\" holds no private key. Export it with the key, as PKCS#12 (.pfx).";
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"{Key}: \"{options.CertificatePath}\" cannot be read. It must be a PKCS#12 file (.pfx) that this user may read, and CertificatePassword its password.";
        }
    }
}
