using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>Debian's packages lava-dispatcher, lava-common and lava-dispatcher-host, unpacked beside what is built and not installed: they would bring an init system and a set of virtual machines.</summary>
internal static class LavaDispatcher
{
    private static readonly string s_place = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../debian"));

    /// <summary>The program of the worker.</summary>
    internal static string Worker => Path.Combine(s_place, "lava-dispatcher/usr/bin/lava-worker");

    /// <summary>What the programs need to find each other and their modules.</summary>
    internal static IReadOnlyDictionary<string, string> Environment { get; } = Unpack();

    private static Dictionary<string, string> Unpack()
    {
        string[] packages = ["lava-dispatcher", "lava-common", "lava-dispatcher-host"];
        foreach (var package in packages)
            Command.Run("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "unpack-debian"), package, Path.Combine(s_place, package)]).Expect(0);
        // Imported by what edits images of virtual machines, which no test does.
        var absent = Directory.CreateDirectory(Path.Combine(s_place, "absent-modules")).FullName;
        File.WriteAllText(Path.Combine(absent, "guestfs.py"), "");
        const string Modules = "usr/lib/python3/dist-packages";
        return new()
        {
            ["PATH"] = $"{Path.Combine(s_place, "lava-dispatcher/usr/bin")}:/usr/sbin:/usr/bin:/sbin:/bin",
            ["PYTHONPATH"] = string.Join(':', packages.Select(package => Path.Combine(s_place, package, Modules)).Append(absent)),
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
    }
}
