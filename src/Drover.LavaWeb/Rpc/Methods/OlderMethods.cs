using System.Globalization;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary>Methods of before there were namespaces, which scripts and build systems still call.</summary>
internal static class OlderMethods
{
    public static IEnumerable<RpcMethod> All { get; } =
    [
        new("scheduler.submit_job", "definition", "submits a test job and answers its id", async request => (await request.Session.SubmitTestJobAsync(request.Text(0))).Answer, NeedsUser: true),
        new("scheduler.resubmit_job", "job_id", "submits the definition of a job again", JobMethods.ResubmitAsync, NeedsUser: true),
        new("scheduler.cancel_job", "job_id", "cancels a job", JobMethods.CancelAsync, NeedsUser: true),
        RpcMethod.Of("scheduler.validate_yaml", "definition", "true for a good definition, else a fault", Validate),
        RpcMethod.Of("scheduler.job_details", "job_id", "what is known of a job", Details),
        RpcMethod.Of("scheduler.job_state", "job_id", "where a job stands", request => JobMethods.Look(request, (_, job) => new RpcStruct(("job_id", job.Id), ("job_state", job.State.ToString())))),
        RpcMethod.Of("scheduler.job_health", "job_id", "how a job ended", request => JobMethods.Look(request, (_, job) => new RpcStruct(("job_id", job.Id), ("job_health", job.Health.ToString())))),
        RpcMethod.Of("scheduler.job_status", "job_id", "where a job stands, in the words of before 2018", request => JobMethods.Look(request, (_, job) => new RpcStruct(("job_id", job.Id), ("job_status", Status(job))))),
        RpcMethod.Of("scheduler.job_output", "job_id, offset?", "the log of a job from a byte on", Output),
        RpcMethod.Of("scheduler.all_jobs", "", "jobs that wait or run: id, description, status, device, type",
            request => request.Session.Access.Kernel.State.Objects.All(TestJob.Kind).Where(request.Session.Sees)
                .Select(job => new List<object?> { job.Id, job.Name, Status(job), job.Device, job.DeviceType }).ToList()),
        RpcMethod.Of("scheduler.all_devices", "", "devices: name, type, state, job, whether it takes pipeline jobs", AllDevices),
        RpcMethod.Of("scheduler.all_device_types", "", "device types with how many devices are idle, busy and offline", AllTypes),
        RpcMethod.Of("scheduler.pending_jobs_by_device_type", "", "how many jobs wait for each device type", Pending),
        RpcMethod.Of("scheduler.get_device_status", "hostname", "state, health and job of a device", DeviceStatus),
        new("scheduler.put_into_maintenance_mode", "hostname, reason, notify?", "a device takes no jobs any more", request => HealthAsync(request, DeviceHealth.Maintenance), NeedsUser: true),
        new("scheduler.put_into_online_mode", "hostname, reason, skip_health_check?", "a device takes jobs again, without skip after its health check",
            request => HealthAsync(request, request.Flag(2) == true ? DeviceHealth.Good : DeviceHealth.Unknown), NeedsUser: true),
        RpcMethod.Of("scheduler.get_publisher_event_socket", "", "where events are published",
            request => request.Session.Access.Options.EventSocket ?? throw new LabRefusedException(404, "Events are not published: the daemon has no --lava-events.")),
    ];

    /// <summary>The words of before 2018, which callbacks still have.</summary>
    private static string Status(TestJob job) => (job.State, job.Health) switch
    {
        (TestJobState.Running, _) => "Running",
        (TestJobState.Canceling, _) => "Canceling",
        (TestJobState.Finished, TestJobHealth.Complete) => "Complete",
        (TestJobState.Finished, TestJobHealth.Canceled) => "Canceled",
        (TestJobState.Finished, _) => "Incomplete",
        _ => "Submitted",
    };

