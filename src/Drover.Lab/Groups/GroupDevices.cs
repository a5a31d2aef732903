using Drover.Kernel.Commands;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Groups;

/// <summary>Gives the devices that a group got to its members.</summary>
internal static class GroupDevices
{
    /// <summary>The leader has the devices: each member gets one, and all may begin.</summary>
    public static void Share(Decision decision, TestGroup group, IEnumerable<string> names)
    {
        var devices = names.Select(name => decision.State.Objects.Find(Device.Kind, name)!).ToList();
        var shares = Match(group, devices);
        for (var i = 0; i < group.Members.Length; i++)
            if (shares[i] is { } device && decision.State.TestJob(group.JobOf(i)) is { } job)
                TestJobChanges.Schedule(decision, job, device);
        for (var i = 0; i < group.Members.Length; i++)
            if (group.Members[i].HostRole is { } role && decision.State.TestJob(group.JobOf(i)) is { } job && Host(group, shares, role) is { } device)
                TestJobChanges.Connect(decision, job, device);
        decision.Store(TestGroup.Kind, group.Name, group with { Reserved = true });
        decision.LookAtLock(GroupLocks.Level, group.Name);
    }

    private static Device? Host(TestGroup group, Device?[] shares, string role)
    {
        for (var i = 0; i < shares.Length; i++)
            if (group.Members[i].Role == role)
                return shares[i];
        return null;
    }

    /// <summary>A device for each member that needs one. They were chosen so that there is such a share; who gets which is found by augmenting paths, since a
    /// device with many tags serves several roles.</summary>
    private static Device?[] Match(TestGroup group, List<Device> devices)
    {
        var owners = new int[devices.Count];
        Array.Fill(owners, -1);
        for (var member = 0; member < group.Members.Length; member++)
            if (group.Members[member].DeviceType is not null)
                Place(group, devices, owners, member, new bool[devices.Count]);
        var shares = new Device?[group.Members.Length];
        for (var i = 0; i < owners.Length; i++)
            if (owners[i] >= 0)
                shares[owners[i]] = devices[i];
        return shares;
    }

    private static bool Place(TestGroup group, List<Device> devices, int[] owners, int member, bool[] seen)
    {
        // Free ones first: without tags the members get the devices in their order.
        foreach (var i in Enumerable.Range(0, devices.Count).OrderBy(i => owners[i] >= 0))
        {
            if (seen[i] || !Fits(group.Members[member], devices[i]))
                continue;
            seen[i] = true;
            if (owners[i] >= 0 && !Place(group, devices, owners, owners[i], seen))
                continue;
            owners[i] = member;
            return true;
        }
        return false;
    }

    private static bool Fits(GroupMember member, Device device) => device.Type == member.DeviceType && member.Tags.All(tag => device.Tags.Contains(tag));
}
