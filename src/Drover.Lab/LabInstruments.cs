using System.Diagnostics.Metrics;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Lab.Devices;
using Drover.Lab.Logs;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;

namespace Drover.Lab;

/// <summary>What is measured of the lab. Labels are words of the program: names of devices and workers are in none of them, because <c>/metrics</c> is for strangers too.
/// <c>docs/metrics.md</c> has the table.</summary>
public sealed class LabInstruments : IController
{
    private const string State = "state", Message = "message";

    private readonly Counter<long>? _resends;
    private volatile IKernel? _kernel;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="logs">Counts lines.</param>
    internal LabInstruments(IMeterFactory? meters, TestJobLogs logs)
    {
        if (meters?.Create("Drover.Lab") is not { } meter)
            return;
        meter.CreateObservableGauge("drover.lab.jobs", Jobs, "{job}", "Test jobs that are not over, by state.");
        meter.CreateObservableGauge("drover.lab.devices", DevicesByHealth, "{device}", "Devices, by health and by use.");
        meter.CreateObservableGauge("drover.lab.workers", WorkersByState, "{worker}", "Workers, by whether they are heard.");
        meter.CreateObservableCounter("drover.lab.log.lines", () => logs.Lines, "{line}", "Log lines of test jobs that were stored.");
        meter.CreateObservableCounter("drover.lab.log.lines_left_out", () => logs.LinesLeftOut, "{line}", "Log lines of test jobs that were not stored, because they are none or the log is full.");
        _resends = meter.CreateCounter<long>("drover.lab.resends", "{message}", "Messages to workers that were sent again because nobody answered.");
        foreach (var message in (ReadOnlySpan<string>)["start", "cancel"])
            _resends.Add(0, new KeyValuePair<string, object?>(Message, message));
    }

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A worker was told again to start or to end a test job.</summary>
    /// <param name="state">What the test job is to do: Scheduled, or Canceling.</param>
    public void Resent(TestJobState state) => _resends?.Add(1, new KeyValuePair<string, object?>(Message, state == TestJobState.Canceling ? "cancel" : "start"));

    private IEnumerable<Measurement<long>> Jobs()
    {
        var counts = _kernel?.State.Objects.All(TestJob.Kind).CountBy(job => job.State).ToDictionary() ?? [];
        foreach (var state in Enum.GetValues<TestJobState>().Where(state => state is not (TestJobState.Scheduling or TestJobState.Finished)))
            yield return new(counts.GetValueOrDefault(state), Label(State, $"{state}"));
    }

    private IEnumerable<Measurement<long>> DevicesByHealth()
    {
        var state = _kernel?.State;
        var counts = state?.Devices().CountBy(device => (device.Health, DeviceUse.Word(state, device.Name))).ToDictionary() ?? [];
        foreach (var health in Enum.GetValues<DeviceHealth>())
            foreach (var use in (string[])["Idle", "Reserved", "Running"])
                yield return new(counts.GetValueOrDefault((health, use)), Label("health", $"{health}"), Label(State, use));
    }

    private IEnumerable<Measurement<long>> WorkersByState()
    {
        var counts = _kernel?.State.Workers().CountBy(worker => worker.Online).ToDictionary() ?? [];
        yield return new(counts.GetValueOrDefault(true), Label(State, "Online"));
        yield return new(counts.GetValueOrDefault(false), Label(State, "Offline"));
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
