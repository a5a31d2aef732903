using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Opcodes;

namespace Drover.Luxi.Requests;

/// <summary>Reads the arguments of a request, and words what is wrong with them as 3.0.2 does.</summary>
/// <param name="Method">The request's method.</param>
/// <param name="List">Its <c>args</c>, of any kind.</param>
/// <param name="Is26">Whether the client announces version 2060000.</param>
/// <param name="AtOnce">Whether they must be read within microseconds.</param>
/// <param name="Server">The door's shared parts.</param>
internal readonly record struct Arguments(string Method, JsonElement List, bool Is26, bool AtOnce, LuxiServer Server)
{
    private const string NoInteger = "Unable to read Int";

    public int Count => List.ValueKind == JsonValueKind.Array ? List.GetArrayLength() : -1;

    public JsonElement this[int index] => List[index];

    /// <summary>Refuses another number of arguments.</summary>
    public void Expect(int count)
    {
        if (Count != count)
            throw Fail(count switch
            {
                2 => "Unable to read Pair",
                3 => "Unable to read Triple",
                _ => $"Unable to read {count} tuple",
            });
    }

    public RequestException Fail(string error) => new($"Cannot convert value '{PrettyJson.Of(List)}', error: {error}", Is26);

    public bool Bool(int index) => List[index].ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fail("Unable to read Bool"),
    };

    public string Text(int index) => Text(List[index]);

    public int Int(int index) =>
        List[index].ValueKind == JsonValueKind.Number && List[index].TryGetInt32(out var value) ? value : throw Fail(NoInteger);

    public double Number(int index) =>
        List[index].ValueKind == JsonValueKind.Number && List[index].TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Fail("Unable to read Double");

    public bool IsNull(int index) => List[index].ValueKind == JsonValueKind.Null;

    public long JobId(int index) => JobId(List[index]);

    /// <summary>Job ids; none for null.</summary>
    public long[] JobIds(int index)
    {
        if (IsNull(index))
            return [];
        var list = Items(index);
        var ids = new long[list.GetArrayLength()];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = JobId(list[i]);
        return ids;
    }

    public string[] Texts(int index)
    {
        var list = Items(index);
        var texts = new string[list.GetArrayLength()];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Text(list[i]);
        return texts;
    }

    /// <summary>Texts; none for null.</summary>
    public string[] TextsOrNull(int index) => IsNull(index) ? [] : Texts(index);

    /// <summary>The filter of a query.</summary>
    /// <exception cref="NotAtOnceException">It holds a pattern, and there is no time to compile one.</exception>
    public QueryFilter? Filter(int index)
    {
        if (AtOnce && HoldsPattern(List[index]))
            throw new NotAtOnceException();
        try
        {
            return Is26 ? FilterList.Read(List[index], FilterWording.LevelsOf26) : FilterList.Read(List[index]);
        }
        catch (FilterSyntaxException error) when (Is26)
        {
            throw new LuxiErrorException("ParameterError", FilterWording.In26(error));
        }
        catch (FilterSyntaxException error)
        {
            throw Fail(error.Message);
        }
    }

    /// <summary>An argument as its JSON bytes.</summary>
    public RawJson Raw(int index) => RawJson.From(List[index]);

    public JsonElement Items(int index) =>
        List[index].ValueKind == JsonValueKind.Array ? List[index] : throw Fail("Unable to read list");

    /// <summary>The opcodes of a job.</summary>
    /// <param name="job">A list of opcodes.</param>
    /// <param name="oldForm">Whether the submit has the form of 2.6, whose clients send no reason trail.</param>
    public AcceptedOpcode[] Opcodes(JsonElement job, bool oldForm)
    {
        if (job.ValueKind != JsonValueKind.Array)
            throw Fail("Unable to read list");
        var options = oldForm ? Server.OldOpcodes : Server.Opcodes;
        var opcodes = new AcceptedOpcode[job.GetArrayLength()];
        var reader = Server.RentReader();
        try
        {
            var i = 0;
            foreach (var opcode in job.EnumerateArray())
            {
                opcodes[i] = reader.Read(opcode, options, i);
                i++;
            }
            return opcodes;
        }
        catch (OpcodeException refusal) when (refusal.Problem == OpcodeProblem.NotRunYet)
        {
            // A well-formed request: the client shows it as a failed check, and goes on.
            throw new LuxiErrorException("OpPrereqError", refusal.Message, "wrong_input");
        }
        catch (OpcodeException refusal)
        {
            throw new RequestException($"{Method}: {OpcodeWording.LuxidText(refusal)}", oldForm);
        }
        finally
        {
            Server.Return(reader);
        }
    }

    private static bool HoldsPattern(JsonElement filter)
    {
        if (filter.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var part in filter.EnumerateArray())
            if (part.ValueKind == JsonValueKind.Array ? HoldsPattern(part) : part.ValueKind == JsonValueKind.String && part.ValueEquals("=~"u8))
                return true;
        return false;
    }

    private string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Fail("Unable to read String");

    /// <summary>A positive number, or its digits as a text.</summary>
    private long JobId(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetInt64(out var id):
                // The blank before a negative number is the original's.
                return id >= 0 ? id : throw Fail($"Invalid value for job ID ' {id}'");
            case JsonValueKind.String:
                var text = value.GetString()!;
                return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                    ? parsed
                    : throw Fail($"parsing job id: cannot parse string '{text}'");
            default:
                throw Fail($"Invalid value for job ID '{PrettyJson.Of(value)}'");
        }
    }
}
