using Drover.Kernel.Domains;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Lab.Scheduling;
using Drover.Lab.TestJobs;
using Drover.Locks;

namespace Drover.Lab.Groups;

/// <summary>How a group reserves: its leader asks for the devices of all at once, and gets all or none, so that no two groups can wait for each other. The others wait
/// for the lock of their group, which is closed until the leader has the devices.</summary>
internal static class GroupLocks
{
    public const string Level = "test-group";

    public static LockClosings Closings { get; } = new(
        state => state.Objects.All(TestGroup.Kind).Where(group => !group.Reserved).Select(group => group.Name),
        (state, name) => state.Group(name) is { Reserved: false } group ? $"not ready: test job {group.Leader} reserves the devices of all {group.Members.Length} and does not have them yet" : null);

    /// <summary>A group by its members: its own name says nothing to people.</summary>
    public static string Title(KernelState state, string name) => state.Group(name) is { } group ? $"the group of test jobs {group.JobOf(0)} to {group.JobOf(group.Members.Length - 1)}" : $"group {name}";

    /// <summary>The locks of a member.</summary>
    /// <exception cref="OperationException">The devices can never be had.</exception>
    public static LockSet Of(DeviceRosters rosters, KernelState state, TestGroup group, TestJob job)
    {
        if (group.Leader != job.Id)
            return LockSet.Empty.WithChoice(Level, [group.Name], LockMode.Shared, 1);
        return group.Reserved
            ? LockSet.Empty.With(LabDomain.DeviceLevel, Devices(state, group), LockMode.Exclusive)
            : OfDevices(rosters, state, group, job.Applicant);
    }

    /// <summary>The devices of all members of a group, to be chosen.</summary>
    /// <exception cref="OperationException">They can never be had.</exception>
    public static LockSet OfDevices(DeviceRosters rosters, KernelState state, TestGroup group, Applicant submitter)
    {
        var locks = LockSet.Empty;
        foreach (var role in group.Members.Where(member => member.DeviceType is not null).GroupBy(member => member.Role))
        {
            var (need, count) = (role.First(), role.Count());
            var names = rosters.Of(state).Names(need.DeviceType!, need.Tags, submitter);
            if (names.Length < count)
                throw Refusal.WrongState($"{Candidates.Unavailable(need.DeviceType!, need.Tags, submitter, count, names.Length)}, for the role {need.Role}");
            try
            {
                locks = locks.WithChoice(LabDomain.DeviceLevel, names, LockMode.Exclusive, count);
            }
            catch (DroverException e) when (e.Code == "LOCK_SET_INVALID")
            {
                throw Refusal.WrongState($"Devices unavailable: the roles up to {need.Role} need more devices together than {submitter} may use");
            }
        }
        return locks;
    }

    /// <summary>The devices that a group has and still needs.</summary>
    public static IEnumerable<string> Devices(KernelState state, TestGroup group) =>
        group.Jobs.Select(member => state.TestJob(member) is { HasLeft: false } job ? job.Device : null).OfType<string>();
}
