using System.Diagnostics;
using System.Globalization;

namespace Drover.Mutants;

/// <summary>A built project of tests: which of its classes come to which fault, how long each takes, and whether they see it.</summary>
internal sealed class TestProject(string copy, string name)
{
    // Most faults are seen by quick tests; the long random histories are asked about the rest only.
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, (TimeSpan Time, HashSet<int> Reached)> _classes = new(StringComparer.Ordinal);

    public string Name => name;

    public bool Reaches(int number) => _classes.Values.Any(c => c.Reached.Contains(number));

    /// <summary>Runs each class alone and without a fault. One that comes to no fault is not run again.</summary>
    /// <exception cref="InvalidOperationException">A class fails.</exception>
    public void Learn()
    {
        var reached = Path.Combine(copy, "reached");
        foreach (var testClass in Classes())
        {
            File.Delete(reached);
            var since = Stopwatch.GetTimestamp();
            if (!Passes([testClass], [("DROVER_MUTANTS_REACHED", reached)], TimeSpan.FromMinutes(20)))
                throw new InvalidOperationException($"{testClass} fails without any fault.");
            var time = Stopwatch.GetElapsedTime(since);
            if (File.Exists(reached))
                _classes[testClass] = (time, [.. File.ReadLines(reached).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]);
        }
    }

    /// <summary>Runs what comes to the fault, quick classes first. A run that does not come to its end has seen it as well.</summary>
    public bool Sees(int number)
    {
        var reaching = _classes.Where(c => c.Value.Reached.Contains(number)).OrderBy(c => c.Value.Time).ToArray();
        return new[] { reaching.Where(c => c.Value.Time < s_quick), reaching.Where(c => c.Value.Time >= s_quick) }.Any(some =>
            some.Any() && !Passes(
                [.. some.Select(c => c.Key)],
                [("DROVER_MUTANT", number.ToString(CultureInfo.InvariantCulture))],
                TimeSpan.FromSeconds(10 + some.Sum(c => 3 * c.Value.Time.TotalSeconds))));
    }

    private string[] Classes()
    {
        using var list = Start(["-list", "classes"], []);
        var lines = list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        list.WaitForExit();
        return [.. lines.Where(line => line.StartsWith($"{name}.", StringComparison.Ordinal))];
    }

    private bool Passes(string[] classes, (string, string)[] environment, TimeSpan longest)
    {
        using var run = Start(["-noColor", "-stopOnFail", .. classes.SelectMany(c => new[] { "-class", c })], environment);
        _ = run.StandardOutput.ReadToEndAsync();
        if (run.WaitForExit(longest))
            return run.ExitCode == 0;
        run.Kill(entireProcessTree: true);
        run.WaitForExit();
        return false;
    }

    private Process Start(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(copy, "artifacts/bin", name, "debug", name), arguments) { WorkingDirectory = copy, UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return Process.Start(start)!;
    }
}
