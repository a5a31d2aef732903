using Drover.Agent.Systemd;
using System.Globalization;
using Drover.Kernel;
using Drover.Kernel.Commands;

namespace Drover.Daemon.Process;

/// <summary>Tells systemd that the daemon lives (<c>WatchdogSec=</c>, sd_watchdog_enabled(3)): only as long as the kernel's writer answers, so that a daemon that takes requests and
/// does nothing with them is started anew too.</summary>
internal sealed class Watchdog : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;

    /// <param name="time">How long systemd waits for a word.</param>
    /// <param name="answers">Ends when the writer has answered.</param>
    /// <param name="tell">Tells systemd.</param>
    /// <param name="clock">Moves the time.</param>
    public Watchdog(TimeSpan time, Func<Task> answers, Action<string> tell, TimeProvider clock) => _beating = BeatAsync(time / 2, answers, tell, clock);

    /// <summary>The one that systemd has asked for; null when it has not.</summary>
    public static Watchdog? Of(KernelHost kernel) => Asked(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID")) is { } time
        ? new Watchdog(time, () => AnswersAsync(kernel), SystemdNotice.Send, TimeProvider.System)
        : null;

    /// <summary>The time that is asked for; null when there is none, or it is meant for another process.</summary>
    public static TimeSpan? Asked(string? microseconds, string? process) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time > 0
        && (process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) ? TimeSpan.FromMicroseconds(time) : null;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task BeatAsync(TimeSpan interval, Func<Task> answers, Action<string> tell, TimeProvider clock)
    {
        using var timer = new PeriodicTimer(interval, clock);
        do
        {
            await answers().WaitAsync(_end.Token);
            tell("WATCHDOG=1");
        }
        while (await timer.WaitForNextTickAsync(_end.Token));
    }

    /// <summary>A turn that changes nothing. Who refuses to write, because the disk is full, lives too.</summary>
    private static async Task AnswersAsync(KernelHost kernel)
    {
        try
        {
            await kernel.ExecuteAsync(new Turn(), Caller.System, CancellationToken.None);
        }
        catch (DroverException)
        {
            return;
        }
    }

    private sealed class Turn : Command<bool>
    {
        protected override bool Decide(Decision decision) => true;
    }
}
