using System.Collections.Frozen;
using System.Text.Json;
using Drover.Kernel.Queries;
using Drover.Luxi.Requests.Cluster;
using Drover.Luxi.Requests.Filters;
using Drover.Luxi.Requests.Jobs;
using Drover.Luxi.Requests.Queries;

namespace Drover.Luxi.Requests;

/// <summary>Reads the envelope of a request and hands its arguments to the method.</summary>
internal static class RequestReader
{
    /// <summary>The version that clients of 2.6 announce. Any other, or none, is served by the rules of 3.0.2.</summary>
    private const int Version26 = 2_060_000;

    private static readonly FrozenDictionary<string, Func<Arguments, LuxiCall>> s_methods =
        new Dictionary<string, Func<Arguments, LuxiCall>>(StringComparer.Ordinal)
        {
            ["SubmitJob"] = args => SubmitJobCall.Read(args, passDrain: false),
            ["SubmitJobToDrainedQueue"] = args => SubmitJobCall.Read(args, passDrain: true),
            ["SubmitManyJobs"] = SubmitManyJobsCall.Read,
            ["PickupJob"] = PickupJobCall.Read,
            ["CancelJob"] = CancelJobCall.Read,
            ["ChangeJobPriority"] = ChangeJobPriorityCall.Read,
            ["ArchiveJob"] = ArchiveJobCall.Read,
            ["AutoArchiveJobs"] = AutoArchiveJobsCall.Read,
            ["WaitForJobChange"] = WaitForJobChangeCall.Read,
            ["Query"] = QueryCall.Read,
            ["QueryFields"] = QueryFieldsCall.Read,
            ["QueryJobs"] = QueryJobsCall.Read,
            ["QueryInstances"] = args => OldQueryCall.Read(args, "instance"),
            ["QueryNodes"] = args => OldQueryCall.Read(args, "node"),
            ["QueryGroups"] = args => OldQueryCall.Read(args, "group"),
            ["QueryNetworks"] = args => OldQueryCall.Read(args, "network"),
            ["QueryFilters"] = QueryFiltersCall.Read,
            ["ReplaceFilter"] = ReplaceFilterCall.Read,
            ["DeleteFilter"] = DeleteFilterCall.Read,
            ["QueryExports"] = QueryExportsCall.Read,
            ["QueryConfigValues"] = QueryConfigValuesCall.Read,
            ["QueryClusterInfo"] = QueryClusterInfoCall.Read,
            ["QueryTags"] = QueryTagsCall.Read,
            ["SetDrainFlag"] = SetDrainFlagCall.Read,
            ["SetWatcherPause"] = SetWatcherPauseCall.Read,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="message">A message.</param>
    /// <param name="atOnce">Whether it must be read within microseconds.</param>
    /// <param name="server">The door's shared parts.</param>
    /// <exception cref="RequestException">It is no request.</exception>
    /// <exception cref="NotAtOnceException">It takes longer to read.</exception>
    public static LuxiCall Read(JsonElement message, bool atOnce, LuxiServer server)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new RequestException("parsing top-level JSON message: Unable to read JSObject");
        if (!message.TryGetProperty("method"u8, out var method))
            throw Missing("method", message);
        if (!message.TryGetProperty("args"u8, out var args))
            throw Missing("args", message);
        if (method.ValueKind != JsonValueKind.String)
            throw new RequestException("Unable to parse LUXI request method: Unable to read String");
        var name = method.GetString()!;
        var is26 = message.TryGetProperty("version"u8, out var version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == Version26;
        if (!s_methods.TryGetValue(name, out var read))
            throw is26
                ? new RequestException($"Invalid operation '{name}'", is26)
                : new RequestException($"Unable to parse LUXI request method: Invalid string value for type LuxiReq: {PrettyJson.Of(method)}");
        return read(new Arguments(name, args, is26, atOnce, server));
    }

    private static RequestException Missing(string key, JsonElement message) =>
        new($"key '{key}' not found, object contains only [{string.Join(',', message.EnumerateObject().Take(100).Select(p => $"\"{p.Name}\""))}]");
}
