namespace Drover.Services.Placements;

/// <summary>What the keeper remembers of a group between two looks.</summary>
/// <param name="options">How long pauses are.</param>
/// <param name="clock">Measures them.</param>
internal sealed class KeptGroup(PlacementOptions options, TimeProvider clock)
{
    private (long? Lease, string? Level) _tried;
    private long _triedAt;
    private int _tries;
    private bool _isAwaited;

    /// <summary>The job about it that was seen last; null for none.</summary>
    public long? Job { get; private set; }

    /// <summary>Whether a node has come since the last look at it, or has said something new.</summary>
    public bool CameSomebody { get; set; }

    /// <summary>How it does where it is placed.</summary>
    public GroupHealth Health { get; private set; } = new(0, options, clock);

    /// <summary>How much is left of the pause after tries that came to nothing; null when there is none.</summary>
    public TimeSpan? PauseLeft => _tries > 0 && Pause - clock.GetElapsedTime(_triedAt) is var left && left > TimeSpan.Zero ? left : null;

    private TimeSpan Pause => TimeSpan.FromTicks((long)Math.Min(options.LongestPause.Ticks, options.RetryPause.Ticks * Math.Pow(2, _tries - 1)));

    /// <summary>There is a job about it.</summary>
    public void Begin(long job)
    {
        if (Job != job)
            (Job, _isAwaited) = (job, false);
    }

    /// <summary>Has something called when the job changes; once.</summary>
    public void Await(Task change, Action then)
    {
        if (_isAwaited)
            return;
        _isAwaited = true;
        _ = change.ContinueWith(_ =>
        {
            _isAwaited = false;
            then();
        }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The job about it has ended.</summary>
    /// <param name="placement">What is on record since.</param>
    /// <param name="succeeded">Whether it has done what it was to do.</param>
    public void OnEnded(Placement? placement, bool succeeded)
    {
        (Job, _triedAt) = (null, clock.GetTimestamp());
        // One after which all is as it was has done nothing.
        if (succeeded && (placement?.Lease, placement?.Level) != _tried)
            _tries = 0;
    }

    /// <summary>It is looked at.</summary>
    public void OnLook(Placement? placement)
    {
        if (placement is not null && Health.Lease != placement.Lease)
            Health = new GroupHealth(placement.Lease, options, clock);
    }

    /// <summary>All is as it should be.</summary>
    public void OnFine()
    {
        if (PauseLeft is null)
            _tries = 0;
    }

    /// <summary>A job is about to be submitted.</summary>
    /// <param name="placement">What is on record before.</param>
    public void Try(Placement? placement)
    {
        _tries = Math.Min(_tries + 1, 20);
        (_triedAt, _tried) = (clock.GetTimestamp(), (placement?.Lease, placement?.Level));
    }

    /// <summary>Something may be possible that was not.</summary>
    public void Resume() => _tries = 0;
}
