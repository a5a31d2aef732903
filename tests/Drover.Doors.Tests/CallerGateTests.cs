using Drover.Kernel;
using Drover.Tests.Shared;

namespace Drover.Doors.Tests;

public sealed class CallerGateTests
{
    private const uint Self = 500;
    private readonly ManualClock _clock = new();
    private readonly List<string> _asked = [];
    private uint? _admins = 900;

    [Fact]
    public void Root_is_an_operator() => Assert.Equal(Role.Operator, RoleOf(uid: 0));

    [Fact]
    public void The_user_of_the_daemon_is_an_operator() => Assert.Equal(Role.Operator, RoleOf(uid: Self));

    [Fact]
    public void A_stranger_looks_on() => Assert.Equal(Role.Observer, RoleOf(uid: 1000));

    [Fact]
    public void A_member_of_the_admin_group_by_own_group_is_an_operator() => Assert.Equal(Role.Operator, RoleOf(uid: 1000, gid: 900));

    [Fact]
    public void A_member_of_the_admin_group_by_supplementary_group_is_an_operator() =>
        Assert.Equal(Role.Operator, RoleOf(uid: 1000, gid: 1000, groups: [24, 900]));

    [Fact]
    public void A_missing_admin_group_has_no_members()
    {
        _admins = null;
        Assert.Equal(Role.Observer, RoleOf(uid: 1000, gid: 900));
    }

    [Fact]
    public void The_journal_names_the_caller_by_uid() => Assert.Equal("uid:1000", Gate().Identify(Peer(1000)).Actor.ToString());

    [Fact]
    public void The_group_is_looked_up_again_when_what_is_remembered_is_old()
    {
        var gate = Gate();
        gate.Identify(Peer(1000));
        gate.Identify(Peer(1000));
        Assert.Equal(["drover"], _asked);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _admins = 1000;
        Assert.Equal(Role.Operator, gate.Identify(Peer(1000)).Role);
    }

    private Role RoleOf(uint uid, uint gid = 1000, uint[]? groups = null) => Gate().Identify(Peer(uid, gid, groups)).Role;

    private static SocketCredentials Peer(uint uid, uint gid = 1000, uint[]? groups = null) => new(1, uid, gid, groups ?? []);

    private CallerGate Gate() => new(new CallerGateOptions(), _clock, Self, name =>
    {
        _asked.Add(name);
        return _admins;
    });
}
