using System.Collections.Immutable;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>Makes one definition for each member of a multinode job.</summary>
internal static class MultinodeSplit
{
    public const string Protocol = "lava-multinode";

    private static readonly string[] s_shared = ["job_name", "timeouts", "priority", "visibility", "notify", "metadata", "reboot_to_fastboot"];
    private static readonly string[] s_fromRole = ["device_type", "connection", "host_role", "context"];

    // Protocols that one role has for itself: its entry becomes that of the member.
    private static readonly string[] s_ofRole = ["lava-vland", "lava-lxc"];

    public static ImmutableArray<MemberDefinition> Of(JobDefinition job, string targetGroup)
    {
        var members = ImmutableArray.CreateBuilder<MemberDefinition>();
        foreach (var role in job.Roles)
        {
            for (var i = 0; i < role.Count; i++)
                members.Add(Member(job, role, members.Count, targetGroup));
        }

        return members.DrainToImmutable();
    }

    private static MemberDefinition Member(JobDefinition job, MultinodeRole role, int subId, string targetGroup) => new(subId, role, new YamlMap([
        .. s_shared.SelectMany(key => Entry(job.Root, key)),
        .. s_fromRole.SelectMany(key => Entry(role.Definition, key)),
        ("actions", new YamlList(job.Actions.OfType<YamlMap>().SelectMany(action => ActionFor(action[0], role.Name)))),
        ("protocols", Protocols(job, role, subId, targetGroup)),
    ]));

    private static YamlMap Protocols(JobDefinition job, MultinodeRole role, int subId, string targetGroup)
    {
        var multinode = (YamlMap)job.Protocols!.Find(Protocol)!;
        return new YamlMap([
            (Protocol, new YamlMap([
                ("target_group", YamlScalar.Of(targetGroup)), ("role", YamlScalar.Of(role.Name)), ("group_size", YamlScalar.Of(job.Roles.Sum(other => other.Count))), ("sub_id", YamlScalar.Of(subId)),
                .. role.Definition.Where(entry => entry.Key.Text != "count" && !s_fromRole.Contains(entry.Key.Text)).Select(entry => (entry.Key.Text, entry.Value)),
                .. multinode.Where(entry => entry.Key.Text != "roles").Select(entry => (entry.Key.Text, entry.Value)),
            ])),
            .. s_ofRole.Where(name => job.Protocols.Find(name) is YamlMap).SelectMany(name => Entry((YamlMap)job.Protocols.Find(name)!, role.Name).Select(entry => (name, entry.Value))),
        ]);
    }

    // The action with the one role in the place of all that have it; nothing when this one has not.
    private static IEnumerable<YamlMap> ActionFor(YamlEntry action, string role)
    {
        if (!ActionRules.Roles(new Part(action.Value, action.Key.Text)).Contains(role))
            return [];
        return [new YamlMap([new YamlEntry(action.Key, MemberDefinition.With((YamlMap)action.Value, "role", YamlScalar.Of(role)))])];
    }

    private static IEnumerable<(string Key, YamlNode Value)> Entry(YamlMap map, string key) => map.Find(key) is { } value ? [(key, value)] : [];
}
