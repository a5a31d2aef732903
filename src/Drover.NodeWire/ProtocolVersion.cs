namespace Drover.NodeWire;

/// <summary>Versions of what masters and agents say to each other. A new one comes with a release that speaks the one before as well, so that either side may be updated first.</summary>
public static class ProtocolVersion
{
    /// <summary>The newest that this program speaks.</summary>
    public const int Newest = 1;

    /// <summary>The oldest that this program speaks.</summary>
    public const int Oldest = 1;

    /// <summary>The newest version that both sides speak; null when there is none.</summary>
    /// <param name="oldest">The oldest that the other side speaks.</param>
    /// <param name="newest">The newest that the other side speaks.</param>
    public static int? Common(int oldest, int newest)
    {
        var both = Math.Min(newest, Newest);
        return both >= Math.Max(oldest, Oldest) ? both : null;
    }
}
