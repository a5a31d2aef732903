using System.Text.Json;

namespace Drover.Cluster;

/// <summary>What a change of parameters did: the pairs of name and new value that clients print.</summary>
internal sealed class ChangeList
{
    private readonly List<(string Name, RawJson Value)> _changes = [];

    public void Add(string name, bool value) => Add(name, RawJson.Write(w => w.WriteBooleanValue(value)));

    public void Add(string name, string value) => Add(name, RawJson.String(value));

    public void Add(string name, RawJson value) => _changes.Add((name, value));

    /// <summary>Adds what each key of an object of parameters was set to, under <c>NAME/KEY</c>.</summary>
    public void AddEach(string name, JsonElement parameters)
    {
        foreach (var parameter in parameters.EnumerateObject())
            Add($"{name}/{parameter.Name}", RawJson.From(parameter.Value));
    }

    public RawJson ToJson() => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var (name, value) in _changes)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(name);
            value.WriteTo(writer);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    });
}
