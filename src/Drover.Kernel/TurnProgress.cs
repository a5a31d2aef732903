namespace Drover.Kernel;

/// <summary>Where the writer is within its turn. A turn runs code of domains, and such code may hang: then this tells which.</summary>
/// <param name="clock">Measures how long it has been there.</param>
internal sealed class TurnProgress(TimeProvider clock)
{
    /// <summary>A turn that is at one step for so long is worth a word.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(5);

    private sealed record Place(long Job, string Step, long Since);

    private volatile Place? _place;

    /// <summary>Code of a domain is being called for a job.</summary>
    public void Enter(long job, string step) => _place = new Place(job, step, clock.GetTimestamp());

    /// <summary>The turn is over.</summary>
    public void Leave() => _place = null;

    /// <summary>What holds the writer up, in words; null when nothing does.</summary>
    public string? Problem => _place is { } place && clock.GetElapsedTime(place.Since) is var stuck && stuck > s_long
        ? $"the writer has been {(long)stuck.TotalSeconds} s with the {place.Step} of job {place.Job}; nothing else can be decided until it returns"
        : null;
}
