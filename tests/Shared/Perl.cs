using System.Diagnostics;

namespace Drover.Tests.Shared;

/// <summary>Debian's Perl with the test client beside this file.</summary>
internal sealed class Perl : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private readonly Process _process;

    private Perl(string[] arguments)
    {
        var start = new ProcessStartInfo("perl") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "perl", "clinit-test.pl"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = TimedProcess.Start(start);
    }

    public static Perl Start(params string[] arguments) => new(arguments);

    /// <summary>Runs the client to its end and returns its lines; fails the test when the client fails.</summary>
    public static async Task<string[]> RunAsync(params string[] arguments)
    {
        using var perl = Start(arguments);
        return await perl.RestAsync();
    }

    /// <summary>Runs the client to its end and returns its lines of the form <c>key=value</c>.</summary>
    public static async Task<Dictionary<string, string>> ReplyAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    public async Task<string?> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience);

    public async Task<string[]> RestAsync()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var text = await _process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        Assert.True(_process.ExitCode == 0, $"perl ended with {_process.ExitCode}: {await errors}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
