using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace MagBot.EndToEnd.Tests;

/// <summary>Debian's aiosmtpd in a process of its own, with STARTTLS under a certificate of our own and a login.</summary>
internal sealed class SmtpProcess(int port) : IDisposable
{
    public const string User = "magbot";
    public const string Password = "een geheim voor de proef";

    private readonly string _directory = Directory.CreateTempSubdirectory("magbot-smtp-").FullName;
    private readonly ConcurrentQueue<JsonNode> _messages = new();
    private Process? _process;

    /// <summary>The certificate, which the host must trust (<c>SSL_CERT_FILE</c>).</summary>
    public string Certificate => Path.Combine(_directory, "cert.pem");

    public IReadOnlyCollection<JsonNode> Messages => _messages;

    public void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Starts it.</summary>
    /// <param name="putOff">How many messages are answered with 451 first.</param>
    public void Start(int putOff)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        string[] arguments =
        [
            Path.Combine(Repository.Root, "tests", "MagBot.EndToEnd.Tests", "smtp_server.py"),
            port.ToString(CultureInfo.InvariantCulture), Certificate, KeyFile, User, Password, putOff.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } json)
                _messages.Enqueue(JsonNode.Parse(json)!); // the script prints objects
        };
        _process.BeginOutputReadLine();
    }

    /// <summary>Ends it in mid-sentence; it can be started again.</summary>
    public void Stop()
    {
        _process?.Kill();
        _process?.WaitForExit(); // also reads what it printed last
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_directory, recursive: true);
    }

    private string KeyFile => Path.Combine(_directory, "key.pem");
}
