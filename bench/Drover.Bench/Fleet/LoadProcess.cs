using System.Diagnostics;

namespace Drover.Bench.Fleet;

/// <summary>A Drover.FleetLoad as a process of its own, which ends with its standard input.</summary>
internal sealed class LoadProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private LoadProcess(Process process, string firstLine) => (_process, FirstLine) = (process, firstLine);

    /// <summary>What it said when it was ready.</summary>
    public string FirstLine { get; }

    public int Id => _process.Id;

    /// <summary>Starts it, and waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public static async Task<LoadProcess> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Drover.FleetLoad"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var patience = new CancellationTokenSource(s_patience);
        return await process.StandardOutput.ReadLineAsync(patience.Token) is { } line
            ? new LoadProcess(process, line)
            : throw new InvalidOperationException($"Drover.FleetLoad {arguments[0]} has ended.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
    }
}
