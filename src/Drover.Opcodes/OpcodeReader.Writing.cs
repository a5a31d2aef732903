using System.Text.Json;

namespace Drover.Opcodes;

/// <content>Writes the opcode in the form in which a job keeps it.</content>
public sealed partial class OpcodeReader
{
    private ReadOnlyMemory<byte> Items(JsonElement list)
    {
        if (list.GetArrayLength() == 0)
            return default;
        Restart();
        list.WriteTo(_writer);
        _writer.Flush();
        return _buffer.WrittenSpan[1..^1].ToArray();
    }

    private AcceptedOpcode Write(OpcodeSchema schema, ReadOnlySpan<JsonElement> values, in CommonValues common)
    {
        var parameters = schema.Parameters;
        Restart();
        _writer.WriteStartObject();
        _writer.WriteString(s_commonNames[CommonParameters.OpId], schema.EncodedOpId);
        WriteCommon(values, parameters.Count, CommonParameters.DryRun);
        WriteCommon(values, parameters.Count, CommonParameters.DebugLevel);
        _writer.WriteNumber(s_commonNames[CommonParameters.Priority], common.Priority);
        WriteCommon(values, parameters.Count, CommonParameters.Comment);
        for (var i = 0; i < parameters.Count; i++)
        {
            _writer.WritePropertyName(schema.EncodedNames[i]);
            if (values[i].ValueKind == JsonValueKind.Undefined)
                _writer.WriteRawValue(parameters[i].Default.Span, skipInputValidation: true);
            else if (parameters[i].IsSecret)
                WriteRedacted(values[i]);
            else
                values[i].WriteTo(_writer);
        }

        _writer.Flush();
        return new()
        {
            Schema = schema,
            Head = _buffer.WrittenSpan.ToArray(),
            Depends = common.Depends,
            ReasonItems = common.ReasonItems,
            Priority = common.Priority,
            DryRun = common.DryRun,
            Summary = Summary(schema, values),
        };
    }

    private static string Summary(OpcodeSchema schema, ReadOnlySpan<JsonElement> values)
    {
        var place = schema.SummaryIndex;
        if (place < 0)
            return schema.Title;
        var parameter = schema.Parameters[place];
        if (values[place].ValueKind != JsonValueKind.Undefined)
            return $"{schema.Title}({OpcodeSummary.Text(values[place], parameter.Type)})";
        using var document = JsonDocument.Parse(parameter.Default);
        return $"{schema.Title}({OpcodeSummary.Text(document.RootElement, parameter.Type)})";
    }

    private void WriteCommon(ReadOnlySpan<JsonElement> values, int first, int place)
    {
        var value = values[first + place];
        _writer.WritePropertyName(s_commonNames[place]);
        if (value.ValueKind == JsonValueKind.Undefined)
            _writer.WriteNullValue();
        else
            value.WriteTo(_writer);
    }

    private void WriteRedacted(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            _writer.WriteNullValue();
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            _writer.WriteStringValue(s_redacted);
            return;
        }

        _writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            _writer.WritePropertyName(property.Name);
            WriteRedacted(property.Value);
        }

        _writer.WriteEndObject();
    }

    private void Restart()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
    }
}
