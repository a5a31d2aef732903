namespace Drover.NodeWire;

/// <summary>What a master says with a refusal besides its text.</summary>
public static class Trailers
{
    /// <summary>The node was taken out of the fleet, and is to end its services.</summary>
    public const string Removed = "drover-removed";
}
