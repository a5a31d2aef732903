using System.Text.Json;
using Drover.Cluster.Vocabulary;

namespace Drover.Cluster.Settings;

/// <summary>The parameters that a new cluster begins with. Their keys are also all that there are, and their values say of which type each is.</summary>
internal static class ParameterDefaults
{
    private static readonly JsonElement s_data = EmbeddedData.Load("defaults.json");

    /// <summary>By hypervisor.</summary>
    public static RawJson Hypervisors { get; } = Part("hvparams");

    public static RawJson Backend { get; } = Part("beparams");

    public static RawJson Nic { get; } = Part("nicparams");

    public static RawJson Node { get; } = Part("ndparams");

    /// <summary>By disk template.</summary>
    public static RawJson Disk { get; } = Part("diskparams");

    public static RawJson InstancePolicy { get; } = Part("ipolicy");

    /// <summary>Parsed; lives as long as the process.</summary>
    public static JsonElement Element(string part) => s_data.GetProperty(part);

    private static RawJson Part(string name)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            s_data.GetProperty(name).WriteTo(writer);
        return new RawJson(stream.ToArray());
    }
}
