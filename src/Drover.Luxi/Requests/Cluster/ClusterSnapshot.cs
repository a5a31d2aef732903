using System.Text.Json;

namespace Drover.Luxi.Requests.Cluster;

/// <summary>The cluster's description, encoded once, and the parts of it that are asked for alone.</summary>
internal sealed class ClusterSnapshot
{
    private readonly Lazy<ReadOnlyMemory<byte>> _json26;

    public ClusterSnapshot(RawJson info)
    {
        Json = info.Utf8;
        _json26 = new Lazy<ReadOnlyMemory<byte>>(() => To26(info));
        using var document = JsonDocument.Parse(info.Utf8);
        Name = Part(document, "name");
        Master = Part(document, "master");
        ModifySshSetup = Part(document, "modify_ssh_setup");
        SshKeyType = Part(document, "ssh_key_type");
        SshKeyBits = Part(document, "ssh_key_bits");
    }

    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The same as 2.6 shaped it.</summary>
    public ReadOnlyMemory<byte> Json26 => _json26.Value;

    public RawJson Name { get; }

    public RawJson Master { get; }

    public RawJson ModifySshSetup { get; }

    public RawJson SshKeyType { get; }

    public RawJson SshKeyBits { get; }

    private static RawJson Part(JsonDocument info, string key) =>
        info.RootElement.TryGetProperty(key, out var value) ? RawJson.From(value) : RawJson.Null;

    /// <summary>In 2.6 an instance policy has one pair of bounds, which stand beside the rest.</summary>
    private static ReadOnlyMemory<byte> To26(RawJson info) => RawJson.Write(writer =>
    {
        using var document = JsonDocument.Parse(info.Utf8);
        writer.WriteStartObject();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!property.NameEquals("ipolicy"u8) || property.Value.ValueKind != JsonValueKind.Object)
            {
                property.WriteTo(writer);
                continue;
            }
            writer.WriteStartObject("ipolicy"u8);
            foreach (var part in property.Value.EnumerateObject())
            {
                if (part.NameEquals("minmax"u8) && part.Value.ValueKind == JsonValueKind.Array && part.Value.GetArrayLength() > 0)
                    foreach (var bound in part.Value[0].EnumerateObject())
                        bound.WriteTo(writer);
                else
                    part.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }).Utf8;
}
