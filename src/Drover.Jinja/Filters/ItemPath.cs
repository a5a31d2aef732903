using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Filters;

/// <summary>The <c>attribute</c> of filters: names and numbers with dots between them.</summary>
internal sealed class ItemPath
{
    private readonly List<object?> _keys;

    private ItemPath(List<object?> keys) => _keys = keys;

    /// <param name="path">A text or a number.</param>
    public static ItemPath Of(object? path) => new(path is string text
        ? [.. text.Split('.').Select(object? (part) => part.Length > 0 && part.All(char.IsAsciiDigit) ? NumberText.Whole(part, 10) ?? BigInteger.Zero : part)]
        : [path]);

    /// <summary>What stands there, or <see cref="Undefined"/>.</summary>
    public object? Find(object? value) => Find(value, Signature.Absent);

    /// <param name="otherwise">What is taken in place of each thing that is not defined.</param>
    public object? Find(object? value, object? otherwise)
    {
        foreach (var key in _keys)
        {
            value = Membership.Item(value, key);
            if (value is Undefined && Signature.IsGiven(otherwise) && otherwise is not null)
                value = otherwise;
        }
        return value;
    }
}
