using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Drover.Mutants;

// Proves that tests see faults: puts a seeded sample of faults into a copy of the sources, each behind a switch, builds once,
// and runs for each fault the tests that come to it. What no test sees is told. CONTRIBUTING.md says how to run it.

if (args.Length < 6)
{
    Console.Error.WriteLine("usage: Drover.Mutants COPY COUNT SEED SKIP ONLY PART=TESTS [PART=TESTS...]\n"
        + "Puts COUNT mutants into src/PART of COPY, a copy of the repository that may be spoilt, and runs tests/TESTS for each.\n"
        + "The first SKIP of them have been run before. ONLY is empty, or a file: of those that it names, as an earlier run told them.");
    return 2;
}
var copy = Path.GetFullPath(args[0]);
var count = int.Parse(args[1], CultureInfo.InvariantCulture);
var skip = int.Parse(args[3], CultureInfo.InvariantCulture);
var only = args[4].Length > 0 ? File.ReadAllText(args[4]) : null;
var parts = args[5..].Select(a => a.Split('=')).ToDictionary(a => a[0], a => a[1]);

var equivalents = new Equivalents(Path.Combine(copy, "tools/Drover.Mutants/equivalent.txt"));
var mutants = new MutantSample(copy, parts.Keys, int.Parse(args[2], CultureInfo.InvariantCulture));
if (equivalents.Outdated(mutants.All).ToArray() is { Length: > 0 } outdated)
{
    Console.Error.WriteLine($"equivalent.txt names faults that there are no more; the reasons may no longer hold:\n{string.Join('\n', outdated)}");
    return 2;
}

var projects = parts.Values.Distinct().ToDictionary(name => name, name => new TestProject(copy, name));
var invalid = new HashSet<Mutant>();
var sample = Built();
Console.WriteLine($"{sample.Count} of {mutants.All.Count} mutants");
foreach (var project in projects.Values)
    project.Learn();

var (survivors, harmless) = (0, 0);
for (var i = skip; i < sample.Count; i++)
{
    var outcome = Outcome(i);
    survivors += outcome is "SURVIVES" or "NOT REACHED" ? 1 : 0;
    harmless += outcome == "equivalent" ? 1 : 0;
    Console.WriteLine($"{i + 1}/{sample.Count} {outcome} {sample[i]}{(outcome == "equivalent" ? $": {equivalents.ReasonOf(sample[i])}" : "")}");
}
var run = sample.Count - skip;
Console.WriteLine($"{run} mutants, {survivors} survive ({100.0 * survivors / run:F1} %), {harmless} equivalent");
return survivors * 10 < run ? 0 : 1;

string Outcome(int number)
{
    var project = projects[parts.First(part => sample[number].File.StartsWith($"src/{part.Key}/", StringComparison.Ordinal)).Value];
    return equivalents.ReasonOf(sample[number]) is not null ? "equivalent" : !project.Reaches(number) ? "NOT REACHED" : project.Sees(number) ? "seen" : "SURVIVES";
}

// Not every fault can be written: others take the place of those that the compiler does not take.
List<Mutant> Built()
{
    while (true)
    {
        var taken = mutants.Take(count, mutant => !invalid.Contains(mutant) && only?.Contains($"{mutant.Name} (", StringComparison.Ordinal) != false);
        mutants.Write(taken);
        if (!projects.Keys.Any(project => Refused(project, taken) is { Count: > 0 } refused && Note(refused)))
            return taken;
    }
}

bool Note(List<Mutant> refused)
{
    invalid.UnionWith(refused);
    return true;
}

List<Mutant> Refused(string project, List<Mutant> taken)
{
    string[] arguments = ["build", $"tests/{project}", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-v", "quiet", "-nologo"];
    using var build = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = copy, RedirectStandardOutput = true })!;
    var output = build.StandardOutput.ReadToEnd();
    build.WaitForExit();
    if (build.ExitCode == 0)
        return [];
    var places = CompilerError().Matches(output).Select(m => (File: m.Groups["file"].Value, Line: int.Parse(m.Groups["line"].Value, CultureInfo.InvariantCulture))).ToHashSet();
    var refused = taken.FindAll(mutant => places.Any(place => place.File == Path.Combine(copy, mutant.File) && place.Line >= mutant.Line && place.Line <= mutant.LastLine));
    return refused.Count > 0 ? refused : throw new InvalidOperationException($"The mutants do not compile:\n{output}");
}

internal static partial class Program
{
    [GeneratedRegex(@"^\s*(?<file>/[^(]+)\((?<line>\d+),\d+\): error", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CompilerError();
}
