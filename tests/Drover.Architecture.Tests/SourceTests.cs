using System.Text.RegularExpressions;

namespace Drover.Architecture.Tests;

/// <summary>Rules of style that a machine can check in the text of the sources.</summary>
public sealed partial class SourceTests
{
    // What there is, rounded up: docs/adr/0014-size-of-the-kernel.md.
    private const int KernelLines = 6_000;

    private static readonly string[] s_kinds =
        ["Models", "Helpers", "Utils", "Utilities", "Interfaces", "Common", "Misc", "Extensions", "Enums", "Exceptions", "Constants"];

    // Each with its reason at the place itself.
    private static readonly string[] s_maySleep =
    [
        "src/Drover.Storage/SystemCalls.cs", // after SIGKILL to itself nothing may run on
    ];

    [Fact]
    public void Folders_are_capabilities_and_never_kinds()
    {
        var kinds = new[] { "src", "tests", "bench" }.SelectMany(Repository.Folders)
            .Where(folder => s_kinds.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase)).Select(Repository.Relative);
        Assert.Empty(kinds);
    }

    [Fact]
    public void The_kernel_stays_readable_in_an_hour()
    {
        var lines = Sources("src/Drover.Kernel").Sum(path => File.ReadLines(path).Count(IsCode));
        Assert.InRange(lines, 1, KernelLines - 1);
    }

    [Theory]
    [InlineData("TODO")]
    [InlineData("FIXME")]
    [InlineData("NotImplementedException")]
    [InlineData("async void")]
    [InlineData("Thread.Sleep")]
    public void Sources_hold_nothing_unfinished_and_nothing_that_blocks(string word)
    {
        var pattern = new Regex($@"\b{Regex.Escape(word)}\b");
        var found = Sources("src")
            .Where(path => word != "Thread.Sleep" || !s_maySleep.Contains(Repository.Relative(path)))
            .Where(path => pattern.IsMatch(File.ReadAllText(path))).Select(Repository.Relative);
        Assert.Empty(found);
    }

    [Fact]
    public void Every_program_of_a_test_has_a_time_limit()
    {
        string[] mayStart = ["tests/Shared/TimedProcess.cs", "tests/Drover.Architecture.Tests/SourceTests.cs"];
        var starts = new Regex(@"(?<![A-Za-z])Process\.Start\(|new Process\b");
        Assert.Empty(Sources("tests").Where(path => starts.IsMatch(File.ReadAllText(path))).Select(Repository.Relative).Except(mayStart));
    }

    [Fact]
    public void Queue_locks_and_serials_change_in_the_reducer_alone()
    {
        string[] reducer = ["Applier.cs", "JobReducer.cs", "QueueReducer.cs", "QueueIndex.cs", "QueueIndex.Changes.cs", "KernelState.cs"];
        // What a start reads from the store, and the empty state.
        string[] beginnings = ["StateLoader.cs", "KernelModel.cs"];
        var assigns = new Regex(@"\bwith\s*\{[^}]*\b(Locks|Queue|LogSerials)\s*=", RegexOptions.Singleline);
        var found = Sources("src/Drover.Kernel")
            .Where(path => !reducer.Contains(Path.GetFileName(path)) && !beginnings.Contains(Path.GetFileName(path)))
            .Where(path => assigns.IsMatch(File.ReadAllText(path))).Select(Repository.Relative);
        Assert.Empty(found);
    }

    [Fact]
    public void Domains_and_doors_know_the_kernel_by_its_interface_alone()
    {
        var found = Sources("src").Select(Repository.Relative)
            .Where(path => !path.StartsWith("src/Drover.Kernel/", StringComparison.Ordinal) && !path.StartsWith("src/droverd/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(Path.Combine(Repository.Root, path)).Contains("KernelHost", StringComparison.Ordinal));
        Assert.Empty(found);
    }

    [Fact]
    public void Roles_are_given_by_doors_and_judged_by_the_gate_alone()
    {
        var role = new Regex(@"\bRole\.(Operator|Observer|Stranger)\b|\.Grants\b", RegexOptions.None, TimeSpan.FromSeconds(1));
        var found = Sources("src").Select(Repository.Relative)
            .Where(path => !path.StartsWith("src/Drover.Kernel/Authority/", StringComparison.Ordinal) && path != "src/Drover.Doors/CallerGate.cs")
            .Where(path => role.IsMatch(File.ReadAllText(Path.Combine(Repository.Root, path))));
        Assert.Empty(found);
    }

    [Fact]
    public void Sources_and_docs_hold_no_path_of_the_machine_that_they_were_written_on()
    {
        var files = new[] { "src", "bench", "docs", "packaging", ".ci" }.SelectMany(folder => Repository.Files(folder, "*"))
            .Concat(Directory.EnumerateFiles(Repository.Root)).Where(path => Path.GetFileName(path) != ".git");
        Assert.Empty(files.Where(path => BuildMachinePath().IsMatch(File.ReadAllText(path))).Select(Repository.Relative));
    }

    [Fact]
    public void Tests_do_not_know_where_this_repository_lies()
    {
        var found = Repository.Files("tests", "*").Where(path => File.ReadAllText(path).Contains(Repository.Root + "/", StringComparison.Ordinal));
        Assert.Empty(found.Select(Repository.Relative));
    }

    [Fact]
    public void Files_stay_short()
    {
        var sources = Sources("src").ToList();
        var long_ = sources.Where(path => File.ReadLines(path).Count() > 400).Select(Repository.Relative);
        Assert.Empty(long_);
        Assert.InRange(sources.Count(path => File.ReadLines(path).Count() > 300), 0, sources.Count / 20);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("    // why", false)]
    [InlineData("    /// <summary>What.</summary>", false)]
    [InlineData("    }", false)]
    [InlineData("    });", false)]
    [InlineData("using System.Text;", false)]
    [InlineData("    using var reader = Open();", true)]
    [InlineData("    return 1; // why", true)]
    public void A_line_of_code_is_one_that_says_something(string line, bool isCode) => Assert.Equal(isCode, IsCode(line));

    private static IEnumerable<string> Sources(string folder)
    {
        var files = Repository.Files(folder, "*.cs").ToList();
        Assert.NotEmpty(files);
        return files;
    }

    private static bool IsCode(string line) => !EmptyLine().IsMatch(line);

    [GeneratedRegex(@"^\s*(//.*|[{}()\[\];,]*|(global )?using (static )?[\w.]+( = [\w.<>]+)?;)\s*$", RegexOptions.None, 1000)]
    private static partial Regex EmptyLine();

    // Home folders, but for those that people's homes and shares are in by default, and folders at the root that no Debian system has.
    [GeneratedRegex(@"(?<![\w.$}/])/(home(?!/(users|groups|archives|backup)\b)|Users|root|work|workspace|builds|mnt/[a-z]|tmp/[a-z]+/src)/[\w.-]", RegexOptions.None, 1000)]
    private static partial Regex BuildMachinePath();
}
