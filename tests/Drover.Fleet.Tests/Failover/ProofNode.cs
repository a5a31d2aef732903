using System.Diagnostics;
using System.Globalization;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Failover;

/// <summary>A node as a process of its own, behind a line that can be cut, with real services and a real guard.</summary>
internal sealed class ProofNode : IDisposable
{
    private readonly string _state;
    private readonly string _run;
    private readonly string _proof;
    private readonly string? _fault;
    private Process? _process;

    /// <param name="name">Its name.</param>
    /// <param name="line">Its line to the master.</param>
    /// <param name="state">Its state directory, in which it has an identity.</param>
    /// <param name="proof">Where its services write.</param>
    /// <param name="fault">Which of its parts is taken away; null for none.</param>
    public ProofNode(string name, CutProxy line, string state, string proof, string? fault)
    {
        (Name, Line, _state, _proof, _fault) = (name, line, state, proof, fault);
        // Short: sockets are below it.
        _run = Directory.CreateTempSubdirectory("drover-n-").FullName;
    }

    public string Name { get; }

    public CutProxy Line { get; }

    private static string ProgramOf(string project, string name) =>
        Path.Combine(AppContext.BaseDirectory.Replace("Drover.Fleet.Tests", project, StringComparison.Ordinal), name);

    public async Task StartAsync()
    {
        if (_process is { HasExited: false })
            return;
        string[] arguments = [_state, _run, ProgramOf("drover-guard", "drover-guard"), .. _fault is null ? (string[])[] : [_fault]];
        var start = new ProcessStartInfo(ProgramOf("Drover.Fleet.TestNode", "Drover.Fleet.TestNode"), arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        (start.Environment["PROOF_DIR"], start.Environment["PROOF_NODE"]) = (_proof, Name);
        _process = TimedProcess.Start(start);
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    /// <summary>It does nothing more, and its services go on.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>It dies, and its services go on.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The last lines of its log.</summary>
    public string Log => string.Join('\n', File.ReadAllLines(Path.Combine(_state, "log")).TakeLast(40));

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        Line.Dispose();
        // Nobody renews its leases any more: its guard ends what runs under them. What has none is ended here.
        foreach (var leases in Directory.GetFiles(_run, "leases", SearchOption.AllDirectories))
            File.Delete(leases);
        foreach (var pid in Marked())
            using (var kill = TimedProcess.Start("kill", "-KILL", pid.ToString(CultureInfo.InvariantCulture)))
                kill.WaitForExit();
        Directory.Delete(_run, recursive: true);
    }

    private IEnumerable<int> Marked()
    {
        var mark = $"PROOF_NODE={Name}\0";
        foreach (var directory in Directory.GetDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), out var pid) && TryRead(Path.Combine(directory, "environ")) is { } environment
                && environment.Contains(mark, StringComparison.Ordinal) && environment.Contains($"PROOF_DIR={_proof}\0", StringComparison.Ordinal))
                yield return pid;
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Signal(string name)
    {
        if (_process!.HasExited)
            return;
        using var kill = TimedProcess.Start("kill", $"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture));
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
