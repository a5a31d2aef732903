namespace Drover.Kernel.Tests.Authority;

public sealed class AccessGateTests
{
    private static readonly Principal s_ada = Principal.Parse("user:ada");

    /// <summary>What each role may, as docs/authority.md has it: nothing, only what is its own, or all.</summary>
    [Theory]
    [InlineData("operator", "View all, Inspect all, Submit all, Cancel all, Control all, Administer all")]
    [InlineData("observer", "View all, Inspect own")]
    [InlineData("stranger", "")]
    public void A_role_may_do_with_jobs_what_its_grants_say(string role, string granted)
    {
        var caller = Caller.Of(s_ada, RoleOf(role));
        var found = Enum.GetValues<AccessAction>().Select(action => (action, Reach: ReachOf(caller, action))).Where(pair => pair.Reach is not null);
        Assert.Equal(granted, string.Join(", ", found.Select(pair => $"{pair.action} {pair.Reach}")));
    }

    [Theory]
    [InlineData("health", true)]
    [InlineData("metrics", true)]
    [InlineData("daemon", false)]
    [InlineData("job", false)]
    public void A_stranger_may_ask_for_health_and_figures_alone(string resource, bool may) =>
        Assert.Equal(may, AccessGate.Allows(Caller.Stranger, new Permission(AccessAction.View, resource)));

    [Fact]
    public void Without_a_role_nothing_is_allowed() =>
        Assert.All(Enum.GetValues<AccessAction>(), action => Assert.False(AccessGate.AllowsSome(Caller.Of(s_ada), action, Protected.Job)));

    [Fact]
    public void Several_roles_allow_what_any_of_them_does()
    {
        var tester = new Role("tester", [new Grant(AccessAction.Cancel, Protected.Job, OnlyOwn: true)]);
        var caller = Caller.Of(s_ada, Role.Observer, tester);
        Assert.True(AccessGate.Allows(caller, Permission.ToJob(AccessAction.Cancel, 1, s_ada)));
        Assert.True(AccessGate.Allows(caller, new Permission(AccessAction.View, "node")));
        Assert.False(AccessGate.Allows(caller, Permission.ToJob(AccessAction.Cancel, 1, Principal.System)));
        Assert.False(AccessGate.Allows(caller, new Permission(AccessAction.Cancel, Protected.Job)));
        Assert.True(AccessGate.AllowsSome(caller, AccessAction.Cancel, Protected.Job));
    }

    [Fact]
    public void What_belongs_to_nobody_is_nobodys_own() =>
        Assert.False(AccessGate.Allows(Caller.User(0, Role.Observer), Permission.ToJob(AccessAction.Inspect, 1, owner: null)));

    [Theory]
    [InlineData("operator", "Operators Owner Everyone")]
    [InlineData("observer", "Everyone")]
    [InlineData("stranger", "")]
    public void Visibility_follows_from_what_may_be_viewed_and_inspected(string role, string seen)
    {
        var caller = Caller.Of(s_ada, RoleOf(role));
        Assert.Equal(seen, string.Join(' ', Enum.GetValues<Visibility>().Where(v => AccessGate.Sees(caller, v, Protected.Job, "1", Principal.System))));
    }

    [Fact]
    public void An_owner_sees_what_is_declared_for_owners_and_no_more()
    {
        var caller = Caller.Of(s_ada, Role.Observer);
        Assert.True(AccessGate.Sees(caller, Visibility.Owner, Protected.Job, "1", s_ada));
        Assert.False(AccessGate.Sees(caller, Visibility.Operators, Protected.Job, "1", s_ada));
    }

    [Fact]
    public void A_denial_names_who_what_and_which()
    {
        var refusal = Assert.Throws<NotAllowedException>(() =>
            AccessGate.Require(Caller.User(1000, Role.Observer), Permission.ToJob(AccessAction.Cancel, 17, s_ada)));
        Assert.Equal("NOT_ALLOWED", refusal.Code);
        Assert.Equal("uid:1000 may not cancel job 17: that is for root, the daemon's own user, and members of the admin group.", refusal.Message);
        var inside = Assert.Throws<NotAllowedException>(() =>
            AccessGate.Require(Caller.User(1000, Role.Observer), Permission.ToJob(AccessAction.Inspect, 17, s_ada)));
        Assert.Equal("uid:1000 may not inspect job 17: that is for its owner, root, the daemon's own user, and members of the admin group.", inside.Message);
    }

    private static Role RoleOf(string name) => new[] { Role.Operator, Role.Observer, Role.Stranger }.Single(role => role.Name == name);

    private static string? ReachOf(Caller caller, AccessAction action)
    {
        if (AccessGate.Allows(caller, Permission.ToJob(action, 1, Principal.System)))
            return "all";
        return AccessGate.Allows(caller, Permission.ToJob(action, 1, s_ada)) ? "own" : null;
    }
}
