using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Services.ClusterCltabs;
using Drover.Services.Cltab;
using Microsoft.Extensions.Logging;

namespace Drover.Services.Placements;

/// <summary>What the job that places a group and the keeper that has it placed look at together.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Book">Who holds which lease.</param>
/// <param name="Absences">Which nodes are away, and for how long.</param>
/// <param name="Instruments">Counts moves.</param>
/// <param name="Log">Takes lines about what happens.</param>
internal sealed record PlacementRoom(INodes Nodes, LeaseBook Book, Absences Absences, PlacementInstruments Instruments, ILogger Log)
{
    /// <summary>How groups are placed.</summary>
    public PlacementOptions Options => Book.Options;

    /// <summary>What is on record of a group; null when it was never placed.</summary>
    public static Placement? Find(KernelState state, string group) => state.Objects.Find(Placement.Kind, group);

    /// <summary>The nodes of a group in their order, and which of them are fit.</summary>
    public IReadOnlyList<Fitness> FitnessOf(KernelState state, CltabGroup group) =>
        Fitness.Of(group, CltabRollout.Find(state, CltabRollout.Of(state).Current)!.Cltab, Nodes, Book.ProblemOf);

    /// <summary>The next node to be tried; null when there is none.</summary>
    public string? Next(IReadOnlyList<Fitness> nodes, Placement placement, string? wished, TimeProvider clock) =>
        Fitness.Next(nodes, placement, wished, Timestamp.From(clock) + -Options.Memory);
}
