namespace Drover.Web.Sessions;

/// <summary>How long browsers stay signed in.</summary>
public sealed record WebSessionOptions
{
    /// <summary>How long a sign-in link may wait for its use.</summary>
    public TimeSpan LinkTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts.</summary>
    public TimeSpan SessionTime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Most sessions, and most links that wait, at once; the oldest gives way to a new one.</summary>
    public int Most { get; init; } = 1_000;

    /// <summary>Whether users may be known on connections on which everybody on the way can read along.</summary>
    public bool PlainIsMeant { get; init; }

    /// <summary>Where browsers find the daemon when a proxy stands before it, such as <c>https://drover.example</c>; null when nothing does.</summary>
    public string? Origin { get; init; }

    /// <summary>File in which sessions outlive the daemon; null for none.</summary>
    public string? File { get; init; }
}
