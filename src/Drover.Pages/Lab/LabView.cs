using Drover.Kernel.Queries;
using Drover.Pages.Reading;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.Pages.Lab;

/// <summary>Devices, workers and test jobs as the pages of the lab show them.</summary>
/// <param name="Devices">Devices: health with its reason, what they do, on which worker they hang.</param>
/// <param name="Workers">Workers: whether they are heard, how many jobs they run.</param>
/// <param name="TestJobs">Test jobs, the newest first.</param>
/// <param name="Next">Where the next page of the list begins; null at the end.</param>
public sealed record LabView(IReadOnlyList<Row> Devices, IReadOnlyList<Row> Workers, IReadOnlyList<Row> TestJobs, string? Next)
{
    internal const string DeviceResource = "device";
    internal const string WorkerResource = "worker";
    internal const string TestJobResource = "test-job";

    private const int PageLength = 100;
    private const int FewJobs = 20;

    private static readonly string[] s_device = ["name", "type", "state", "health", "health_reason", "health_since", "worker", "job", "closed", "last_check", "check_due", "tags", "description"];
    private static readonly string[] s_worker = ["name", "state", "health", "since", "devices", "jobs", "job_limit", "version", "description"];
    private static readonly string[] s_testJob = ["id", "name", "state", "health", "device_type", "device", "submitter", "submitted", "started", "ended"];

    /// <summary>What a health or a state may be asked for.</summary>
    public string Wanted { get; init; } = "";

    /// <summary>A page of devices, those of one health when the address names it.</summary>
    public static async Task<LabView> ReadDevicesAsync(Call call)
    {
        var parameters = call.Parameters("health", "after", "notice");
        var health = parameters.Text("health") ?? "";
        var table = await ReadAsync(call, DeviceResource, s_device, health.Length > 0 ? QueryFilter.Equal("health", health) : null, "", PageLength, parameters.Text("after"));
        return new LabView(table.Rows, [], [], table.Next) { Wanted = health };
    }

    /// <summary>One device with its last test jobs.</summary>
    public static async Task<LabView> ReadDeviceAsync(Call call)
    {
        var device = await OneAsync(call, DeviceResource, s_device);
        var jobs = await ReadAsync(call, TestJobResource, s_testJob, QueryFilter.Equal("device", call.LastName), "-id", FewJobs);
        return new LabView([device], [], jobs.Rows, null);
    }

    /// <summary>A page of workers.</summary>
    public static async Task<LabView> ReadWorkersAsync(Call call)
    {
        var table = await ReadAsync(call, WorkerResource, s_worker, null, "", PageLength, call.Parameters("after", "notice").Text("after"));
        return new LabView([], table.Rows, [], table.Next);
    }

    /// <summary>One worker with its devices and last test jobs.</summary>
    public static async Task<LabView> ReadWorkerAsync(Call call)
    {
        var worker = await OneAsync(call, WorkerResource, s_worker);
        var devices = await ReadAsync(call, DeviceResource, s_device, QueryFilter.Equal("worker", call.LastName), "", PageLength);
        var jobs = await ReadAsync(call, TestJobResource, s_testJob, QueryFilter.Equal("worker", call.LastName), "-id", FewJobs);
        return new LabView(devices.Rows, [worker], jobs.Rows, null);
    }

    /// <summary>A page of test jobs, those of one health when the address names it.</summary>
    public static async Task<LabView> ReadTestJobsAsync(Call call)
    {
        var parameters = call.Parameters("health", "after", "notice");
        var health = parameters.Text("health") ?? "";
        var table = await ReadAsync(call, TestJobResource, s_testJob, health.Length > 0 ? QueryFilter.Equal("health", health) : null, "-id", PageLength, parameters.Text("after"));
        return new LabView([], [], table.Rows, table.Next) { Wanted = health };
    }

    private static async Task<Row> OneAsync(Call call, string resource, IReadOnlyList<string> fields)
    {
        call.Parameters("notice");
        var found = await ReadAsync(call, resource, fields, QueryFilter.Equal("name", call.LastName), "", 1);
        return found.Rows.Count > 0 ? found.Rows[0] : throw new RequestException(StatusCodes.Status404NotFound, "ROW_UNKNOWN", $"There is no {resource} '{call.LastName}'.", "name");
    }

    private static Task<Table> ReadAsync(Call call, string resource, IReadOnlyList<string> fields, QueryFilter? filter, string sort, int limit, string? after = null) =>
        call.Kernel.Model.Resources.Find(resource) is null
            ? Task.FromResult(new Table([], [], null))
            : Table.ReadAsync(call, resource, new QueryRequest(fields, filter) { Sort = SortKey.Parse(sort), Limit = limit, After = after });
}
