using System.Collections.Immutable;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>One role of a multinode job: so many devices of a type, or so many connections to the device of another role.</summary>
/// <param name="Name">The role's name.</param>
/// <param name="Count">How many members have it; may be 0.</param>
/// <param name="DeviceType">The type of their devices; null for a dynamic connection.</param>
/// <param name="Connection">How a dynamic connection is made, as in ssh; null for devices.</param>
/// <param name="HostRole">The role whose one device a dynamic connection goes to; null for devices.</param>
/// <param name="ExpectRole">The role that tells where to connect to; null for devices.</param>
/// <param name="Tags">Tags that each device must have.</param>
/// <param name="IsEssential">Whether the whole group ends when one of these members fails.</param>
/// <param name="Definition">The role as written.</param>
public sealed record MultinodeRole(
    string Name, int Count, string? DeviceType, string? Connection, string? HostRole, string? ExpectRole, ImmutableArray<string> Tags, bool IsEssential, YamlMap Definition)
{
    // The members of a group have definitions of their own, so that their number multiplies what a submission costs.
    internal const int MostMembers = 1000;

    internal static ImmutableArray<MultinodeRole> ReadAll(Part protocol, DefinitionRules rules)
    {
        protocol.OnlyKeys("lava-multinode", "roles", "timeout");
        if (protocol.Find("timeout") is { } timeout)
            TimeoutRules.CheckWithin(timeout, null, rules);
        var roles = protocol.Required("roles", "name the roles of the group, each with device_type and count");
        ImmutableArray<MultinodeRole> read = [.. roles.Map("roles").Select(entry => Read(roles.At(entry.Key.Text, entry.Value), entry.Key.Text, rules))];
        if (read.Sum(role => role.Count) is var members && members is 0 or > MostMembers)
            throw roles.Error($"a group has 1 to {MostMembers} members, and these roles have {members}: correct the counts");
        foreach (var role in read.Where(role => role.Connection is not null))
        {
            var part = roles.At(role.Name, role.Definition);
            var host = read.FirstOrDefault(other => other.Name == role.HostRole)
                ?? throw part.Find("host_role")!.Value.Error($"there is no role {role.HostRole}: name the role whose device the connection goes to");
            if (host.DeviceType is null)
                throw part.Find("host_role")!.Value.Error($"the role {host.Name} has no device of its own: name a role with a device_type");
            if (host.Count != 1)
                throw part.Find("host_role")!.Value.Error($"the role {host.Name} has count {host.Count}, and a connection goes to exactly one device: set the count of {host.Name} to 1");
            if (read.All(other => other.Name != role.ExpectRole))
                throw part.Find("expect_role")!.Value.Error($"there is no role {role.ExpectRole}: name the role that tells where to connect to");
        }

        return read;
    }

    private static MultinodeRole Read(Part role, string name, DefinitionRules rules)
    {
        var definition = role.Map("a role");
        var count = role.Required("count", "how many members have the role");
        if (count.Whole() is not { } members || members < 0 || members > MostMembers)
            throw count.Error($"count is a whole number from 0 to {MostMembers}, not {count.Found}");
        if (role.Find("context") is { } context)
            ContextRules.Read(context, rules);
        if (role.Find("timeout") is { } timeout)
            TimeoutRules.CheckWithin(timeout, null, rules);
        var tags = role.Find("tags")?.Texts("tags", "a tag") ?? [];
        var isEssential = role.Find("essential")?.Bool("essential") ?? false;
        if (role.Find("connection") is not { } connection)
        {
            if (role.Find("host_role") is not null)
                throw role.Error("connection is missing: say how to connect to the host role, as in connection: ssh");
            role.OnlyKeys("a role", "device_type", "count", "context", "tags", "environment", "essential", "timeout");
            var type = role.Required("device_type", "name the type of the devices, or make it a connection with connection, host_role and expect_role").Text("device_type");
            return new MultinodeRole(name, (int)members, type, null, null, null, [.. tags], isEssential, definition);
        }

        if (role.Find("device_type") is { } both)
            throw both.Error("a role with a connection uses the device of its host role: take device_type or connection away");
        role.OnlyKeys("a role with a connection", "connection", "count", "host_role", "expect_role", "request", "essential", "tags", "timeout", "context");
        return new MultinodeRole(
            name, (int)members, null, connection.Text("connection"), role.Required("host_role", "the role whose device the connection goes to").Text("host_role"),
            role.Required("expect_role", "the role that tells where to connect to").Text("expect_role"), [.. tags], isEssential, definition);
    }
}
