using System.Globalization;
using System.Text.Json;

namespace Drover.ShellWorker.Jobs;

/// <summary>The notes about the test jobs of one machine: <c>ID/note.json</c> in a directory.</summary>
internal sealed class JobNotes(string directory, TimeProvider clock)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The test jobs of which there are notes.</summary>
    public IReadOnlyList<long> Jobs => !Directory.Exists(directory) ? [] :
    [
        .. Directory.EnumerateDirectories(directory)
            .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var job) ? job : -1).Where(job => job >= 0 && Has(job)),
    ];

    /// <summary>Whether there is one of a test job.</summary>
    public bool Has(long job) => File.Exists(PathOf(job));

    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JobNote? Read(long job) => JobNote.Read(PathOf(job));

    /// <summary>Makes place for the notes of a test job.</summary>
    public void Make(long job) => Directory.CreateDirectory(Path.GetDirectoryName(PathOf(job))!, Private);

    /// <summary>Puts one on record in place of the one before.</summary>
    /// <param name="note">The note.</param>
    /// <param name="sinceBoot">The time of its machine.</param>
    /// <returns>It, as it was written.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public JobNote Write(JobNote note, TimeSpan sinceBoot)
    {
        note = note with { Noted = sinceBoot, NotedAt = clock.GetUtcNow() };
        note.Write(PathOf(note.Job));
        return note;
    }

    /// <summary>A test job is over.</summary>
    public void Remove(long job)
    {
        if (Path.GetDirectoryName(PathOf(job))! is var place && Directory.Exists(place))
            Directory.Delete(place, recursive: true);
    }

    private string PathOf(long job) => Path.Combine(directory, job.ToString(CultureInfo.InvariantCulture), "note.json");
}
