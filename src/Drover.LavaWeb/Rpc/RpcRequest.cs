using System.Globalization;
using System.Text;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc;

/// <summary>One call with its arguments. An argument that is left out is nil.</summary>
internal sealed class RpcRequest(RpcMethod method, IReadOnlyList<object?> arguments, LabSession session)
{
    public LabSession Session { get; } = session;

    /// <summary>A text, where there must be one.</summary>
    public string Text(int index) => OptionalText(index) ?? throw Wrong(index, "a text");

    /// <summary>A text, also sent as bytes; null for nil.</summary>
    public string? OptionalText(int index) => Value(index) switch
    {
        null => null,
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => throw Wrong(index, "a text"),
    };

    /// <summary>The id of a test job: a number, or a text with one.</summary>
    public string JobId(int index) => Value(index) switch
    {
        long id => id.ToString(CultureInfo.InvariantCulture),
        string id => id,
        _ => throw Wrong(index, "the id of a job"),
    };

    /// <summary>A whole number that is not negative; null for nil.</summary>
    public long? Number(int index) => Value(index) switch
    {
        null => null,
        long number and >= 0 => number,
        string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(index, "a whole number from 0"),
    };

    /// <summary>A truth value; null for nil.</summary>
    public bool? Flag(int index) => Value(index) switch
    {
        null => null,
        bool flag => flag,
        long number => number != 0,
        _ => throw Wrong(index, "a truth value"),
    };

    /// <summary>A list of texts; null for nil.</summary>
    public IReadOnlyList<string>? Texts(int index) => Value(index) switch
    {
        null => null,
        IReadOnlyList<object?> items => [.. items.Select(item => item as string ?? throw Wrong(index, "a list of texts"))],
        _ => throw Wrong(index, "a list of texts"),
    };

    /// <summary>A list; empty for nil.</summary>
    public IReadOnlyList<object?> Items(int index) => Value(index) switch
    {
        null => [],
        IReadOnlyList<object?> items => items,
        _ => throw Wrong(index, "a list"),
    };

    /// <summary>One of some words, in any case; null for nil.</summary>
    public T? Word<T>(int index) where T : struct, Enum
    {
        if (OptionalText(index) is not { } text)
            return null;
        return text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var word)
            ? word
            : throw Wrong(index, $"one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToUpperInvariant()))}");
    }

    private object? Value(int index) => index < arguments.Count ? arguments[index] : null;

    private LabRefusedException Wrong(int index, string expected) => LabRefusedException.Bad($"{method.Name} needs {expected} for {method.ParameterName(index)} (argument {index + 1}).");
}
