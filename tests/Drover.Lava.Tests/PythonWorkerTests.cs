using System.Text;
using Drover.Lab.Assignments;
using Drover.Lab.Logs;
using Drover.Lava.Control;
using Drover.Lava.Curve;
using Drover.Lava.Logs;
using Drover.Lava.Tests.Control;
using Drover.Lava.Tests.Logs;
using Drover.Lava.Xz;
using Drover.Lava.Zmq;
using Drover.Tests.Shared;

namespace Drover.Lava.Tests;

/// <summary>A whole job of a worker in Python, with the sockets of LAVA's own.</summary>
public sealed class PythonWorkerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drl").FullName;
    private readonly ZmqContext _context = new();
    private readonly CapturedLog _log = new();
    private readonly RecordingDomain _domain = new();
    private readonly RecordingLogs _logs = new();

    public void Dispose()
    {
        _context.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public Task A_job_goes_from_hello_to_end_in_plain() => RunJobAsync(null);

    [Fact]
    public async Task A_job_goes_from_hello_to_end_with_certificates_that_pyzmq_has_made()
    {
        await Python.RunAsync($"import zmq.auth; [zmq.auth.create_certificates('{_directory}', name) for name in ('master', 'worker-1')]");
        await RunJobAsync(new CurveOptions { Directory = _directory, BindNames = true });
        // pyzmq lets everybody read the secret key, whatever is in it.
        Assert.Contains(_log.Lines, line => line.Id == 2110);
    }

    private async Task RunJobAsync(CurveOptions? keys)
    {
        using var guard = keys is null ? null : CurveGuard.Open(_context, keys, TimeProvider.System, _log);
        using var control = ControlDoor.Open(_context, new ControlOptions { Endpoint = "tcp://127.0.0.1:*" }, guard, _domain, TimeProvider.System, _log);
        using var logs = LogDoor.Open(_context, new LogOptions { Endpoint = "tcp://127.0.0.1:*" }, guard, _logs, TimeProvider.System, _log);
        string[] certificates = keys is null ? [] : [Path.Combine(_directory, "master.key"), Path.Combine(_directory, "worker-1.key_secret")];
        using var worker = Python.Start("worker.py", [control.Endpoint, logs.Endpoint, "worker-1", .. certificates]);
        Assert.Equal("hello", await worker.LineAsync());
        Assert.Equal("pong 20", await worker.LineAsync());
        Assert.Equal(new WorkerMessage.Hello("worker-1", Contact.New, null, IsRetry: false), await _domain.NextAsync());
        control.Send("worker-1", MasterMessage.Start(42, new WorkerTexts("job_name: é", "device: {}")));
        Assert.Equal("start 42 job_name: é device: {}", await worker.LineAsync());
        Assert.Equal(new WorkerMessage.StartOk("worker-1", Contact.Known, 42), await _domain.NextAsync());
        var end = Assert.IsType<WorkerMessage.End>(await _domain.NextAsync());
        Assert.Equal((42, "a warning of Python"), (end.JobId, end.Errors));
        Assert.Equal("compatibility: 2\n", Encoding.UTF8.GetString(XzStream.Unpack(end.Description.Span, new XzOptions()).Content.Span));
        control.Send("worker-1", MasterMessage.EndOk(42));
        Assert.Equal("END_OK 42", await worker.RestAsync());
        await logs.CloseAsync(CancellationToken.None);
        Assert.Equal([.. Enumerable.Repeat(LineLevel.Target, 100), LineLevel.Results], _logs.Of(42).Select(line => line.Level));
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"\"line {number}\"}}"), _logs.Of(42).Take(100).Select(line => line.Text.Split("\"msg\": ")[1]));
        Assert.Equal((0, 0), (control.Dropped.Total, logs.Dropped.Total));
    }
}
