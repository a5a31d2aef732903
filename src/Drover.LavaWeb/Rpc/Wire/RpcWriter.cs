using System.Globalization;
using System.Text;
using System.Xml;

namespace Drover.LavaWeb.Rpc.Wire;

/// <summary>Writes answers, with the extension for nil that LAVA's clients ask for.</summary>
internal static class RpcWriter
{
    // A line break of an answer is data: as an entity no reader changes it.
    private static readonly XmlWriterSettings s_settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize, Indent = false };

    public static byte[] Answer(object? value) => Document(xml =>
    {
        xml.WriteStartElement("params");
        xml.WriteStartElement("param");
        Write(xml, value);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public static byte[] Fault(int code, string message) => Document(xml =>
    {
        xml.WriteStartElement("fault");
        Write(xml, new RpcStruct(("faultCode", (long)code), ("faultString", message)));
        xml.WriteEndElement();
    });

    private static byte[] Document(Action<XmlWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, s_settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("methodResponse");
            body(xml);
            xml.WriteEndElement();
            xml.WriteEndDocument();
        }
        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, object? value)
    {
        xml.WriteStartElement("value");
        switch (value)
        {
            case null:
                xml.WriteElementString("nil", null);
                break;
            case string text:
                xml.WriteElementString("string", Writable(text));
                break;
            case bool flag:
                xml.WriteElementString("boolean", flag ? "1" : "0");
                break;
            case long number:
                xml.WriteElementString(number is >= int.MinValue and <= int.MaxValue ? "int" : "i8", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                xml.WriteElementString("double", number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case Timestamp moment:
                xml.WriteElementString("dateTime.iso8601", moment.ToDateTimeOffset().UtcDateTime.ToString("yyyyMMdd'T'HH:mm:ss", CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> bytes:
                xml.WriteElementString("base64", Convert.ToBase64String(bytes.Span));
                break;
            case RpcStruct members:
                xml.WriteStartElement("struct");
                foreach (var (name, member) in members.Members)
                {
                    xml.WriteStartElement("member");
                    xml.WriteElementString("name", Writable(name));
                    Write(xml, member);
                    xml.WriteEndElement();
                }
                xml.WriteEndElement();
                break;
            case IEnumerable<object?> items:
                xml.WriteStartElement("array");
                xml.WriteStartElement("data");
                foreach (var item in items)
                    Write(xml, item);
                xml.WriteEndElement();
                xml.WriteEndElement();
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType()} has no form in XML-RPC.", nameof(value));
        }
        xml.WriteEndElement();
    }

    /// <summary>A text that XML can hold: what it cannot becomes the replacement character.</summary>
    private static string Writable(string text)
    {
        StringBuilder? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]) || (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) || (i > 0 && XmlConvert.IsXmlSurrogatePair(text[i], text[i - 1])))
                continue;
            changed ??= new StringBuilder(text);
            changed[i] = '\uFFFD';
        }
        return changed?.ToString() ?? text;
    }
}
