using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Words;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Drover.Cli.Submitting;

/// <summary>Turns one YAML document into JSON by the core schema of YAML 1.2: plain scalars are null, booleans, numbers or text.</summary>
internal static class YamlToJson
{
    private static readonly SearchValues<char> s_numberCharacters = SearchValues.Create("0123456789+-.eE");

    private const int DeepestLevel = 64;
    private const long LargestResult = 16 * 1024 * 1024;

    public static JsonElement Convert(string text, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? ToElement(stream.Documents[0].RootNode, path)
                : throw new CliException("BAD_FILE", Language.Say("yaml.documents", path, stream.Documents.Count), ExitCode.Usage, Language.Say("yaml.documents.hint"));
        }
        catch (YamlException e)
        {
            throw new CliException("BAD_FILE", Language.Say("yaml.wrong", path, e.Start.Line, e.Start.Column, e.Message), ExitCode.Usage);
        }
    }

    /// <summary>A node that was read already.</summary>
    /// <param name="node">The node.</param>
    /// <param name="path">Where it is from, for errors.</param>
    /// <exception cref="CliException">It is nested too deeply, or too large.</exception>
    public static JsonElement ToElement(YamlNode node, string path)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = JsonLines.Writer(buffer))
            Write(writer, node, path, 0);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, string path, int level)
    {
        // Aliases are written out, so that a small file may stand for a huge one.
        if (level > DeepestLevel || writer.BytesCommitted + writer.BytesPending > LargestResult)
            throw new CliException("BAD_FILE", Language.Say("yaml.deep", path, DeepestLevel), ExitCode.Usage);
        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    writer.WritePropertyName(key is YamlScalarNode { Value: { } name } ? name
                        : throw new CliException("BAD_FILE", Language.Say("yaml.key", path, key.Start.Line), ExitCode.Usage));
                    Write(writer, value, path, level + 1);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Children)
                    Write(writer, item, path, level + 1);
                writer.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(writer, scalar);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        // PyYAML writes numbers as ! "3.5", and reads them as if they stood without quotes.
        if ((scalar.Style != ScalarStyle.Plain && scalar.Tag != "!") || scalar.Tag == "tag:yaml.org,2002:str")
        {
            writer.WriteStringValue(text);
            return;
        }

        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                writer.WriteBooleanValue(false);
                break;
            default:
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
                    writer.WriteNumberValue(whole);
                else if (IsNumeric(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                    writer.WriteNumberValue(number);
                else
                    writer.WriteStringValue(text);
                break;
        }
    }

    private static bool IsNumeric(string text) => !text.AsSpan().ContainsAnyExcept(s_numberCharacters) && text.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
}
