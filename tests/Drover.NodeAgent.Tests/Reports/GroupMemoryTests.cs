using Drover.NodeAgent.Reports;
using Drover.Nodes.Services;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.NodeAgent.Tests.Reports;

/// <summary>Where groups stood last is known after a restart of the machine.</summary>
public sealed class GroupMemoryTests : IDisposable
{
    private static readonly GroupStatus s_status = new("1", "2", "CHANGING", "a reason", 5, "boot") { Wanted = "3" };

    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_last_of_each_group_is_known_and_groups_that_are_gone_are_not()
    {
        using (var memory = Open())
        {
            memory.Take(Changed("g", s_status));
            memory.Take(Changed("h", s_status));
            memory.Take(Changed("g", s_status with { Level = "2" }));
            memory.Take(Changed("h", null));
            memory.Take(Changed("i", new GroupStatus(null, null, "HALTED", null, 0, "")));
        }
        using var again = Open();
        Assert.Equal(["g", "i"], again.Groups.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(s_status with { Level = "2" }, again.Groups["g"]);
        Assert.Equal(new GroupStatus(null, null, "HALTED", null, 0, ""), again.Groups["i"]);
    }

    [Fact]
    public void Its_file_does_not_grow_without_end()
    {
        var longReason = new string('x', 10_000);
        using (var memory = Open())
        {
            memory.Take(Changed("h", s_status));
            for (var i = 0; i < 300; i++)
                memory.Take(Changed("g", s_status with { Since = i, Reason = longReason }));
            Assert.InRange(new FileInfo(_directory["groups"]).Length, 1, (1 << 20) + 20_000);
        }
        using var again = Open();
        Assert.Equal((299, s_status), (again.Groups["g"].Since, again.Groups["h"]));
    }

    private static GroupChanged Changed(string group, GroupStatus? status) => new(0, new GroupKey("n2", group), status);

    private GroupMemory Open() => GroupMemory.Open(_directory["groups"], NullLogger.Instance);
}
