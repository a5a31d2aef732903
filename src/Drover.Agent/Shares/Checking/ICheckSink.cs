using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>Takes what a check finds. Paths are those from where the walk began.</summary>
internal interface ICheckSink
{
    /// <summary>Whether it is to be told what differs, and not only that something does.</summary>
    bool Tells { get; }

    /// <summary>A directory is come to. False: neither it nor what lies in it is looked at.</summary>
    bool MayEnter(int descriptor, RawPath path);

    /// <summary>An entry is as it is to be.</summary>
    void TakeRight();

    /// <summary>An entry was not as it is to be.</summary>
    void Take(in EntryOutcome outcome, RawPath path);

    /// <summary>An entry is left as it is, with all that lies below.</summary>
    void Leave(RawPath path, ShareProblemKind kind, string detail);
}
