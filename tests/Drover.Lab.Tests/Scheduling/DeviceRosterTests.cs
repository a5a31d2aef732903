using System.Text.Json;
using Drover.Kernel;
using Drover.Lab.Scheduling;
using Drover.Lab.Tests.Scenarios;
using Drover.Locks;

namespace Drover.Lab.Tests.Scheduling;

/// <summary>Which devices a test job may choose from, and what is remembered of that.</summary>
public sealed class DeviceRosterTests
{
    private static readonly Principal s_ada = Principal.Parse("user:ada");
    private static readonly Principal s_bob = Principal.Parse("user:bob");
    private readonly DeviceRosters _rosters = new();

    [Fact]
    public async Task Kept_devices_are_their_owners_and_come_first_and_those_without_owner_are_for_operators()
    {
        await using var lab = await LabHost.StartAsync();
        await AddTypesAsync(lab);
        await AddAsync(lab, "open");
        await AddAsync(lab, "of-ada", json => Restrict(json, "user:ada"));
        await AddAsync(lab, "of-nobody", json => Restrict(json, null));
        await AddAsync(lab, "other", json => json.WriteString("device_type", "U"));
        Assert.Equal(["of-ada", "open"], Names(lab, s_ada));
        Assert.Equal(["open"], Names(lab, s_bob));
        Assert.Equal(["of-ada", "of-nobody", "open"], Names(lab, Principal.OfUid(0)));
        Assert.Equal(["of-ada", "of-nobody", "open"], Names(lab, Principal.System));
        Assert.Equal(["other"], _rosters.Of(lab.Kernel.State).Names("U", [], new Applicant(s_bob, [])));
        Assert.Null(_rosters.Of(lab.Kernel.State).AnyOf("V", [], new Applicant(s_bob, [])));
    }

    [Fact]
    public async Task A_device_must_have_all_tags_that_are_asked_for()
    {
        await using var lab = await LabHost.StartAsync();
        await AddTypesAsync(lab);
        await AddAsync(lab, "both", json => Tag(json, "kvm", "usb"));
        await AddAsync(lab, "one", json => Tag(json, "kvm"));
        Assert.Equal(["both", "one"], Names(lab, s_ada, "kvm"));
        Assert.Equal(["both"], Names(lab, s_ada, "usb", "kvm"));
        Assert.Empty(Names(lab, s_ada, "kvm usb"));
    }

    [Fact]
    public async Task Locks_are_made_once_until_a_device_changes_in_what_matters_to_them()
    {
        await using var lab = await LabHost.StartAsync();
        await AddTypesAsync(lab);
        await AddAsync(lab, "b1");
        await AddAsync(lab, "b2");
        var first = AnyOf(lab, s_ada);
        Assert.Same(first, AnyOf(lab, s_bob));
        await SetAsync(lab, "b1", json => json.WriteString("health", "bad"));
        await SetAsync(lab, "b2", json => json.WriteString("description", "new power supply"));
        Assert.Same(first, AnyOf(lab, s_ada));
        await SetAsync(lab, "b1", json => Tag(json, "usb"));
        Assert.Equal(["b1"], Names(lab, s_ada, "usb"));
        await SetAsync(lab, "b1", json => Tag(json));
        Assert.Empty(Names(lab, s_ada, "usb"));
        await SetAsync(lab, "b2", json => Restrict(json, "user:ada"));
        Assert.Equal(["b2", "b1"], Names(lab, s_ada));
        Assert.Equal(["b1"], Names(lab, s_bob));
        await SetAsync(lab, "b1", json => json.WriteString("device_type", "U"));
        Assert.Equal(["b2"], Names(lab, s_ada));
        Assert.Empty(Names(lab, s_bob));
        await lab.DoAsync("OP_DEVICE_REMOVE", json => json.WriteString("name", "b2"));
        Assert.Null(AnyOf(lab, s_ada));
    }

    [Fact]
    public async Task Each_state_has_its_own_devices_whichever_was_looked_at_last()
    {
        await using var lab = await LabHost.StartAsync();
        await AddTypesAsync(lab);
        await AddAsync(lab, "b1");
        var before = lab.Kernel.State;
        await AddAsync(lab, "b2");
        Assert.Equal(["b1", "b2"], Names(lab, s_ada));
        Assert.Equal(["b1"], _rosters.Of(before).Names("T", [], new Applicant(s_ada, [])));
        Assert.Equal(["b1", "b2"], Names(lab, s_ada));
    }

    [Fact]
    public async Task Devices_of_a_group_are_its_members_and_an_owner_may_be_named_beside_it()
    {
        await using var lab = await LabHost.StartAsync();
        await AddTypesAsync(lab);
        await AddAsync(lab, "of-boards", json => Restrict(json, null, "boards"));
        await AddAsync(lab, "of-both", json => Restrict(json, "user:bob", "boards"));
        await AddAsync(lab, "of-racks", json => Restrict(json, null, "racks"));
        Assert.Equal(["of-boards", "of-both"], Names(lab, new Applicant(s_ada, ["staff", "boards"])));
        Assert.Equal(["of-both"], Names(lab, s_bob));
        Assert.Equal(["of-both", "of-racks"], Names(lab, new Applicant(s_bob, ["racks"])));
        Assert.Empty(Names(lab, new Applicant(s_ada, ["staff"])));
        var before = _rosters.Of(lab.Kernel.State).AnyOf("T", [], new Applicant(s_ada, ["boards"]));
        Assert.Same(before, _rosters.Of(lab.Kernel.State).AnyOf("T", [], new Applicant(Principal.Parse("user:eve"), ["boards", "staff"])));
        await SetAsync(lab, "of-racks", json => json.WriteString("group", "boards"));
        Assert.Equal(["of-boards", "of-both", "of-racks"], Names(lab, new Applicant(s_ada, ["boards"])));
    }

    private LockSet? AnyOf(LabHost lab, Principal who) => _rosters.Of(lab.Kernel.State).AnyOf("T", [], new Applicant(who, []));

    private IEnumerable<string> Names(LabHost lab, Principal who, params string[] tags) => Names(lab, new Applicant(who, []), tags);

    private IEnumerable<string> Names(LabHost lab, Applicant who, params string[] tags) => _rosters.Of(lab.Kernel.State).Names("T", [.. tags], who);

    private static async Task AddTypesAsync(LabHost lab)
    {
        await lab.DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", "T"));
        await lab.DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", "U"));
    }

    private static Task AddAsync(LabHost lab, string name, Action<Utf8JsonWriter>? more = null) => lab.DoAsync("OP_DEVICE_ADD", json =>
    {
        json.WriteString("name", name);
        if (name != "other")
            json.WriteString("device_type", "T");
        more?.Invoke(json);
    });

    private static Task SetAsync(LabHost lab, string name, Action<Utf8JsonWriter> what) => lab.DoAsync("OP_DEVICE_SET", json =>
    {
        json.WriteString("name", name);
        what(json);
    });

    private static void Restrict(Utf8JsonWriter json, string? owner, string? group = null)
    {
        json.WriteBoolean("public", false);
        if (group is not null)
            json.WriteString("group", group);
        if (owner is not null)
            json.WriteString("owner", owner);
    }

    private static void Tag(Utf8JsonWriter json, params string[] tags)
    {
        json.WriteStartArray("tags");
        foreach (var tag in tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
    }
}
