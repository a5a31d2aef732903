using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Values of the caller made values of templates.</summary>
internal static class Conversion
{
    private const int Deepest = 200;

    /// <exception cref="ArgumentException">A value is of a type that templates do not know.</exception>
    public static object? Of(object? value, int depth = 0)
    {
        if (depth > Deepest)
            throw new ArgumentException($"Values stand more than {Deepest} deep in one another.", nameof(value));
        return value switch
        {
            null or bool or BigInteger or double or string => value,
            long number => (BigInteger)number,
            int number => (BigInteger)number,
            IReadOnlyDictionary<string, object?> dict => new DictValue(dict.Select(entry => new KeyValuePair<object?, object?>(entry.Key, Of(entry.Value, depth + 1)))),
            IReadOnlyList<object?> list => new ListValue([.. list.Select(item => Of(item, depth + 1))]),
            _ => throw new ArgumentException($"A template cannot be given a value of type {value.GetType()}.", nameof(value)),
        };
    }
}
