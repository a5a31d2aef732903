namespace Drover.Services.Settings;

/// <summary>
/// The throttle of a <c>respawn</c> entry. A death within <see cref="Window"/> of the death before adds a hit, a later one removes one. With more
/// than <see cref="Limit"/> hits the next start is put off by <see cref="Pause"/>.
/// </summary>
public sealed record RestartOptions
{
    /// <summary>After which ends it is started again; default <see cref="RestartPolicy.Always"/>.</summary>
    public RestartPolicy Policy { get; init; } = RestartPolicy.Always;

    /// <summary>Hits that are borne without a pause; default 5.</summary>
    public int Limit { get; init; } = 5;

    /// <summary>Deaths closer than this are hits; default 1 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first pause; default 60 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Factor by which each further pause is longer; default 1: all are the same. A run that lasted as long as the next pause would
    /// takes one step back.
    /// </summary>
    public double Backoff { get; init; } = 1;

    /// <summary>The longest pause; default 15 min.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The pause after <paramref name="pauses"/> earlier ones.</summary>
    public TimeSpan PauseAfter(int pauses)
    {
        var seconds = Pause.TotalSeconds * Math.Pow(Backoff, pauses);
        return TimeSpan.FromSeconds(Math.Min(seconds, Math.Max(MaxPause.TotalSeconds, Pause.TotalSeconds)));
    }
}
