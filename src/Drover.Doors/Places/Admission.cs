namespace Drover.Doors.Places;

/// <summary>What becomes of a caller who wants a place. Dispose it when the caller has gone; more than once does no harm.</summary>
public sealed class Admission : IDisposable
{
    private readonly Visitor _visitor;
    private Quota? _taken;

    private Admission(Visitor visitor, Quota? taken, string? refusal)
    {
        _visitor = visitor;
        _taken = taken;
        IsClosed = taken is null;
        Refusal = refusal;
    }

    /// <summary>Whether the caller is served.</summary>
    public bool IsServed => Refusal is null;

    /// <summary>Whether the caller is turned away without a word, because too many are being told already.</summary>
    public bool IsClosed { get; }

    /// <summary>Why the caller is turned away, and what to do; null when it is served.</summary>
    public string? Refusal { get; }

    /// <summary>Gives the place back.</summary>
    public void Dispose() => Interlocked.Exchange(ref _taken, null)?.Give(_visitor, 1);

    internal static Admission Served(Visitor visitor, Quota place) => new(visitor, place, refusal: null);

    internal static Admission TurnedAway(Visitor visitor, Quota place, string refusal) => new(visitor, place, refusal);

    internal static Admission Closed(Visitor visitor, string refusal) => new(visitor, taken: null, refusal);
}
