using System.Text.Json;

namespace Drover.Cluster.Vocabulary;

/// <summary>The data files inside this assembly.</summary>
internal static class EmbeddedData
{
    internal static JsonElement Load(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The data file {name} is not part of this assembly.");
        // Never disposed: the data lives as long as the process.
        return JsonDocument.Parse(stream).RootElement;
    }
}
