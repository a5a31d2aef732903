using System.Text.Json;

namespace Drover.Kernel.Queries;

/// <summary>Describes one field of a resource.</summary>
/// <param name="Name">Lower-case letters, digits, <c>/</c>, <c>.</c> and <c>_</c>.</param>
/// <param name="Title">Column title, without blanks.</param>
/// <param name="Kind">How values are shown.</param>
/// <param name="Doc">One phrase: starts upper-case, no final dot.</param>
/// <param name="Flags">What filters and queries have to know.</param>
/// <param name="Default">Whether listings show the field when no fields are named.</param>
public sealed record FieldDefinition(
    string Name, string Title, FieldKind Kind, string Doc, FieldFlags Flags = FieldFlags.None, bool Default = false)
{
    private static readonly JsonEncodedText s_nameKey = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText s_titleKey = JsonEncodedText.Encode("title");
    private static readonly JsonEncodedText s_kindKey = JsonEncodedText.Encode("kind");
    private static readonly JsonEncodedText s_docKey = JsonEncodedText.Encode("doc");

    /// <summary>Who may see its values; for others its cells are unavailable. Set by <see cref="ResourceBuilder{TRow}.VisibleTo"/>.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>Whether the field needs the resource's probe.</summary>
    public bool IsLive => Flags.HasFlag(FieldFlags.Live);

    /// <summary>The answer for a field that does not exist: its cells are unknown, the query goes on.</summary>
    public static FieldDefinition Unknown(string name) => new(name, name, FieldKind.Unknown, $"Unknown field '{name}'");

    /// <summary>Writes <c>{"name":..,"title":..,"kind":..,"doc":..}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString(s_nameKey, Name);
        writer.WriteString(s_titleKey, Title);
        writer.WriteString(s_kindKey, Kind.WireName());
        writer.WriteString(s_docKey, Doc);
        writer.WriteEndObject();
    }

    /// <exception cref="InvalidOperationException">Name, title, kind or doc break the rules; the text says which.</exception>
    internal void Check()
    {
        if (!IsFieldName(Name)) throw new InvalidOperationException($"Field name '{Name}' may hold only a-z, 0-9, '/', '.' and '_'.");
        if (Title.Length == 0 || Title.AsSpan().ContainsAny(" \t\r\n")) throw new InvalidOperationException($"Title '{Title}' of field '{Name}' is empty or holds blanks.");
        if (Kind == FieldKind.Unknown) throw new InvalidOperationException($"Field '{Name}' is of kind unknown, which is kept for fields that do not exist.");
        if (Doc.Length == 0 || !char.IsUpper(Doc[0]) || Doc[^1] == '.')
            throw new InvalidOperationException($"Description '{Doc}' of field '{Name}' has to start with an upper-case letter and to end without a dot.");
    }

    internal static bool IsFieldName(ReadOnlySpan<char> name) => name.Length > 0 && !name.ContainsAnyExcept(s_nameCharacters);

    private static readonly System.Buffers.SearchValues<char> s_nameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789/._");
}