    private static object? Validate(RpcRequest request) => JobMethods.Validate(request) is RpcStruct { Members.Count: > 0 } problem
        ? throw LabRefusedException.Bad($"Decoding job submission failed: {problem["msg"]}")
        : true;

    private static object? Details(RpcRequest request) => JobMethods.Look(request, (moment, job) => new RpcStruct(
        ("id", job.Id),
        ("sub_id", job.SubId ?? ""),
        ("status", Status(job)),
        ("state", job.State.ToString()),
        ("health", job.Health.ToString()),
        ("description", job.Name),
        ("definition", LabSession.Definition(moment, job.Id)),
        ("original_definition", LabSession.Submitted(moment, job)),
        ("multinode_definition", job.SubId is null ? "" : LabSession.Submitted(moment, job)),
        ("requested_device_type_id", job.DeviceType),
        ("actual_device_id", job.Device),
        ("submitter_username", UserWords.Of(job.Submitter)),
        ("submit_time", job.Submitted),
        ("start_time", job.Started),
        ("end_time", job.Ended),
        ("priority", (long)job.Priority),
        ("health_check", job.HealthCheck),
        ("is_pipeline", true),
        ("is_public", job.Visibility == "public"),
        ("target_group", null),
        ("failure_comment", job.Comment.Length > 0 ? job.Comment : null),
        ("absolute_url", $"/scheduler/job/{job.Id}")));

    private static object? Output(RpcRequest request)
    {
        var offset = request.Number(1) ?? 0;
        var id = (long)JobMethods.Look(request, (_, job) => job.Id)!;
        using var log = request.Session.Access.Lab.Logs.OpenReader(id);
        return log is null ? default : log.Read(offset, request.Session.Access.Options.LogPieceBytes).Bytes;
    }

    private static object? AllDevices(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        return request.Session.Devices(state).Where(device => device.Health != DeviceHealth.Retired)
            .Select(device => new List<object?> { device.Name, device.Type, DeviceUse.Word(state, device.Name).ToLowerInvariant(), DeviceUse.Holder(state, device.Name), true }).ToList();
    }

    private static object? AllTypes(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        return state.Objects.All(DeviceType.Kind).Where(type => type.Display).Select(type =>
        {
            var devices = request.Session.Devices(state).Where(device => device.Type == type.Name).ToList();
            var busy = devices.Count(device => DeviceUse.Holder(state, device.Name) is not null);
            var idle = devices.Count(device => DeviceUse.Holder(state, device.Name) is null && device.Health is DeviceHealth.Good or DeviceHealth.Unknown);
            return new RpcStruct(("name", type.Name), ("busy", (long)busy), ("idle", (long)idle), ("offline", (long)(devices.Count - busy - idle)));
        }).ToList();
    }

    private static RpcStruct Pending(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        var waiting = state.Objects.All(TestJob.Kind).Where(job => job.State == TestJobState.Submitted).CountBy(job => job.DeviceType).ToDictionary(StringComparer.Ordinal);
        return new RpcStruct([.. state.Objects.All(DeviceType.Kind).Select(type => (type.Name, (object?)(long)waiting.GetValueOrDefault(type.Name)))]);
    }

    private static RpcStruct DeviceStatus(RpcRequest request)
    {
        var state = request.Session.Access.Kernel.State;
        var device = DeviceMethods.Find(state, request.Text(0));
        return new RpcStruct(
            ("hostname", device.Name),
            ("is_pipeline", true),
            ("health", device.Health.ToString()),
            ("state", DeviceUse.Word(state, device.Name)),
            ("job", DeviceUse.Holder(state, device.Name)),
            ("offline_since", null),
            ("offline_by", null));
    }

    private static async Task<object?> HealthAsync(RpcRequest request, DeviceHealth health)
    {
        await DeviceMethods.SetHealthAsync(request.Session, request.Text(0), health, request.Text(1));
        return string.Create(CultureInfo.InvariantCulture, $"Device {request.Text(0)} is {health}.");
    }
}
