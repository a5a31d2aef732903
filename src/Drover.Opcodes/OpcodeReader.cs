using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>
/// Turns opcodes as clients send them into <see cref="AcceptedOpcode"/>s, or says what is wrong with them.
/// Keeps its buffers from one opcode to the next, so each thread or connection needs its own.
/// </summary>
/// <remarks>
/// Where several things are wrong, the first of this order is reported: nesting and repeated keys, the common parameters with the
/// reason trail as the last of them, the id, the parameters in the order of the schema, keys that do not belong there.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer fills a buffer of ours and holds nothing that needs to be given back.")]
public sealed partial class OpcodeReader
{
    private const int LargestKeptBuffer = 1 << 16;

    private static readonly OpcodeSchema s_noSchema = new("", [], null);
    /// <summary>What stands in the place of a secret that is not kept.</summary>
    public const string Redacted = "<redacted>";

    private static readonly JsonEncodedText s_redacted = JsonEncodedText.Encode(Redacted, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    private static readonly JsonEncodedText[] s_commonNames = [.. CommonParameters.Names.Select(n => JsonEncodedText.Encode(n))];

    private readonly IOpcodeCatalog _catalog;
    private readonly Utf8JsonWriter _writer;
    private ArrayBufferWriter<byte> _buffer = new(1024);
    private JsonElement[] _values = new JsonElement[64];

    /// <summary>Reads the opcodes of a catalog.</summary>
    public OpcodeReader(IOpcodeCatalog catalog)
    {
        _catalog = catalog;
        _writer = new(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Reads one opcode. The result does not refer to the document that <paramref name="opcode"/> is part of.</summary>
    /// <param name="opcode">The opcode's JSON value.</param>
    /// <param name="options">Rules of the door that it came through.</param>
    /// <param name="index">Its place in the job, for messages.</param>
    /// <exception cref="OpcodeException">The opcode is not valid.</exception>
    public AcceptedOpcode Read(JsonElement opcode, OpcodeReadOptions options, int index = 0)
    {
        var refusal = new OpcodeRefusal(opcode, index);
        if (opcode.ValueKind != JsonValueKind.Object)
            throw refusal.NotAnObject();
        try
        {
            return ReadObject(opcode, options, refusal);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // A JsonDocument looks at the bytes of a text only when the text is used.
            throw refusal.BadText(e);
        }
    }

    private AcceptedOpcode ReadObject(JsonElement opcode, OpcodeReadOptions options, OpcodeRefusal refusal)
    {
        var schema = Find(opcode, out var runnable);
        refusal.Schema = schema;
        var own = (schema ?? s_noSchema).Parameters.Count;
        if (_values.Length < own + CommonParameters.Names.Length)
            _values = new JsonElement[own + CommonParameters.Names.Length];
        var values = _values.AsSpan(0, own + CommonParameters.Names.Length);
        try
        {
            var hasUnknownKeys = Gather(opcode, schema ?? s_noSchema, values, options, refusal);
            var common = ReadCommon(values[own..], options, refusal);
            var id = values[own + CommonParameters.OpId];
            if (id.ValueKind == JsonValueKind.Undefined)
                throw refusal.MissingOpId();
            if (id.ValueKind != JsonValueKind.String)
                throw refusal.BadValue("OP_ID", id, ParameterType.NonEmptyString);
            if (schema is null)
                throw refusal.UnknownOpcode(id.GetString()!);
            if (!runnable)
                throw refusal.NotRunYet();
            Check(schema, values, refusal);
            if (hasUnknownKeys)
                throw refusal.SuperfluousKeys();
            return Write(schema, values, common);
        }
        finally
        {
            values.Clear();
            if (_buffer.Capacity > LargestKeptBuffer)
                _writer.Reset(_buffer = new(1024));
        }
    }

    private OpcodeSchema? Find(JsonElement opcode, out bool runnable)
    {
        runnable = false;
        return opcode.TryGetProperty("OP_ID"u8, out var id) && id.ValueKind == JsonValueKind.String
            && _catalog.TryFind(id.GetString()!, out var schema, out runnable) ? schema : null;
    }

    /// <summary>Puts each value into its slot. Clients mostly send the keys in our order, so the slot after the last one is tried first.</summary>
    private static bool Gather(JsonElement opcode, OpcodeSchema schema, Span<JsonElement> values, OpcodeReadOptions options, OpcodeRefusal refusal)
    {
        var slots = schema.Slots;
        var hasUnknownKeys = false;
        var next = 0;
        foreach (var property in opcode.EnumerateObject())
        {
            if (IsDeeper(property.Value, options.MaxDepth - 1))
                throw refusal.TooDeep(property.Name, options.MaxDepth);
            var slot = -1;
            for (var tried = 0; tried < slots.Length; tried++, next++)
            {
                if (next == slots.Length)
                    next = 0;
                if (!property.NameEquals(slots[next]))
                    continue;
                slot = next++;
                break;
            }

            if (slot < 0)
                hasUnknownKeys = true;
            else if (values[slot].ValueKind != JsonValueKind.Undefined)
                throw refusal.RepeatedKey(property.Name);
            else
                values[slot] = property.Value;
        }

        return hasUnknownKeys;
    }

    private static bool IsDeeper(JsonElement value, int allowed)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            if (allowed <= 0)
                return true;
            foreach (var item in value.EnumerateArray())
            {
                if (IsDeeper(item, allowed - 1))
                    return true;
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (allowed <= 0)
                return true;
            foreach (var property in value.EnumerateObject())
            {
                if (IsDeeper(property.Value, allowed - 1))
                    return true;
            }
        }

        return false;
    }

    private CommonValues ReadCommon(ReadOnlySpan<JsonElement> values, OpcodeReadOptions options, OpcodeRefusal refusal)
    {
        CheckCommon(values, CommonParameters.DryRun, CommonParameters.DryRunType, refusal);
        CheckCommon(values, CommonParameters.DebugLevel, CommonParameters.DebugLevelType, refusal);
        var priority = 0;
        if (IsGiven(values[CommonParameters.Priority]))
        {
            var value = values[CommonParameters.Priority];
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out priority) || !IsAllowed(priority, options))
                throw refusal.BadPriority(value, options);
        }

        CheckCommon(values, CommonParameters.Depends, CommonParameters.DependsType, refusal);
        CheckCommon(values, CommonParameters.Comment, CommonParameters.CommentType, refusal);
        var reason = values[CommonParameters.Reason];
        if (reason.ValueKind == JsonValueKind.Undefined)
        {
            if (options.ReasonRequired)
                throw refusal.MissingReason();
        }
        else if ((options.ReasonRequired || reason.ValueKind != JsonValueKind.Null)
            && !CommonParameters.ReasonType.Accepts(reason, out var problem))
        {
            throw refusal.BadReason(reason, problem);
        }

        var depends = values[CommonParameters.Depends];
        return new(
            values[CommonParameters.DryRun].ValueKind == JsonValueKind.True,
            priority,
            IsGiven(depends) ? OpcodeDependencies.Read(depends) : [],
            IsGiven(reason) ? Items(reason) : default);
    }

