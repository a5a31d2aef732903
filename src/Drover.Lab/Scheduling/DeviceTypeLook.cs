using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.State;
using Drover.Lab.Groups;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Scheduling;

/// <summary>Test jobs that wait for devices of a type, when a device has come, gone or got other tags: each has to ask anew. Of many only some do so in one turn of the kernel, so that
/// nobody is held up; how far that has got is kept, also over a restart. A job that could start meanwhile asks for what is so then, in any case.</summary>
public sealed record DeviceTypeLook
{
    // A turn of 50 ms where a thousand devices are to be chosen from.
    internal const int MostAtOnce = 200;

    /// <summary>The kind; the key is the type.</summary>
    public static ObjectKind<DeviceTypeLook> Kind { get; } = new("device-type-look", 1, LabJson.Default.DeviceTypeLook, shown: Disclosure.Everyone("type", "after"));

    /// <summary>Name of the device type.</summary>
    public required string Type { get; init; }

    /// <summary>The last test job that has asked anew.</summary>
    public required long After { get; init; }

    /// <summary>Devices of a type have changed.</summary>
    internal static void Begin(Decision decision, string type) => Go(decision, type, after: 0);

    private static void Go(Decision decision, string type, long after)
    {
        var jobs = decision.State.Objects.All(TestJob.Kind).Where(job => job.Id > after && job.Worker is null && Asks(decision.State, job, type)).Take(MostAtOnce + 1).Select(job => job.Id).ToList();
        foreach (var job in jobs.Take(MostAtOnce))
            decision.Reconsider(job);
        if (jobs.Count > MostAtOnce)
            decision.Store(Kind, type, new DeviceTypeLook { Type = type, After = jobs[MostAtOnce - 1] });
        else if (decision.State.Objects.Find(Kind, type) is not null)
            decision.Remove(Kind, type);
    }

    /// <summary>Whether a test job, or the group that it leads, asks for devices of a type.</summary>
    private static bool Asks(KernelState state, TestJob job, string type) => state.Group(job.Group) is { } group
        ? group.Leader == job.Id && group.Members.Any(member => member.DeviceType == type)
        : job.DeviceType == type;

    /// <summary>Lets all ask anew that are left to do so.</summary>
    internal static async Task FinishAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        while (kernel.State.Objects.All(Kind).FirstOrDefault() is { } look)
            await kernel.ExecuteAsync(new GoOn(look.Type), Caller.System, cancellationToken);
    }

    private sealed class GoOn(string type) : Command<bool>
    {
        protected override bool Decide(Decision decision)
        {
            if (decision.State.Objects.Find(Kind, type) is { } look)
                Go(decision, type, look.After);
            return true;
        }
    }
}
