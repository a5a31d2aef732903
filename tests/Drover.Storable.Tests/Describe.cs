namespace Drover.Storable.Tests;

internal static class Describe
{
    /// <summary>A value in one line; references are shown as a backslash.</summary>
    public static string Value(StorableValue value) => value switch
    {
        StorableUndef => "undef",
        StorableBoolean boolean => boolean.Value ? "true" : "false",
        StorableInteger integer => $"{integer.Value}",
        StorableText { Text.Length: > 40 } text => $"'length {text.Text.Length}'",
        StorableText text => $"'{text.Text}'",
        StorableReference reference => "\\" + Value(reference.Target),
        StorableArray array => $"[{string.Join(',', array.Items.Select(Value))}]",
        StorableHash hash => $"{{{string.Join(',', hash.Pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Value(p.Value)}"))}}}",
        _ => throw new InvalidOperationException(value.GetType().Name),
    };
}
