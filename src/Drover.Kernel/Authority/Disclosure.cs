using System.Collections.Immutable;
using System.Text.Json;

namespace Drover.Kernel;

/// <summary>Which members of a JSON object are shown to whom. A member that is not named, and everything below it, is for operators.
/// Members of members are named with a dot: <c>ops.summary</c>, also where <c>ops</c> is a list.</summary>
public sealed class Disclosure
{
    private readonly ImmutableDictionary<string, Visibility> _members;

    private Disclosure(ImmutableDictionary<string, Visibility> members) => _members = members;

    /// <summary>Nothing is shown to anybody but operators.</summary>
    public static Disclosure None { get; } = new(ImmutableDictionary<string, Visibility>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>Begins with members that everyone may see.</summary>
    public static Disclosure Everyone(params ReadOnlySpan<string> members) => None.With(Visibility.Everyone, members);

    /// <summary>The members named, with what is declared for each.</summary>
    public IReadOnlyDictionary<string, Visibility> Members => _members;

    /// <summary>Whether there is something that everyone may see.</summary>
    public bool IsPublic => _members.ContainsValue(Visibility.Everyone);

    /// <summary>Adds members that the owner may see.</summary>
    public Disclosure Owner(params ReadOnlySpan<string> members) => With(Visibility.Owner, members);

    /// <summary>Names members that are for operators. They would be without; it is said that this is meant.</summary>
    public Disclosure Operators(params ReadOnlySpan<string> members) => With(Visibility.Operators, members);

    /// <summary>The object as somebody may see it; what they may not see is null.</summary>
    /// <param name="writer">Takes the object.</param>
    /// <param name="value">The whole object.</param>
    /// <param name="sees">Whether they may see what is declared so.</param>
    public void Write(Utf8JsonWriter writer, JsonElement value, Func<Visibility, bool> sees) => Write(writer, value, "", sees);

    private void Write(Utf8JsonWriter writer, JsonElement value, string path, Func<Visibility, bool> sees)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    WriteMember(writer, member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", sees);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item, path, sees);
                writer.WriteEndArray();
                break;
            default:
                // A list of something else than objects, of which parts are declared.
                writer.WriteNullValue();
                break;
        }
    }

    private void WriteMember(Utf8JsonWriter writer, JsonElement value, string path, Func<Visibility, bool> sees)
    {
        if (_members.TryGetValue(path, out var visibility))
        {
            if (sees(visibility))
                value.WriteTo(writer);
            else
                writer.WriteNullValue();
        }
        else if (IsParent(path))
            Write(writer, value, path, sees);
        else
            writer.WriteNullValue();
    }

    private bool IsParent(string path) =>
        _members.Keys.Any(member => member.Length > path.Length && member[path.Length] == '.' && member.StartsWith(path, StringComparison.Ordinal));

    private Disclosure With(Visibility visibility, ReadOnlySpan<string> members)
    {
        var all = _members.ToBuilder();
        foreach (var member in members)
            all.Add(member, visibility);
        return new Disclosure(all.ToImmutable());
    }
}
