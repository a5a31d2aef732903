using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Drover.Agent.Native;
using Drover.Agent.Watching;

namespace Drover.Agent.Leases;

/// <summary>The guard as a process of its own, <c>drover-guard</c>, which outlives its agent. One that watches already is kept.</summary>
public sealed class GuardProcess : ILeaseGuard
{
    /// <summary>Name of the program.</summary>
    public const string FileName = "drover-guard";

    /// <summary>What it says first: who watches, itself or one that is there already.</summary>
    public const string Watches = "watches ";

    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(10);

    private readonly string _program;
    private readonly string _runDirectory;
    private readonly TimeProvider _clock;
    private readonly Lazy<PollThread> _poll = new(() => new PollThread());
    private readonly SemaphoreSlim _starting = new(1);
    private readonly Lock _gate = new();
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (int Descriptor, long Token)? _watched;
    private bool _isDisposed;

    /// <param name="runDirectory">The run directory of the agent.</param>
    /// <param name="program">The program; null for the one beside this program.</param>
    /// <param name="clock">Bounds its start.</param>
    public GuardProcess(string runDirectory, string? program, TimeProvider clock) =>
        (_runDirectory, _program, _clock) = (runDirectory, program ?? Path.Combine(AppContext.BaseDirectory, FileName), clock);

    /// <inheritdoc/>
    public string? Problem => Libc.MayAccess(Encoding.UTF8.GetBytes(_program), Libc.AccessExecute) ? null : $"\"{_program}\", which ends what outlives a lease, is missing or may not be run: install it beside the program";

    /// <inheritdoc/>
    public Task Ended
    {
        get
        {
            lock (_gate)
                return _ended.Task;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WatchAsync(CancellationToken cancellationToken)
    {
        // One after another: who comes second finds the guard of the first.
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_gate)
                if (_watched is not null)
                    return null;
            if (Problem is { } problem)
                return problem;
            var said = await StartAsync(cancellationToken).ConfigureAwait(false);
            if (said?.StartsWith(Watches, StringComparison.Ordinal) == true && int.TryParse(said.AsSpan(Watches.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                return Watch(pid);
            return $"\"{_program}\" does not watch: {said ?? "it has ended at once"}";
        }
        catch (Exception e) when (e is Win32Exception or IOException or TimeoutException or InvalidOperationException)
        {
            return $"\"{_program}\" cannot be started: {e.Message.TrimEnd('.')}";
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Drop_NeedsLock();
        }
        if (_poll.IsValueCreated)
            _poll.Value.Dispose();
        _starting.Dispose();
    }

    private async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(_program, [_runDirectory]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/" },
        };
        process.Start();
        process.StandardInput.Close();
        return await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(s_startTime, _clock, cancellationToken).ConfigureAwait(false);
    }

    private string? Watch(int pid)
    {
        var descriptor = Libc.PidfdOpen(pid);
        if (descriptor < 0)
            return $"the guard, process {pid}, cannot be watched: {Errno.Text(Errno.Last)}";
        lock (_gate)
        {
            if (_isDisposed)
            {
                _ = Libc.Close(descriptor);
                return "the daemon ends";
            }
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _poll.Value.Add(descriptor, token => _watched = (descriptor, token), OnEnded);
        }
        return null;
    }

    private void OnEnded()
    {
        lock (_gate)
        {
            Drop_NeedsLock();
            _ended.TrySetResult();
        }
    }

    private void Drop_NeedsLock()
    {
        if (_watched is not { } watched)
            return;
        _watched = null;
        _poll.Value.Remove(watched.Descriptor, watched.Token);
        _ = Libc.Close(watched.Descriptor);
    }
}
