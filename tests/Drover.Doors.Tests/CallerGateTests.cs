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
    public void Root_is_an_operator() => Assert.True(MayAdminister(uid: 0));

    [Fact]
    public void The_user_of_the_daemon_is_an_operator() => Assert.True(MayAdminister(uid: Self));

    [Fact]
    public void A_stranger_looks_on() => Assert.False(MayAdminister(uid: 1000));

    [Fact]
    public void A_member_of_the_admin_group_by_own_group_is_an_operator() => Assert.True(MayAdminister(uid: 1000, gid: 900));

    [Fact]
    public void A_member_of_the_admin_group_by_supplementary_group_is_an_operator() =>
        Assert.True(MayAdminister(uid: 1000, gid: 1000, groups: [24, 900]));

    [Fact]
    public void A_missing_admin_group_has_no_members()
    {
        _admins = null;
        Assert.False(MayAdminister(uid: 1000, gid: 900));
    }

    [Fact]
    public void Whoever_looks_on_may_view_and_look_into_jobs_of_their_own()
    {
        var caller = Gate().Identify(Peer(1000));
        Assert.True(AccessGate.Allows(caller, new Permission(AccessAction.View, "node")));
        Assert.True(AccessGate.Allows(caller, Permission.ToJob(AccessAction.Inspect, 17, Principal.OfUid(1000))));
        Assert.False(AccessGate.Allows(caller, Permission.ToJob(AccessAction.Inspect, 17, Principal.OfUid(1001))));
        Assert.False(AccessGate.Allows(caller, Permission.ToJob(AccessAction.Cancel, 17, Principal.OfUid(1000))));
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
        _admins = 1000;
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(MayAdminister(gate.Identify(Peer(1000))));
    }

    private bool MayAdminister(uint uid, uint gid = 1000, uint[]? groups = null) => MayAdminister(Gate().Identify(Peer(uid, gid, groups)));

    private static bool MayAdminister(Caller caller) => AccessGate.Allows(caller, new Permission(AccessAction.Administer, Protected.Daemon));

    private static SocketCredentials Peer(uint uid, uint gid = 1000, uint[]? groups = null) => new(1, uid, gid, groups ?? []);

    private CallerGate Gate() => new(new CallerGateOptions(), _clock, Self, name =>
    {
        _asked.Add(name);
        return _admins;
    });
}
