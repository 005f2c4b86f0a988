namespace MagBot.TestSupport;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class ManualTimeProvider(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    /// <summary>Monday 23 November 2026, 10:00 in the Netherlands: advisors are there.</summary>
    public static DateTimeOffset OpenMoment { get; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Sunday 22 November 2026: nobody is there.</summary>
    public static DateTimeOffset ClosedMoment { get; } = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
