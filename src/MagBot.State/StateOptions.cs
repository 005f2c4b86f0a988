using System.ComponentModel.DataAnnotations;

namespace MagBot.State;

/// <summary>Where and how conversations are kept.</summary>
public sealed class StateOptions
{
    /// <summary>Section of the settings that the members below may be read from.</summary>
    public const string SectionName = "MagBot:State";

    /// <summary>Name of the SQLite file in <see cref="DataDirectory"/>.</summary>
    public const string SqliteFileName = "magbot.db";

    /// <summary>PostgreSQL connection string; null or empty keeps everything in a SQLite file.</summary>
    /// <value>Default null.</value>
    public string? ConnectionString { get; set; }

    /// <summary>Directory of the SQLite file; made when absent.</summary>
    /// <value>Default <c>data</c>, in the working directory.</value>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>How many writes may wait for SQLite's one writer before callers wait to hand theirs in.</summary>
    /// <value>Default 1024.</value>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>How many waiting writes SQLite's writer stores in one transaction at most.</summary>
    /// <value>Default 128.</value>
    [Range(1, 10_000)]
    public int LargestBatch { get; set; } = 128;

    /// <summary>How long to wait for another process that holds the SQLite file.</summary>
    /// <value>Default 5 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connections to PostgreSQL for queries, and as many again for the locks of running turns; one more listens. Applies when the
    /// connection string has no <c>Maximum Pool Size</c>, which means the same.
    /// </summary>
    /// <value>Default 20: two instances fit in PostgreSQL's own default of 100.</value>
    [Range(1, 1000)]
    public int MaximumConnections { get; set; } = 20;

    /// <summary>Throws when a setting is out of range.</summary>
    /// <exception cref="StateException">One or more are; the message names them all.</exception>
    internal void Validate()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(5))
            results.Add(new ValidationResult($"{nameof(BusyTimeout)} must lie between 00:00:00 and 00:05:00, found {BusyTimeout}."));
        if (results.Count > 0)
            throw new StateException($"Settings under {SectionName} cannot be used: {string.Join(' ', results.Select(result => result.ErrorMessage))}");
    }

    internal bool UsesPostgres => !string.IsNullOrWhiteSpace(ConnectionString);
}
