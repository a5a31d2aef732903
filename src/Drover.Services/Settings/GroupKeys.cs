namespace Drover.Services.Settings;

/// <summary>The keys that only a group has. docs/services.md prints this table, and a test compares the two.</summary>
internal static class GroupKeys
{
    public static readonly (string Name, string Value, string Fallback, string Meaning)[] All =
    [
        ("start-level", "a level", "none", "level that the group is brought to at the first start after a boot"),
        ("nodes", "names with commas", "all", "nodes that have the group; for others it is as if it were not in the file"),
        ("failover", "a level", "none", "the group is at this level on one of its nodes, and moved when that fails; only in the cluster's cltab"),
        ("failover-grace", "a time", "30s", "how long its node may be away until the group is moved"),
        ("fail-stops", "yes, no", "no", "a failed test keeps later entries of the level from being started"),
    ];

    /// <summary>Whether a key says something only in the cluster's cltab.</summary>
    public static bool IsOfCluster(string key) => key is "failover" or "failover-grace";

    /// <summary>Null if it is no key of a group; otherwise the new options, or what is wrong.</summary>
    public static (GroupOptions? Options, string? Error)? Apply(string key, string value, GroupOptions options)
    {
        switch (key)
        {
            case "start-level":
                return (options with { StartLevel = value }, null);
            case "nodes":
                return OptionValues.Names(value, out var wrong) is { } nodes ? (options with { Nodes = nodes }, null) : (null, wrong);
            case "failover":
                return (options with { Failover = value }, null);
            case "failover-grace":
                return OptionValues.Duration(value, out var noTime) is { } grace ? (options with { FailoverGrace = grace }, null) : (null, noTime);
            case "fail-stops":
                return OptionValues.YesNo(value, out var error) is { } yes ? (options with { FailStops = yes }, null) : (null, error);
            default:
                return null;
        }
    }
}
