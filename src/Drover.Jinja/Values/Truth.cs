using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>What Python takes for true.</summary>
internal static class Truth
{
    public static bool Of(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        BigInteger number => !number.IsZero,
        double number => number != 0,
        string text => text.Length > 0,
        SequenceValue sequence => sequence.Items.Count > 0,
        DictValue dict => dict.Entries.Count > 0,
        DictView view => view.Items.Count > 0,
        RangeValue range => range.Count > 0,
        _ => true,
    };
}
