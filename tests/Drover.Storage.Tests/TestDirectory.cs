namespace Drover.Storage.Tests;

/// <summary>A directory of its own for one test, removed afterwards.</summary>
internal sealed class TestDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("drover-store-").FullName;

    internal string State => File("state");

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Copies the files of a state directory that may be in use, as a crash would leave them.</summary>
    internal string Snapshot(string name, string? of = null)
    {
        var target = Directory.CreateDirectory(File(name)).FullName;
        foreach (var file in new[] { "store.db", "store.db-wal", "head" })
        {
            var source = System.IO.Path.Combine(of ?? State, file);
            // Not File.Copy: it takes a flock.
            if (System.IO.File.Exists(source))
                System.IO.File.WriteAllBytes(System.IO.Path.Combine(target, file), System.IO.File.ReadAllBytes(source));
        }
        return target;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
