using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Drover.Kernel.Configuration;

/// <summary>A kind of durable object: its name in journal and rows, the version of its form, and its codec.</summary>
public abstract class ObjectKind(string name, int version, Disclosure? shown = null)
{
    /// <summary>Stable name, such as <c>node</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Version of the stored form; raise it when the form changes, and read older ones in <see cref="Decode"/>.</summary>
    public int Version { get; } = version;

    /// <summary>Which members of an object are shown to whom, where whole objects are shown: in events. Without, not even its key is for observers.</summary>
    public Disclosure Shown { get; } = shown ?? Disclosure.None;

    /// <summary>Reads a stored body.</summary>
    public abstract object Decode(ReadOnlySpan<byte> body, int version);

    /// <summary>The key of today of an object that was stored under a key of an older version; the same unless the kind has changed its keys.</summary>
    public virtual string ReadKey(string key, int version) => key;

    /// <summary>Writes a body; equal objects give equal bytes.</summary>
    public abstract byte[] Encode(object value);
}

/// <summary>A kind of durable object with its type.</summary>
/// <param name="name">Its stable name.</param>
/// <param name="version">The version of its form and of its keys.</param>
/// <param name="json">How a body is written and read.</param>
/// <param name="readKey">Makes today's key of a key and the version, below <paramref name="version"/>, that it was stored with; null if keys were always the same.</param>
/// <param name="shown">Which members of an object events show to whom; null for operators alone.</param>
public sealed class ObjectKind<T>(string name, int version, JsonTypeInfo<T> json, Func<string, int, string>? readKey = null, Disclosure? shown = null)
    : ObjectKind(name, version, shown)
    where T : class
{
    /// <inheritdoc/>
    public override object Decode(ReadOnlySpan<byte> body, int version) =>
        version <= Version
            ? JsonSerializer.Deserialize(body, json) ?? throw new JsonException($"The stored {Name} is null.")
            : throw new DroverException("OBJECT_TOO_NEW",
                $"A stored {Name} has form {version}, but this program knows forms up to {Version}. Start the newer program that wrote it.");

    /// <inheritdoc/>
    public override string ReadKey(string key, int version) => version < Version && readKey is not null ? readKey(key, version) : key;

    /// <inheritdoc/>
    public override byte[] Encode(object value) => JsonSerializer.SerializeToUtf8Bytes((T)value, json);
}
