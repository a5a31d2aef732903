using Drover.Lab.Definitions;
using Drover.Tests.Shared;
using Drover.Yaml;
using static Drover.Lab.Tests.Definitions.Definition;

namespace Drover.Lab.Tests.Definitions;

public sealed class MultinodeTests
{
    [Fact]
    public void A_group_has_a_member_for_each_count_of_each_role()
    {
        var job = Read(Multinode);
        Assert.True(job.IsMultinode);
        Assert.Null(job.DeviceType);
        var members = job.Split("group-1");
        Assert.Equal([(0, "server", false), (1, "server", false), (2, "client", false), (3, "guest", true)], members.Select(member => (member.SubId, member.Role.Name, member.IsDynamicConnection)));
        Assert.Equal(["big"], members[0].Role.Tags);
        Assert.True(members[0].Role.IsEssential);
        Assert.Equal(("ssh", "client", "client"), (members[3].Role.Connection, members[3].Role.HostRole, members[3].Role.ExpectRole));
    }

    [Fact]
    public void A_member_has_what_is_shared_what_its_role_has_and_the_actions_of_its_role()
    {
        var server = Read(Multinode).Split("group-1")[1];
        Assert.Equal("""
            job_name: group
            timeouts:
              job:
                minutes: 10
            priority: high
            visibility: public
            metadata:
              build: "17"
            device_type: qemu
            context:
              arch: amd64
            actions:
            - deploy:
                role: server
                to: tmpfs
            protocols:
              lava-multinode:
                target_group: group-1
                role: server
                group_size: 4
                sub_id: 1
                tags:
                - big
                essential: true
                timeout:
                  minutes: 3
              lava-vland:
                vlan_two:
                  tags:
                  - 100M

            """, server.Text);
        Assert.Equal(server.Text + "compatibility: 0\n", server.WithCompatibility(0));
    }

    [Fact]
    public void A_dynamic_connection_has_its_host_and_no_device()
    {
        var guest = Read(Multinode).Split("g")[3].Root;
        Assert.Null(guest.Find("device_type"));
        Assert.Equal(("ssh", "client"), (guest.Find("connection")!.AsText(), guest.Find("host_role")!.AsText()));
        var multinode = (YamlMap)((YamlMap)guest.Find("protocols")!).Find("lava-multinode")!;
        Assert.Equal(("client", "lava-start"), (multinode.Find("expect_role")!.AsText(), multinode.Find("request")!.AsText()));
    }

    [Fact]
    public void B19_each_role_keeps_its_own_vlan()
    {
        var members = Read(Multinode).Split("g");
        Assert.Equal(["vlan_two", "vlan_two", "vlan_one", null], members.Select(member => ((YamlMap)member.Root.Find("protocols")!).Find("lava-vland") is YamlMap vlans ? vlans[0].Key.Text : null));
    }

    [Fact]
    public void B20_two_roles_are_two_jobs() =>
        Assert.Equal(2, Read("""
            job_name: two
            visibility: public
            timeouts: {job: {minutes: 1}}
            protocols: {lava-multinode: {roles: {a: {device_type: t, count: 1}, b: {device_type: t, count: 1}}}}
            actions: [{command: {role: [a, b], name: x}}]
            """).Split("g").Length);

    [Fact]
    public void B13_the_whole_text_stays_with_the_job() => Assert.Equal(Multinode, Read(Multinode).Text);

    [Fact]
    public void Roles_are_filled_in_once_the_ids_are_known_and_PyYAML_reads_them_as_texts()
    {
        var member = Read(Multinode).Split("g")[2].WithRoles(new Dictionary<string, string> { ["12"] = "server", ["13"] = "server", ["14"] = "client" });
        var multinode = (YamlMap)((YamlMap)member.Root.Find("protocols")!).Find("lava-multinode")!;
        Assert.Equal("{text 00310032: text 007300650072007600650072, text 00310033: text 007300650072007600650072, text 00310034: text 0063006c00690065006e0074}", PyYaml.Canonical(multinode.Find("roles")!));
        PyYaml.SkipUnlessThere();
        Assert.Equal([PyYaml.Canonical(member.Root)], PyYaml.Read([member.Text]));
    }

    [Theory]
    [InlineData("client: {device_type: panda, count: 1, ", "client: {device_type: panda, count: 2, ", "protocols.lava-multinode.roles.guest.host_role", "a connection goes to exactly one device: set the count of client to 1")]
    [InlineData("host_role: client", "host_role: nobody", "protocols.lava-multinode.roles.guest.host_role", "there is no role nobody")]
    [InlineData("host_role: client", "host_role: guest", "protocols.lava-multinode.roles.guest.host_role", "has no device of its own")]
    [InlineData("expect_role: client", "expect_role: nobody", "protocols.lava-multinode.roles.guest.expect_role", "there is no role nobody")]
    [InlineData("expect_role: client, ", "", "protocols.lava-multinode.roles.guest", "expect_role is missing")]
    [InlineData("connection: ssh", "connection: ssh, device_type: qemu", "protocols.lava-multinode.roles.guest.device_type", "take device_type or connection away")]
    [InlineData("connection: ssh, ", "", "protocols.lava-multinode.roles.guest", "connection is missing")]
    [InlineData("device_type: panda, count: 1", "device_type: panda", "protocols.lava-multinode.roles.client", "count is missing")]
    [InlineData("device_type: panda, count: 1", "device_type: panda, count: many", "protocols.lava-multinode.roles.client.count", "not the text \"many\"")]
    [InlineData("device_type: panda, count: 1", "device_type: panda, count: 1000", "protocols.lava-multinode.roles", "a group has 1 to 1000 members, and these roles have 1003")]
    [InlineData("device_type: panda, ", "", "protocols.lava-multinode.roles.client", "device_type is missing")]
    [InlineData("context: {arch: amd64}", "context: {arhc: amd64}", "protocols.lava-multinode.roles.server.context.arhc", "no template knows the context name arhc")]
    [InlineData("boot: {role: guest, ", "boot: {", "actions[1].boot", "role is missing: each action of a multinode job names the role")]
    [InlineData("essential: true", "expected: true", "protocols.lava-multinode.roles.server.expected", "a role has no key expected")]
    public void B14_a_wrong_group_is_refused(string part, string other, string path, string reason)
    {
        var error = Refused(With(part, other, Multinode));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal(path, error.Path);
    }
}
