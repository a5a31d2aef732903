using System.Reflection;

namespace Drover.NodeAgent.Identity;

/// <summary>What is said of this machine and program.</summary>
internal static class Machine
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Another one after each boot.</summary>
    public static string BootId { get; } = First("/proc/sys/kernel/random/boot_id");

    /// <summary>Of the installed system; empty when it has none.</summary>
    public static string Id { get; } = First("/etc/machine-id");

    private static string First(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
