using System.Runtime.InteropServices;
using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>libdrover-spawn, which lies beside the program: it starts a process inside of its cgroup and makes all its surroundings before
/// the exec, at the cost of a plain spawn.</summary>
internal sealed unsafe class SpawnLibrary
{
    internal const string FileName = "libdrover-spawn.so";

    private static readonly Lazy<(SpawnLibrary? Library, string? Problem)> s_own = new(() => Load(Path.Combine(AppContext.BaseDirectory, FileName)));

    private readonly delegate* unmanaged<NativeSpawn.Request*, int> _spawn;

    private SpawnLibrary(nint spawn, int nothing)
    {
        _spawn = (delegate* unmanaged<NativeSpawn.Request*, int>)spawn;
        Nothing = nothing;
    }

    /// <summary>The library; null if there is none.</summary>
    internal static SpawnLibrary? Loaded => s_own.Value.Library;

    /// <summary>Why there is none; null if there is.</summary>
    internal static string? Problem => s_own.Value.Problem;

    /// <summary>Descriptor of /dev/null, for reading and writing, open for good.</summary>
    internal int Nothing { get; }

    internal static (SpawnLibrary? Library, string? Problem) Load(string path)
    {
        if (!File.Exists(path))
            return (null, $"\"{path}\" is missing (it is built where there is a C compiler)");
        if (!NativeLibrary.TryLoad(path, out var handle))
            return (null, $"\"{path}\" cannot be loaded");
        if (!NativeLibrary.TryGetExport(handle, "drover_spawn_version", out var version) || !NativeLibrary.TryGetExport(handle, "drover_spawn", out var spawn))
            return (null, $"\"{path}\" is another library");
        if (((delegate* unmanaged<uint>)version)() is var number and not NativeSpawn.Version)
            return (null, $"\"{path}\" is of version {number}, this program needs {NativeSpawn.Version}");
        var nothing = Libc.Open("/dev/null", Libc.OpenReadWrite | Libc.OpenCloseOnExec, 0);
        return nothing < 0 ? (null, $"/dev/null cannot be opened: {Errno.Text(Errno.Last)}") : (new SpawnLibrary((nint)spawn, nothing), null);
    }

    /// <summary>Starts a program. Returns 0 with pid and pidfd in the request, or the errno of the step that failed.</summary>
    internal int Spawn(NativeSpawn.Request* request) => _spawn(request);
}
