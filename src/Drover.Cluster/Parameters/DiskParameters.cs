using System.Text.Json;
using Drover.Kernel.Operations;

namespace Drover.Cluster.Parameters;

/// <summary>Disk parameters: an object of disk templates.</summary>
internal static class DiskParameters
{
    /// <summary>The parameters in effect where a group has some of its own.</summary>
    public static RawJson Filled(RawJson cluster, RawJson group) => ParameterObjects.Overlay(cluster, group, depth: 2);

    /// <summary>Changes parameters of some templates.</summary>
    /// <exception cref="Drover.Kernel.Operations.OperationException">A template or key does not exist or a value does not fit.</exception>
    public static RawJson Apply(RawJson current, JsonElement changes, bool fallsBack)
    {
        foreach (var change in changes.EnumerateObject())
        {
            var sheet = ParameterSheet.Disk(change.Name) ?? throw Refusal.BadParameter(
                $"diskparams has no disk template '{change.Name}'; there are: {string.Join(", ", InstancePolicy.DiskTemplates)}");
            current = ParameterObjects.With(current, change.Name,
                sheet.Apply(ParameterObjects.Get(current, change.Name) ?? ParameterObjects.Empty, change.Value, fallsBack));
        }
        return current;
    }
}