    private static void CheckCommon(ReadOnlySpan<JsonElement> values, int place, ParameterType type, OpcodeRefusal refusal)
    {
        if (values[place].ValueKind != JsonValueKind.Undefined && !type.Accepts(values[place], out var problem))
            throw refusal.BadValue(CommonParameters.Names[place], values[place], type, problem);
    }

    private static bool IsAllowed(int priority, OpcodeReadOptions options) =>
        options.SubmitPrioritiesOnly ? priority is -10 or 0 or 10 : priority is >= -20 and <= 19;

    private static bool IsGiven(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static void Check(OpcodeSchema schema, Span<JsonElement> values, OpcodeRefusal refusal)
    {
        for (var i = 0; i < schema.Parameters.Count; i++)
        {
            var parameter = schema.Parameters[i];
            if (values[i].ValueKind == JsonValueKind.Undefined)
            {
                if (parameter.Required)
                    throw refusal.MissingParameter(parameter);
                continue;
            }

            if (parameter.Type.Accepts(values[i], out var problem))
                continue;
            if (parameter.Required || values[i].ValueKind != JsonValueKind.Null)
                throw refusal.BadValue(parameter, values[i], problem);

            // Null stands for "not given" wherever it is no value of its own.
            values[i] = default;
        }
    }

    private readonly record struct CommonValues(bool DryRun, int Priority, IReadOnlyList<OpcodeDependency> Depends, ReadOnlyMemory<byte> ReasonItems);
}
