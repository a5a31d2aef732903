using System.Globalization;
using System.Text.Json;
using Drover.Opcodes;
using Drover.Web.Calls;

namespace Drover.Web.Jobs;

/// <summary>Reads the jobs of a body: <c>ops</c> of one, or <c>jobs</c>.</summary>
internal static class JobBody
{
    /// <summary>The opcodes of each job, and whether they came as a list of jobs.</summary>
    /// <exception cref="RequestException">They are missing, or both are given.</exception>
    /// <exception cref="OpcodeException">One of the opcodes is not valid.</exception>
    public static (IReadOnlyList<IReadOnlyList<AcceptedOpcode>> Jobs, bool IsList) Read(IOpcodeCatalog catalog, Fields fields)
    {
        var reader = new OpcodeReader(catalog);
        if (fields.List("jobs") is { ValueKind: JsonValueKind.Array } many)
        {
            return fields.Has("ops")
                ? throw RequestException.Bad("FIELD_UNKNOWN", "The body has both 'ops' and 'jobs'; give 'ops' for one job, 'jobs' for several.", "ops")
                : (Jobs(reader, many), true);
        }
        var ops = fields.List("ops");
        return ops.ValueKind == JsonValueKind.Array
            ? ([Opcodes(reader, ops, "")], false)
            : throw fields.Missing("ops", "a list of opcodes such as [{\"OP_ID\":\"OP_TEST_DELAY\",\"duration\":1.5}], or 'jobs', a list of {\"ops\":[...]}");
    }

    private static List<IReadOnlyList<AcceptedOpcode>> Jobs(OpcodeReader reader, JsonElement many)
    {
        var jobs = new List<IReadOnlyList<AcceptedOpcode>>(many.GetArrayLength());
        foreach (var job in many.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"jobs[{jobs.Count}]");
            var fields = Fields.Read(job, place, "ops");
            var ops = fields.List("ops");
            if (ops.ValueKind != JsonValueKind.Array)
                throw fields.Missing("ops", "a list of opcodes");
            jobs.Add(Opcodes(reader, ops, place + "."));
        }
        return jobs.Count > 0 ? jobs : throw RequestException.Bad("JOBS_EMPTY", "'jobs' is an empty list; give at least one job.", "jobs");
    }

    private static List<AcceptedOpcode> Opcodes(OpcodeReader reader, JsonElement ops, string place)
    {
        var accepted = new List<AcceptedOpcode>(ops.GetArrayLength());
        try
        {
            foreach (var op in ops.EnumerateArray())
                accepted.Add(reader.Read(op, OpcodeReadOptions.Own, accepted.Count));
        }
        catch (OpcodeException refusal) when (place.Length > 0)
        {
            throw RequestException.Bad(refusal.Code, place + refusal.Message, place + refusal.Path);
        }
        return accepted.Count > 0 ? accepted : throw RequestException.Bad("JOB_EMPTY", $"'{place}ops' is an empty list; a job needs at least one opcode.", place + "ops");
    }
}
