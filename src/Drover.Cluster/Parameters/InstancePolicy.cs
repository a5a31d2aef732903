using System.Text.Json;
using Drover.Cluster.Settings;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Parameters;

/// <summary>Limits for instances: one or more boxes of least and most (<c>minmax</c>), what to assume when nothing is said
/// (<c>std</c>), disk templates, and how far CPUs and spindles may be shared.</summary>
internal static class InstancePolicy
{
    private const string MinMax = "minmax", Std = "std", Templates = "disk-templates";

    private static readonly string[] s_keys = [MinMax, Std, Templates, "spindle-ratio", "vcpu-ratio"];
    private static readonly string[] s_specs = ["memory-size", "cpu-count", "disk-count", "disk-size", "nic-count", "spindle-use"];

    public static IReadOnlyList<string> DiskTemplates { get; } =
        ["blockdev", "diskless", "drbd", "ext", "file", "gluster", "plain", "rbd", "sharedfile"];

    /// <summary>The limits in effect where a group has some of its own.</summary>
    public static RawJson Filled(RawJson cluster, RawJson group) => ParameterObjects.Overlay(cluster, group);

    /// <summary>Changes some keys of a policy and checks the whole.</summary>
    /// <param name="above">The policy that fills what is missing; null for the cluster's own.</param>
    /// <exception cref="Drover.Kernel.Operations.OperationException">Something does not fit; the text names the key.</exception>
    public static RawJson Apply(RawJson current, JsonElement changes, RawJson? above)
    {
        var removed = new HashSet<string>(StringComparer.Ordinal);
        var set = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var change in changes.EnumerateObject())
            {
                if (!s_keys.Contains(change.Name, StringComparer.Ordinal))
                    throw Refusal.BadParameter($"ipolicy has no parameter '{change.Name}'; there are: {string.Join(", ", s_keys)}");
                if (change.Value.ValueKind == JsonValueKind.Null || (change.Value.ValueKind == JsonValueKind.String && change.Value.ValueEquals("default"u8)))
                {
                    removed.Add(change.Name);
                    if (above is null)
                    {
                        writer.WritePropertyName(change.Name);
                        ParameterDefaults.Element("ipolicy").GetProperty(change.Name).WriteTo(writer);
                    }
                    continue;
                }
                if (change.Name == Std && above is not null)
                    throw Refusal.WrongInput("Parameter 'std' of ipolicy can be set for the cluster only, not for a group");
                writer.WritePropertyName(change.Name);
                if (change.Name == Std && change.Value.ValueKind == JsonValueKind.Object)
                    ParameterObjects.Overlay(ParameterObjects.Get(current, Std) ?? ParameterObjects.Empty, RawJson.From(change.Value)).WriteTo(writer);
                else
                    change.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
        var changed = ParameterObjects.Overlay(removed.Count > 0 ? ParameterObjects.Without(current, removed) : current, set);
        using var filled = JsonDocument.Parse((above is { } upper ? Filled(upper, changed) : changed).Utf8);
        if (Problems(filled.RootElement).FirstOrDefault() is { } problem)
            throw Refusal.WrongInput(problem);
        return changed;
    }

    /// <summary>What is wrong with a filled policy; empty when nothing is.</summary>
    public static IEnumerable<string> Problems(JsonElement policy)
    {
        foreach (var key in s_keys)
            if (!policy.TryGetProperty(key, out _))
                yield return $"ipolicy lacks the parameter '{key}'";
        foreach (var key in new[] { "spindle-ratio", "vcpu-ratio" })
            if (policy.TryGetProperty(key, out var ratio) && !(ratio.ValueKind == JsonValueKind.Number && ratio.GetDouble() > 0))
                yield return $"Parameter '{key}' of ipolicy is {ParameterProblem.Words(ratio)}, but has to be a number above zero";
        if (policy.TryGetProperty(Templates, out var templates) && TemplateProblem(templates) is { } wrong)
            yield return wrong;
        if (!policy.TryGetProperty(MinMax, out var boxes))
            yield break;
        if (boxes.ValueKind != JsonValueKind.Array || boxes.GetArrayLength() == 0)
        {
            yield return "Parameter 'minmax' of ipolicy has to be a list of at least one pair of min and max";
            yield break;
        }
        var std = policy.TryGetProperty(Std, out var given) ? given : default;
        var fits = std.ValueKind == JsonValueKind.Undefined;
        foreach (var box in boxes.EnumerateArray())
        {
            var problems = BoxProblems(box).ToList();
            foreach (var problem in problems)
                yield return problem;
            fits |= problems.Count == 0 && s_specs.All(spec =>
                Number(std, spec) is { } value && value >= Number(box.GetProperty("min"), spec) && value <= Number(box.GetProperty("max"), spec));
        }
        if (std.ValueKind == JsonValueKind.Undefined)
            yield break;
        foreach (var problem in SpecProblems(std, "std"))
            yield return problem;
        if (!fits)
            yield return "Parameter 'std' of ipolicy lies in none of the boxes of 'minmax'";
    }

    private static string? TemplateProblem(JsonElement templates)
    {
        if (templates.ValueKind != JsonValueKind.Array || templates.GetArrayLength() == 0)
            return "Parameter 'disk-templates' of ipolicy has to be a list of at least one disk template";
        foreach (var template in templates.EnumerateArray())
            if (template.ValueKind != JsonValueKind.String || !DiskTemplates.Contains(template.GetString()))
                return $"Parameter 'disk-templates' of ipolicy holds {ParameterProblem.Words(template)}; there are: {string.Join(", ", DiskTemplates)}";
        return null;
    }

    private static IEnumerable<string> BoxProblems(JsonElement box)
    {
        if (box.ValueKind != JsonValueKind.Object || !box.TryGetProperty("min", out var min) || !box.TryGetProperty("max", out var max))
        {
            yield return "Parameter 'minmax' of ipolicy holds an entry that is not an object with min and max";
            yield break;
        }
        foreach (var problem in SpecProblems(min, "minmax/min").Concat(SpecProblems(max, "minmax/max")))
            yield return problem;
        foreach (var spec in s_specs)
            if (Number(min, spec) is { } least && Number(max, spec) is { } most && least > most)
                yield return $"Parameter '{spec}' of ipolicy has the least value {least} above its most {most}";
    }

    private static IEnumerable<string> SpecProblems(JsonElement specs, string where)
    {
        if (specs.ValueKind != JsonValueKind.Object)
        {
            yield return $"Parameter '{where}' of ipolicy has to be an object";
            yield break;
        }
        foreach (var spec in s_specs)
            if (Number(specs, spec) is not >= 0)
                yield return $"Parameter '{spec}' in '{where}' of ipolicy is missing or not a whole number from zero on";
        foreach (var property in specs.EnumerateObject())
            if (!s_specs.Contains(property.Name, StringComparer.Ordinal))
                yield return $"Parameter '{where}' of ipolicy has no '{property.Name}'; there are: {string.Join(", ", s_specs)}";
    }

    private static long? Number(JsonElement specs, string key) =>
        specs.ValueKind == JsonValueKind.Object && specs.TryGetProperty(key, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
