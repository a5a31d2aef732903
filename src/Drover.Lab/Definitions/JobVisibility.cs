using System.Collections.Immutable;

namespace Drover.Lab.Definitions;

/// <summary>Who may see a job beside its submitter.</summary>
/// <param name="IsPublic">Everybody.</param>
/// <param name="Groups">Members of all of these groups; without any (and not public) nobody else: LAVA's <c>personal</c>.</param>
public sealed record JobVisibility(bool IsPublic, ImmutableArray<string> Groups)
{
    internal static JobVisibility Read(Part visibility)
    {
        if (visibility.Node.AsText() is not null)
            return new JobVisibility(visibility.Word("visibility", "public", "personal") == "public", []);
        if (visibility.Node is not Yaml.YamlMap)
            throw visibility.Error($"visibility is public, personal or a map with group, not {visibility.Found}");
        visibility.OnlyKeys("visibility", "group");
        return new JobVisibility(false, [.. visibility.Find("group")?.Texts("group", "a group") ?? []]);
    }
}
