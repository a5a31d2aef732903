using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>Debian's packages lava-dispatcher, lava-common, lava-dispatcher-host and lava-coordinator, unpacked beside what is built and not installed: they would bring an init system and a
/// set of virtual machines.</summary>
internal static class LavaDispatcher
{
    private const string Modules = "usr/lib/python3/dist-packages";

    private static readonly string s_place = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../debian"));

    /// <summary>The program of the worker.</summary>
    internal static string Worker => Path.Combine(s_place, "lava-dispatcher/usr/bin/lava-worker");

    /// <summary>What the programs need to find each other and their modules.</summary>
    internal static IReadOnlyDictionary<string, string> Environment { get; } = Unpack();

    /// <summary>The coordinator of multinode jobs, and the environment that it needs.</summary>
    internal static (string Program, IReadOnlyDictionary<string, string> Environment) Coordinator()
    {
        Fetch("lava-coordinator");
        return (Path.Combine(s_place, "lava-coordinator/usr/bin/lava-coordinator"),
            new Dictionary<string, string>(Environment) { ["PYTHONPATH"] = $"{Path.Combine(s_place, "lava-coordinator", Modules)}:{Environment["PYTHONPATH"]}" });
    }

    /// <summary>The environment of a worker whose jobs have their files in <c>jobs</c> of a directory and read there of the coordinator, in <c>lava-coordinator.conf</c>.</summary>
    internal static IReadOnlyDictionary<string, string> Within(string directory) => new Dictionary<string, string>(Environment) { ["LAVA_PLACES"] = directory };

    private static Dictionary<string, string> Unpack()
    {
        string[] packages = ["lava-dispatcher", "lava-common", "lava-dispatcher-host"];
        foreach (var package in packages)
            Fetch(package);
        // Imported by what edits images of virtual machines, which no test does.
        var absent = Directory.CreateDirectory(Path.Combine(s_place, "absent-modules")).FullName;
        File.WriteAllText(Path.Combine(absent, "guestfs.py"), "");
        // Python imports a module of this name whenever it starts.
        File.Copy(Path.Combine(AppContext.BaseDirectory, "python/dispatcher-places.py"), Path.Combine(absent, "sitecustomize.py"), overwrite: true);
        return new()
        {
            ["PATH"] = $"{Path.Combine(s_place, "lava-dispatcher/usr/bin")}:/usr/sbin:/usr/bin:/sbin:/bin",
            ["PYTHONPATH"] = string.Join(':', packages.Select(package => Path.Combine(s_place, package, Modules)).Append(absent)),
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
    }

    private static void Fetch(string package) => Command.Run("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "unpack-debian"), package, Path.Combine(s_place, package)]).Expect(0);
}
