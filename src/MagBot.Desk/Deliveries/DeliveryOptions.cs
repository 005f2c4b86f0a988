using System.ComponentModel.DataAnnotations;

namespace MagBot.Desk.Deliveries;

/// <summary>Where contact requests and transcripts go besides the desk. Nothing is sent to what is not set.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Section of the configuration that the host reads them from.</summary>
    public const string SectionName = "MagBot:Delivery";

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>Another system that hears of contact requests.</summary>
    public WebhookOptions Webhook { get; set; } = new();

    /// <summary>Wait after the first failure; it doubles with each.</summary>
    /// <value>Default 5 seconds.</value>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait between two attempts.</summary>
    /// <value>Default 15 minutes.</value>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>After this time a delivery is given up; the request stays on the desk.</summary>
    /// <value>Default 500 attempts, about five days.</value>
    [Range(1, 100_000)]
    public int Attempts { get; set; } = 500;

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (Smtp.Host is { Length: > 0 } && !System.Net.Mail.MailAddress.TryCreate(Smtp.From, out _))
            yield return $"{SectionName}:Smtp:From must be an e-mail address, found \"{Smtp.From}\". Write for instance: chat@winkel.example.";
        if (Smtp.CareAddress is { Length: > 0 } care && !System.Net.Mail.MailAddress.TryCreate(care, out _))
            yield return $"{SectionName}:Smtp:CareAddress must be an e-mail address, found \"{care}\". Write for instance: klantenservice@winkel.example.";
        if (Smtp.UserName is { Length: > 0 } && !Smtp.StartTls)
            yield return $"{SectionName}:Smtp:StartTls must be true where a UserName is set: the password would be readable on the way.";
        if (Webhook.Url is { } url && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)))
            yield return $"{SectionName}:Webhook:Url must be an https address, found \"{url}\".";
        if (Webhook.Url is not null && Webhook.Secret is not { Length: >= 16 })
            yield return $"{SectionName}:Webhook:Secret must have at least 16 characters.";
    }
}

/// <summary>The mail server.</summary>
public sealed class SmtpOptions
{
    /// <summary>Name of the server; null or empty sends no e-mail.</summary>
    public string? Host { get; set; }

    /// <summary>Port of the server.</summary>
    /// <value>Default 587, submission.</value>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>Whether to encrypt (STARTTLS). The certificate must be valid for <see cref="Host"/>.</summary>
    /// <value>Default true.</value>
    public bool StartTls { get; set; } = true;

    /// <summary>Name to log in with; null or empty does not.</summary>
    public string? UserName { get; set; }

    /// <summary>Password; give it by the environment or a secret store.</summary>
    public string? Password { get; set; }

    /// <summary>Sender.</summary>
    public string? From { get; set; }

    /// <summary>Where contact requests go; null or empty for the sender's address.</summary>
    public string? CareAddress { get; set; }

    /// <summary>How long a delivery may take.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The other system.</summary>
public sealed class WebhookOptions
{
    /// <summary>Address, https; null calls nobody.</summary>
    public Uri? Url { get; set; }

    /// <summary>Shared secret for the signature, at least 16 characters.</summary>
    public string? Secret { get; set; }

    /// <summary>How long a call may take.</summary>
    /// <value>Default 10 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}
