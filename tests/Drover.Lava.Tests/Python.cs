using System.Diagnostics;

namespace Drover.Lava.Tests;

/// <summary>Debian's Python, with Debian's pyzmq.</summary>
internal sealed class Python : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Python(params string[] arguments)
    {
        // The system's own: another one that comes first in PATH has no pyzmq.
        var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = TimedProcess.Start(start);
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a program of one line to its end and returns what it printed, without the last line break.</summary>
    public static async Task<string> RunAsync(string program)
    {
        using var python = new Python("-c", program);
        return await python.RestAsync();
    }

    /// <summary>Starts a program beside the tests.</summary>
    public static Python Start(string file, params string[] arguments) => new([Path.Combine(AppContext.BaseDirectory, "python", file), .. arguments]);

    /// <summary>The next line that it prints.</summary>
    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) ?? throw new InvalidOperationException(await _errors);

    /// <summary>What it still prints; fails the test when it fails.</summary>
    public async Task<string> RestAsync()
    {
        var text = await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.True(_process.ExitCode == 0, $"python3 ended with {_process.ExitCode}: {await _errors}");
        return text.TrimEnd('\n');
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
