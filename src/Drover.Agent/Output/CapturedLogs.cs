using Drover.Agent.Native;
using Drover.Agent.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Agent.Output;

/// <summary>All logs that processes write to, within their own limits and within one budget for all. May be used from any thread.</summary>
/// <param name="options">The budget.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Takes lines about what happens.</param>
internal sealed class CapturedLogs(AgentOptions options, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>With less than this a file system has no room for output.</summary>
    private const long NoRoom = 64 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CapturedLog> _logs = new(StringComparer.Ordinal);
    private readonly HashSet<(uint, uint)> _pressed = [];
    private readonly HashSet<(uint, uint)> _full = [];
    private readonly HashSet<string> _nameless = new(StringComparer.Ordinal);
    private int _looking;

    /// <summary>Takes into care what a process is started with. Returns which file that is; null if that cannot be told.</summary>
    internal FileIdentity? Begin(string path, string writer, long limit, int descriptor)
        => descriptor < 0 ? null : Expect(path, writer, limit).Begin(descriptor);

    /// <summary>Takes into care what a process of an earlier daemon has open.</summary>
    internal void Adopt(string path, string writer, long limit, FileIdentity? identity, int pid)
        => Expect(path, writer, limit).Adopt(writer, identity, pid);

    /// <summary>A process writes no more.</summary>
    internal void End(string path, string writer)
    {
        CapturedLog? known;
        lock (_gate)
            known = _logs.GetValueOrDefault(path);
        known?.End(writer);
        lock (_gate)
            if (known?.IsUnused == true)
                _logs.Remove(path);
    }

    /// <summary>Looks at all of them. Does nothing while another look is under way.</summary>
    internal void Look()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0)
            return;
        try
        {
            List<CapturedLog> logs;
            lock (_gate)
                logs = [.. _logs.Values];
            _nameless.IntersectWith(logs.Select(captured => captured.Path));
            foreach (var ofDevice in logs.GroupBy(captured => captured.Device).ToList())
                Look(ofDevice.Key, [.. ofDevice]);
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    /// <summary>Lets go of the files.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var captured in _logs.Values)
                captured.Dispose();
            _logs.Clear();
        }
    }

    private void Look((uint, uint) device, List<CapturedLog> logs)
    {
        var held = logs.ConvertAll(captured => captured.Held);
        var free = options.FreeBytes(Path.GetDirectoryName(logs[0].Path)!);
        var most = OutputBudget.Share(held, Math.Min(options.OutputSpace, held.Sum() + free - options.OutputKeepFree));
        TellPressed(device, most < long.MaxValue);
        TellFull(device, free < NoRoom);
        foreach (var captured in logs)
        {
            var look = captured.Look(most, options.PunchHoles);
            if (look.WasMoved)
                AgentLog.LogMoved(log, captured.Path);
            if (look.WasCut)
                AgentLog.LogCut(log, captured.Path);
            if (look.Problem is null)
                _nameless.Remove(captured.Path);
            else if (_nameless.Add(captured.Path))
                AgentLog.LogNotBegun(log, look.Problem);
        }
    }

    private void TellPressed((uint, uint) device, bool isPressed)
    {
        if (isPressed && _pressed.Add(device))
            AgentLog.OutputPressed(log, options.OutputSpace, options.OutputKeepFree);
        else if (!isPressed)
            _pressed.Remove(device);
    }

    private void TellFull((uint, uint) device, bool isFull)
    {
        if (isFull && _full.Add(device))
            AgentLog.OutputLost(log);
        else if (!isFull && _full.Remove(device))
            AgentLog.OutputKept(log);
    }

    private CapturedLog Expect(string path, string writer, long limit)
    {
        lock (_gate)
        {
            if (!_logs.TryGetValue(path, out var known))
                _logs[path] = known = new CapturedLog(path, clock);
            known.Expect(writer, limit);
            return known;
        }
    }
}
