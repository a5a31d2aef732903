using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Luxi.Requests.Queries;

namespace Drover.Luxi.Requests.Jobs;

/// <summary>Plain values of a job's fields as one JSON list, as WaitForJobChange compares and answers them.</summary>
internal static class JobValues
{
    private static readonly byte[][] s_statusOnly =
        [.. Enum.GetValues<JobStatus>().Select(status => System.Text.Encoding.ASCII.GetBytes($"[\"{status.Name()}\"]"))];

    /// <summary>The values. With a field that does not exist all of them are null, as 3.0.2 answers.</summary>
    /// <exception cref="LuxiErrorException">By the rules of 2.6: a field does not exist.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CallContext context, JobEntry job, string[] fields, bool is26)
    {
        if (fields is ["status"])
            return s_statusOnly[(int)job.Status];
        var resource = context.Kernel.Model.Resources.Get("job");
        var missing = Array.FindAll(fields, field => resource.FindDefinition(field) is null);
        if (missing.Length > 0)
            return is26 ? throw OldForm.UnknownFields(missing) : Nulls(fields.Length);
        var result = await context.QueryAsync(resource.Prepare(new QueryRequest(fields, QueryFilter.Equal("id", job.Id)), context.Caller));
        return RawJson.Write(writer =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < fields.Length; i++)
                OldForm.WriteCell(writer, fields[i], result.Rows[0][i], is26);
            writer.WriteEndArray();
        }).Utf8;
    }

    private static ReadOnlyMemory<byte> Nulls(int count) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        for (var i = 0; i < count; i++)
            writer.WriteNullValue();
        writer.WriteEndArray();
    }).Utf8;
}
