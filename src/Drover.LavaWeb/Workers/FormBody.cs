using System.Text;

namespace Drover.LavaWeb.Workers;

/// <summary>The fields of a body of <c>application/x-www-form-urlencoded</c>, as bytes: log lines are megabytes, and are not made text.</summary>
internal sealed class FormBody
{
    private const int MostFields = 100;

    private readonly List<(string Name, ReadOnlyMemory<byte> Value)> _fields = [];

    private FormBody()
    {
    }

    /// <summary>Decodes in place: the bytes are the form's from now on.</summary>
    /// <exception cref="FormatException">An escape is broken, or there are too many fields; the text says where.</exception>
    public static FormBody Read(Memory<byte> body)
    {
        var form = new FormBody();
        while (body.Length > 0)
        {
            var end = body.Span.IndexOf((byte)'&');
            var field = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (field.IsEmpty)
                continue;
            if (form._fields.Count == MostFields)
                throw new FormatException($"there are more than {MostFields} fields");
            var equals = field.Span.IndexOf((byte)'=');
            var name = equals < 0 ? field : field[..equals];
            var value = equals < 0 ? default : field[(equals + 1)..];
            name = name[..Decode(name.Span)];
            form._fields.Add((Encoding.UTF8.GetString(name.Span), value[..Decode(value.Span)]));
        }
        return form;
    }

    /// <summary>The bytes of a field, the first where it comes more than once; null when it does not.</summary>
    public ReadOnlyMemory<byte>? Bytes(string name)
    {
        foreach (var field in _fields)
            if (field.Name == name)
                return field.Value;
        return null;
    }

    /// <summary>The text of a field; null when it does not come.</summary>
    public string? Text(string name) => Bytes(name) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private static int Decode(Span<byte> text)
    {
        var next = text.IndexOfAny((byte)'%', (byte)'+');
        if (next < 0)
            return text.Length;
        var written = next;
        while (next < text.Length)
        {
            var read = text[next++];
            if (read == '+')
                read = (byte)' ';
            else if (read == '%')
            {
                if (text.Length - next < 2 || Digit(text[next]) is not (>= 0 and var high) || Digit(text[next + 1]) is not (>= 0 and var low))
                    throw new FormatException($"'%' at byte {next} of a field is not followed by two hexadecimal digits");
                read = (byte)(high << 4 | low);
                next += 2;
            }
            text[written++] = read;
        }
        return written;
    }

    private static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
