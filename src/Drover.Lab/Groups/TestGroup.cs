using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Kernel.State;

namespace Drover.Lab.Groups;

/// <summary>Test jobs that run at the same time and talk to each other: what LAVA calls a multinode job. It is there until the last of them is gone.</summary>
public sealed record TestGroup
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<TestGroup> Kind { get; } = new("test-group", 1, LabJson.Default.TestGroup, shown: Disclosure.Everyone("name", "reserved", "ending"));

    /// <summary>Its name, which each member has in its definition as the target group; a UUID.</summary>
    public required string Name { get; init; }

    /// <summary>The job that made it; its opcode has the whole definition.</summary>
    public required long MadeBy { get; init; }

    /// <summary>The test job of its first member; those of the others follow it without a gap. 0 while the group is being made.</summary>
    public long First { get; init; }

    /// <summary>Name of the test jobs.</summary>
    public required string JobName { get; init; }

    /// <summary>0 to 100, the highest first.</summary>
    public int Priority { get; init; }

    /// <summary>Who may see them.</summary>
    public required string Visibility { get; init; }

    /// <summary>The status at which addresses are called; null for none.</summary>
    public string? NotifyWhen { get; init; }

    /// <summary>How many addresses are called for each.</summary>
    public int Callbacks { get; init; }

    /// <summary>How long they wait for devices; null for any time.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>The members in the order of their numbers.</summary>
    public required ImmutableArray<GroupMember> Members { get; init; }

    /// <summary>Whether all devices are there: from then on the members may begin.</summary>
    public bool Reserved { get; init; }

    /// <summary>Whether all members are being canceled.</summary>
    public bool Ending { get; init; }

    /// <summary>The test jobs of the members, in the same order.</summary>
    internal IEnumerable<long> Jobs => Enumerable.Range(0, Members.Length).Select(JobOf);

    /// <summary>The test job that reserves the devices of all: that of the first member that needs one.</summary>
    internal long Leader => JobOf(Enumerable.Range(0, Members.Length).First(place => Members[place].DeviceType is not null));

    /// <summary>The test job of a member.</summary>
    internal long JobOf(int place) => First + place;

    /// <summary>The member that a test job is, or null.</summary>
    internal GroupMember? Member(long job) => job >= First && job < First + Members.Length ? Members[(int)(job - First)] : null;
}

/// <summary>One member of a group.</summary>
/// <param name="Role">Its role.</param>
/// <param name="DeviceType">The type of device that it needs; null for one that connects to the device of another.</param>
/// <param name="Tags">What its device must offer.</param>
/// <param name="Essential">Whether all end when it does not complete.</param>
/// <param name="HostRole">The role whose device it connects to; null for one that has a device.</param>
public sealed record GroupMember(string Role, string? DeviceType, ImmutableArray<string> Tags, bool Essential, string? HostRole);

/// <summary>Looking up groups.</summary>
internal static class TestGroups
{
    /// <summary>The group of that name, or null.</summary>
    public static TestGroup? Group(this KernelState state, string? name) => name is null ? null : state.Objects.Find(TestGroup.Kind, name);
}
