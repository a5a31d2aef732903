using System.Globalization;
using System.Text;
using Drover.Nodes.TestJobs;

namespace Drover.Agent.TestJobs;

/// <summary>The directories of test jobs: one of each for records, one for its steps to work in.</summary>
internal sealed class TestJobPlaces(TestJobOptions options, TimeProvider clock)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Program = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The file with the output of a definition.</summary>
    public static string OutputOf(TestJobOptions options, StepKey key) =>
        Path.Combine(options.StateDirectory, key.Job.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{key.Index}.output"));

    /// <summary>The test jobs that have a work directory, and when that was touched last.</summary>
    public IEnumerable<(long Job, DateTime Touched)> WorkDirectories => Numbered(options.WorkDirectory).Select(job => (job, Directory.GetLastWriteTimeUtc(WorkOf(job))));

    /// <summary>The test jobs that have a record.</summary>
    public IEnumerable<long> Jobs => Numbered(options.StateDirectory);

    public string WorkOf(long job) => Path.Combine(options.WorkDirectory, job.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes what all test jobs have in common.</summary>
    public void Open()
    {
        Directory.CreateDirectory(options.StateDirectory, Private);
        Directory.CreateDirectory(options.WorkDirectory, Passable);
        File.SetUnixFileMode(options.WorkDirectory, Passable);
    }

    /// <summary>Makes the work directory of a test job with the commands for steps.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="AgentException">It cannot be given to the user.</exception>
    public void Make(long job)
    {
        Directory.CreateDirectory(StateOf(job), Private);
        if (options.User is { } user && user != "root" && Closed() is { } closed)
            throw new AgentException("NO_PASSAGE", $"User {user} cannot pass through \"{closed}\", and so not come to the work directory. Allow it (chmod o+x), or choose another place with {options.WorkOption}.");
        var directory = WorkOf(job);
        Directory.CreateDirectory(directory, Passable);
        File.SetUnixFileMode(directory, Passable);
        var bin = Path.Combine(directory, "bin");
        Directory.CreateDirectory(bin, Program);
        File.SetUnixFileMode(bin, Program);
        foreach (var (name, text) in StepCommands.All)
            WholeFile.Replace(Path.Combine(bin, name), Encoding.UTF8.GetBytes(text), Program);
        var work = Path.Combine(directory, "work");
        if (!Directory.Exists(work))
            Give(work, () => Directory.CreateDirectory(work, Private));
    }

    /// <summary>Writes a file that the user of steps alone reads.</summary>
    public void Write(string path, string text) => Give(path, () => WholeFile.Replace(path, Encoding.UTF8.GetBytes(text), UnixFileMode.UserRead));

    /// <summary>A test job is over: nothing but its work directory stays, for a while from now on.</summary>
    public void Close(long job)
    {
        if (Directory.Exists(StateOf(job)))
            Directory.Delete(StateOf(job), recursive: true);
        if (Directory.Exists(WorkOf(job)))
            Directory.SetLastWriteTimeUtc(WorkOf(job), clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>A directory on the way to the work directories that others cannot pass through; null when there is none.</summary>
    private string? Closed()
    {
        for (var directory = new DirectoryInfo(options.WorkDirectory).Parent; directory is not null; directory = directory.Parent)
            if ((directory.UnixFileMode & UnixFileMode.OtherExecute) == UnixFileMode.None)
                return directory.FullName;
        return null;
    }

    private string StateOf(long job) => Path.Combine(options.StateDirectory, job.ToString(CultureInfo.InvariantCulture));

    private void Give(string path, Action make)
    {
        make();
        if (options.User is { } user)
            FileOwner.Set(path, user);
    }

    private static IEnumerable<long> Numbered(string directory) => Directory.EnumerateDirectories(directory)
        .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var job) ? job : -1).Where(job => job >= 0);
}
