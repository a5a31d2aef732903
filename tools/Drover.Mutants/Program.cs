using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Drover.Mutants;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

// Proves that tests see faults: puts a seeded sample of faults into a copy of the sources, each behind a switch, builds once,
// and runs the tests once for each fault. What no test sees is told. CONTRIBUTING.md says how to run it.

if (args.Length < 3)
{
    Console.Error.WriteLine("usage: Drover.Mutants COPY COUNT SEED PART=TESTS [PART=TESTS...]\n"
        + "Puts COUNT mutants into src/PART of COPY, a copy of the repository that may be spoilt, and runs tests/TESTS for each.");
    return 2;
}
var copy = Path.GetFullPath(args[0]);
var count = int.Parse(args[1], CultureInfo.InvariantCulture);
var random = new Random(int.Parse(args[2], CultureInfo.InvariantCulture));
var tests = args[3..].Select(a => a.Split('=')).ToDictionary(a => a[0], a => a[1]);

var sample = Sample();
var originals = sample.Select(mutant => mutant.File).Distinct().ToDictionary(file => file, file => File.ReadAllText(Path.Combine(copy, file)), StringComparer.Ordinal);
WriteSwitches();
foreach (var project in tests.Values.Distinct())
    while (Build(project) is { Count: > 0 } invalid)
    {
        sample.RemoveAll(invalid.Contains);
        WriteSwitches();
    }
var (reached, patience) = RunWithoutFaults();

var survivors = new List<Mutant>();
for (var i = 0; i < sample.Count; i++)
{
    var seen = reached.Contains(i) && IsSeen(i, patience[TestsOf(sample[i])]);
    if (!seen)
        survivors.Add(sample[i]);
    Console.WriteLine($"{i + 1}/{sample.Count} {(seen ? "seen" : reached.Contains(i) ? "SURVIVES" : "NOT REACHED")} {sample[i]}");
}
Console.WriteLine($"{sample.Count} mutants, {survivors.Count} survive ({100.0 * survivors.Count / sample.Count:F1} %)");
return survivors.Count * 10 < sample.Count ? 0 : 1;

string TestsOf(Mutant mutant) => tests.First(part => mutant.File.StartsWith($"src/{part.Key}/", StringComparison.Ordinal)).Value;

// Never two in one another: the outer one would hide the inner.
List<Mutant> Sample()
{
    var all = tests.Keys.Order(StringComparer.Ordinal)
        .SelectMany(part => Directory.EnumerateFiles(Path.Combine(copy, "src", part), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
        .SelectMany(path => MutantFinder.Find(Path.GetRelativePath(copy, path), CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot()))
        .ToArray();
    random.Shuffle(all);
    var taken = new List<Mutant>();
    foreach (var mutant in all)
    {
        if (taken.Count == count)
            break;
        if (!taken.Exists(other => other.File == mutant.File && other.Node.Span.IntersectsWith(mutant.Node.Span)))
            taken.Add(mutant);
    }
    Console.WriteLine($"{taken.Count} of {all.Length} mutants");
    return taken;
}

void WriteSwitches()
{
    File.WriteAllText(Path.Combine(copy, "src/Drover.Primitives/MutantSwitch.cs"), SwitchWriter.Source);
    foreach (var (file, text) in originals)
        File.WriteAllText(Path.Combine(copy, file), SwitchWriter.Write(SourceText.From(text), sample.Select((mutant, number) => (number, mutant)).Where(m => m.mutant.File == file)));
}

// Those that the compiler does not take: not every fault can be written.
List<Mutant> Build(string project)
{
    using var build = Start("dotnet", ["build", $"tests/{project}", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-v", "quiet", "-nologo"], []);
    var output = build.StandardOutput.ReadToEnd();
    build.WaitForExit();
    if (build.ExitCode == 0)
        return [];
    var places = CompilerError().Matches(output).Select(m => (File: m.Groups["file"].Value, Line: int.Parse(m.Groups["line"].Value, CultureInfo.InvariantCulture))).ToHashSet();
    var invalid = sample.FindAll(mutant => places.Any(place => place.File == Path.Combine(copy, mutant.File) && place.Line >= mutant.Line && place.Line <= mutant.LastLine));
    return invalid.Count > 0 ? invalid : throw new InvalidOperationException($"The mutants do not compile:\n{output}");
}

(HashSet<int> Reached, Dictionary<string, TimeSpan> Patience) RunWithoutFaults()
{
    var file = Path.Combine(copy, "reached");
    var times = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
    foreach (var project in tests.Values.Distinct())
    {
        var since = Stopwatch.GetTimestamp();
        if (!Run(project, [("DROVER_MUTANTS_REACHED", file)], TimeSpan.FromMinutes(20)))
            throw new InvalidOperationException($"{project} fails without any fault.");
        times[project] = (3 * Stopwatch.GetElapsedTime(since)) + TimeSpan.FromSeconds(10);
    }
    return ([.. File.Exists(file) ? File.ReadLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture)) : []], times);
}

// A run that does not come to its end has seen it as well.
bool IsSeen(int number, TimeSpan longest) => !Run(TestsOf(sample[number]), [("DROVER_MUTANT", number.ToString(CultureInfo.InvariantCulture))], longest);

bool Run(string project, (string, string)[] environment, TimeSpan longest)
{
    using var run = Start(Path.Combine(copy, "artifacts/bin", project, "debug", project), ["-noColor", "-stopOnFail"], environment);
    _ = run.StandardOutput.ReadToEndAsync();
    if (run.WaitForExit(longest))
        return run.ExitCode == 0;
    run.Kill(entireProcessTree: true);
    run.WaitForExit();
    return false;
}

Process Start(string program, string[] arguments, (string Name, string Value)[] environment)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = copy, UseShellExecute = false, RedirectStandardOutput = true };
    foreach (var (name, value) in environment)
        start.Environment[name] = value;
    return Process.Start(start)!;
}

internal static partial class Program
{
    [GeneratedRegex(@"^\s*(?<file>/[^(]+)\((?<line>\d+),\d+\): error", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CompilerError();
}
