namespace Drover.Fleet.Election;

/// <summary>How a vote stands.</summary>
internal enum Verdict
{
    /// <summary>Those that have not answered decide.</summary>
    Open,

    /// <summary>More than half of all name this node.</summary>
    Won,

    /// <summary>More than half cannot be had any more.</summary>
    Lost,
}
