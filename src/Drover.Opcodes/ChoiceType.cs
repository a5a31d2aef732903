using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class ChoiceType : ParameterType
{
    private readonly string[] _words;
    private readonly byte[][] _strings;
    private readonly long[] _integers;

    public ChoiceType(IReadOnlyList<string> words)
    {
        _words = [.. words];
        var strings = new List<byte[]>();
        var integers = new List<long>();
        foreach (var word in words)
        {
            if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                integers.Add(number);
            else
                strings.Add(Encoding.UTF8.GetBytes(word));
        }

        _strings = [.. strings];
        _integers = [.. integers];
    }

    public override ParameterKind Kind => ParameterKind.Choice;

    public override string Describe() => _words.Length == 1 ? _words[0] : "one of " + string.Join(", ", _words);

    public override string Example() => _integers.Length > 0 ? _integers[0].ToString() : $"\"{JsonEncodedText.Encode(_words[0])}\"";

    internal override ParameterProblem? Check(JsonElement value) => Unless(Contains(value), value);

    internal override bool AcceptsKey(string key) => Array.IndexOf(_words, key) >= 0;

    private bool Contains(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetInt64(out var number) && Array.IndexOf(_integers, number) >= 0;
        if (value.ValueKind != JsonValueKind.String)
            return false;
        foreach (var text in _strings)
        {
            if (value.ValueEquals(text))
                return true;
        }

        return false;
    }
}
