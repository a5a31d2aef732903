namespace Drover.Luxi.Transport;

/// <summary>What becomes of a new connection.</summary>
internal enum Admission
{
    Served,
    /// <summary>It is told that there are too many, and closed.</summary>
    TurnedAway,
    /// <summary>Too many are being told already.</summary>
    Closed,
}
