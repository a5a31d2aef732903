namespace Drover.Nodes;

/// <summary>What a change was ordered for. The same key again is the same order: it is recognised, and answered as before.</summary>
/// <param name="Job">The job.</param>
/// <param name="Opcode">Index of the opcode in it.</param>
/// <param name="Step">Number of the order among those of the opcode, from 0.</param>
public readonly record struct CommandKey(long Job, int Opcode, int Step);

/// <summary>Who orders a change, and what for.</summary>
/// <param name="Term">Term of the master. An order of an earlier one than a node has heard from is refused: that master leads no more.</param>
/// <param name="Key">What the change is ordered for.</param>
public readonly record struct NodeCommand(long Term, CommandKey Key)
{
    /// <summary>Number of the lease under which it is ordered, for a group that is to be on one node of several; else 0.</summary>
    public long Lease { get; init; }
}
