using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Lab.Groups;
using Drover.Lab.TestJobs;
using Drover.Locks;

namespace Drover.Lab.Scheduling;

/// <summary>Which devices a test job may have, in the order in which they are tried: restricted ones first, then by name. Since all jobs have one order and all devices
/// have one, this gives each device the same job as LAVA's rounds over devices do.</summary>
internal static class Candidates
{
    /// <summary>The locks of a test job: the device that it is bound to, or one of its candidates.</summary>
    /// <exception cref="OperationException">No device can ever be had.</exception>
    public static LockSet LocksOf(DeviceRosters rosters, KernelState state, TestJob job)
    {
        if (state.Group(job.Group) is { } group)
            return GroupLocks.Of(rosters, state, group, job);
        if (job.Device is { } has)
            return LockSet.Empty.With(LabDomain.DeviceLevel, has, LockMode.Exclusive);
        if (job.Bound is { } bound)
            return state.Objects.Find(Device.Kind, bound) is not null
                ? LockSet.Empty.With(LabDomain.DeviceLevel, bound, LockMode.Exclusive)
                : throw Refusal.Unknown("Device", bound);
        return rosters.Of(state).AnyOf(job.DeviceType, job.Tags, job.Applicant)
            ?? throw Refusal.WrongState(Unavailable(job.DeviceType, job.Tags, job.Applicant));
    }

    /// <summary>Why so many devices cannot be had, in words.</summary>
    public static string Unavailable(string type, IReadOnlyCollection<string> tags, Applicant submitter, int wanted = 1, int there = 0) =>
        $"Devices unavailable: {(there == 0 ? "there is no device" : $"{wanted} are needed, and there {(there == 1 ? "is one" : $"are {there}")}")} of type {type}"
        + $"{(tags.Count == 0 ? "" : $" with {(tags.Count == 1 ? "the tag" : "the tags")} {string.Join(", ", tags)}")} that {submitter} may use";
}
