namespace Drover.Jinja.Values;

/// <summary>What stands behind a dot or between brackets. Neither reaches anything but values of templates.</summary>
internal static class Membership
{
    /// <summary><c>value.name</c>: the attribute first, then the item of that name; <see cref="Undefined"/> when there is neither.</summary>
    /// <exception cref="TemplateFault">The value itself is not defined.</exception>
    public static object? Attribute(object? value, string name) =>
        value is Undefined missing ? throw missing.Fault()
        : TryNamed(value, name, out var found) || TryItem(value, name, out found) ? found : Undefined.Member(value, name);

    /// <summary><c>value[key]</c>: the item first, then the attribute of that name; <see cref="Undefined"/> when there is neither.</summary>
    /// <exception cref="TemplateFault">The value itself is not defined.</exception>
    public static object? Item(object? value, object? key)
    {
        if (value is Undefined missing)
            throw missing.Fault();
        if (key is Slice slice)
            return slice.Of(value);
        return TryItem(value, key, out var found) || key is string name && TryNamed(value, name, out found) ? found : Undefined.Member(value, key);
    }

    // What Python keeps behind underscores is out of reach, as in Jinja2's sandbox.
    private static bool TryNamed(object? value, string name, out object? found)
    {
        if (value is IMembers members)
            return members.TryMember(name, out found);
        found = name.StartsWith('_') ? null : Methods.MethodTable.Find(value, name);
        return found is not null;
    }

    private static bool TryItem(object? value, object? key, out object? item)
    {
        item = null;
        switch (value)
        {
            case DictValue dict when key is not (ListValue or DictValue or DictView):
                return dict.TryGet(key, out item);
            case string text when Numbers.TryWhole(key, out var number):
                var count = CodePoints.Count(text);
                number += number.Sign < 0 ? count : 0;
                if (number.Sign < 0 || number >= count)
                    return false;
                var place = CodePoints.Place(text, (int)number);
                item = text.Substring(place, char.IsSurrogatePair(text, place) ? 2 : 1);
                return true;
            case SequenceValue sequence when Numbers.TryWhole(key, out var number):
                number += number.Sign < 0 ? sequence.Items.Count : 0;
                if (number.Sign < 0 || number >= sequence.Items.Count)
                    return false;
                item = sequence.Items[(int)number];
                return true;
            case RangeValue range when Numbers.TryWhole(key, out var number):
                number += number.Sign < 0 ? range.Count : 0;
                if (number.Sign < 0 || number >= range.Count)
                    return false;
                item = range[(int)number];
                return true;
            default:
                return false;
        }
    }
}
