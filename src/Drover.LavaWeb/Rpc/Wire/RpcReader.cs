using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Drover.LavaWeb.Rpc.Wire;

/// <summary>Reads calls. Documents with a DTD are refused, nothing outside of them is ever fetched, and how deep values lie in each other has a limit.</summary>
internal static class RpcReader
{
    private const int MostLevels = 32;

    private static readonly XmlReaderSettings s_settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="RpcFaultException">It is no call.</exception>
    public static RpcCall Read(Stream body)
    {
        XElement root;
        try
        {
            using var xml = XmlReader.Create(body, s_settings);
            root = XDocument.Load(xml, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException e)
        {
            throw new RpcFaultException(RpcFaultException.ParseError, $"The body is no XML that is taken here: {e.Message.ReplaceLineEndings(" ")}");
        }
        if (root.Name.LocalName != "methodCall" || Child(root, "methodName")?.Value.Trim() is not { Length: > 0 } method)
            throw Invalid("it is no methodCall with a methodName");
        return new RpcCall(method, [.. Child(root, "params")?.Elements().Select(parameter => Value(Child(parameter, "value") ?? throw Invalid("a param has no value"), 0)) ?? []]);
    }

    private static object? Value(XElement value, int level)
    {
        if (level > MostLevels)
            throw Invalid($"values lie in each other more than {MostLevels} deep");
        if (value.Elements().FirstOrDefault() is not { } typed)
            return value.Value;
        return typed.Name.LocalName switch
        {
            "nil" => null,
            "string" => typed.Value,
            "int" or "i4" or "i8" => long.TryParse(typed.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid($"'{Short(typed)}' is no whole number"),
            "boolean" => typed.Value.Trim() switch { "1" => true, "0" => false, _ => throw Invalid($"'{Short(typed)}' is no boolean: give 0 or 1") },
            "double" => double.TryParse(typed.Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid($"'{Short(typed)}' is no number"),
            "dateTime.iso8601" => Moment(typed),
            "base64" => Bytes(typed),
            "array" => Child(typed, "data")?.Elements().Select(item => Value(item, level + 1)).ToList() ?? throw Invalid("an array has no data"),
            "struct" => new RpcStruct([.. typed.Elements().Select(member => (Child(member, "name")?.Value ?? throw Invalid("a member has no name"), Value(Child(member, "value") ?? throw Invalid("a member has no value"), level + 1)))]),
            _ => throw Invalid($"there is no type {Short(typed.Name.LocalName)}"),
        };
    }

    private static Timestamp Moment(XElement typed) =>
        DateTime.TryParseExact(typed.Value.Trim(), ["yyyyMMdd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? new Timestamp((moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)
            : throw Invalid($"'{Short(typed)}' is no time: give it as 20230405T06:07:08");

    private static byte[] Bytes(XElement typed)
    {
        try
        {
            return Convert.FromBase64String(typed.Value);
        }
        catch (FormatException)
        {
            throw Invalid("a base64 value is none");
        }
    }

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string Short(XElement typed) => Short(typed.Value);

    private static string Short(string text) => (text.Length <= 40 ? text : text[..40]).ReplaceLineEndings(" ");

    private static RpcFaultException Invalid(string reason) => new(RpcFaultException.InvalidCall, $"The body is no call of XML-RPC: {reason}.");
}
