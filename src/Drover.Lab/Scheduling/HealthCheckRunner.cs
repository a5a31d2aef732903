using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Lab.Devices;
using Drover.Lab.Telling;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Drover.Opcodes;
using Microsoft.Extensions.Logging;

namespace Drover.Lab.Scheduling;

/// <summary>Submits the health checks that are due. A device that is due takes no other job meanwhile: its lock is closed to those who choose.</summary>
public sealed class HealthCheckRunner(LabOptions options, ILoggerFactory logging) : IController
{
    private readonly ILogger _log = logging.CreateLogger(LabLog.Category);

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks at all devices once.</summary>
    internal async Task LookAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var now = Timestamp.From(kernel.Clock);
        foreach (var device in kernel.State.Devices().Where(device => device.CheckDue != CheckRules.IsDue(kernel.State, device, now)).ToList())
            await kernel.ExecuteAsync(new LookAtDevice(device.Name), Caller.System, cancellationToken);
        // The end of a killed job frees its device without anybody being asked.
        foreach (var worker in kernel.State.Workers().Where(worker => worker.AtLimit != WorkerChange.IsAtLimit(kernel.State, worker)).ToList())
            await kernel.ExecuteAsync(new LookAtWorker(worker.Name), Caller.System, cancellationToken);
        if (kernel.State.Devices().Any(device => device.CheckDue))
            await SubmitDueAsync(kernel, cancellationToken);
    }

    private async Task SubmitDueAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        var checks = kernel.State.Objects.All(TestJob.Kind).Where(job => job.HealthCheck).ToList();
        var checking = checks.Select(job => job.Bound).ToHashSet(StringComparer.Ordinal);
        // On their way to their devices, which they will have.
        var coming = checks.Where(job => job.Device is null).Select(job => kernel.State.Objects.Find(Device.Kind, job.Bound!)?.Worker).OfType<string>()
            .CountBy(worker => worker).ToDictionary(StringComparer.Ordinal);
        foreach (var device in kernel.State.Devices().Where(device => device.CheckDue && !checking.Contains(device.Name) && CanRun(kernel.State, device)).ToList())
        {
            if (HasPlace(kernel.State, device.Worker!, coming.GetValueOrDefault(device.Worker!)) && await SubmitAsync(kernel, device, cancellationToken))
                coming[device.Worker!] = coming.GetValueOrDefault(device.Worker!) + 1;
        }
    }

    /// <summary>Whether a worker may run one more.</summary>
    private static bool HasPlace(KernelState state, string worker, int coming) =>
        state.Objects.Find(Worker.Kind, worker) is not { JobLimit: > 0 } found || state.BusyDevicesOf(worker) + coming < found.JobLimit;

    private bool CanRun(KernelState state, Device device) =>
        device.Worker is { } name && state.Objects.Find(Worker.Kind, name) is { Online: true } worker
        && (options.Rules == LabRules.V2018 || worker.Health == WorkerHealth.Active)
        && state.Locks.HeldBy(new(LabDomain.DeviceLevel, device.Name)).IsEmpty;

    /// <summary>Submits the health check of a device; whether it waits for its device now.</summary>
    private async Task<bool> SubmitAsync(IKernel kernel, Device device, CancellationToken cancellationToken)
    {
        if (CheckRules.Of(kernel.State, device) is not { } check)
            return false;
        using var parameters = JsonDocument.Parse(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("OP_ID", RunTestJob.Id);
            json.WriteString("definition", check.Definition);
            json.WriteString("device", device.Name);
            json.WriteBoolean("health_check", true);
            json.WriteEndObject();
        }).Utf8);
        try
        {
            var opcode = new OpcodeReader(kernel.Model).Read(parameters.RootElement, OpcodeReadOptions.Own, 0);
            var answer = (await kernel.ExecuteAsync(new SubmitJobs([[opcode]]), Caller.System, cancellationToken))[0];
            if (answer.Refusal is { Code: "TEST_JOB_REFUSED" } refusal)
                throw refusal;
            if (answer.Refusal is null)
                LabLog.CheckSubmitted(_log, device.Name, answer.Id);
            // It may have its device already, and is one of the busy then.
            return answer.Refusal is null && kernel.State.TestJob(answer.Id) is { Device: null };
        }
        catch (DroverException e) when (e.Code is "TEST_JOB_REFUSED" or "OPCODE_INVALID")
        {
            LabLog.CheckInvalid(_log, device.Name, e.Message);
            await kernel.ExecuteAsync(new SetDeviceHealth(device.Name, DeviceHealth.Bad, $"Invalid health check: {e.Message}"), Caller.System, cancellationToken);
            return false;
        }
    }
}
