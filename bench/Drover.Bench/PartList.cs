using Drover.Bench.Daemon;
using Drover.Bench.Fleet;
using Drover.Bench.Kernel;
using Drover.Bench.Lab;
using Drover.Bench.Services;
using Drover.Bench.Shares;
using Drover.Bench.Templates;
using Drover.Bench.Web;

namespace Drover.Bench;

/// <summary>Every part of the benchmark, in the order in which they run.</summary>
internal static class PartList
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new RawCommits(),
        new Submits(),
        new NoopJobs(),
        new JobStart(),
        new LockGrants(),
        new LockChoices(),
        new ObjectChanges(),
        new WaitingMemory(),
        new StartUp(),
        new FirstListing(),
        new LuxiQueries(),
        new LuxiEcho(),
        new LuxiJobs(),
        new LuxiWaits(),
        new DaemonMemory(),
        new CommandLine(),
        new AgentStarts(),
        new LevelChanges(),
        new Deaths(),
        new DeviceTemplates(),
        new Scheduling(),
        new LavaPings(),
        new LavaJobs(),
        new LavaLines(),
        new OpenPages(),
        new IdleAgents(),
        new ManyNodes(),
        new NodeRoundTrips(),
        new AgentMemory(),
        new AgentLevels(),
        new ShareChecks(),
        new ShareArchive(),
        new ShareMemory(),
    ];
}
