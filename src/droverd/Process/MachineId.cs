using System.Security.Cryptography;
using System.Text;

namespace Drover.Daemon.Process;

/// <summary>What tells this machine from others, by <c>machine-id(5)</c>.</summary>
internal static class MachineId
{
    private const string File = "/etc/machine-id";

    /// <summary>A hash of the machine's id, which that page asks not to tell around; null where there is none, as in many containers.</summary>
    public static string? Read(string file = File)
    {
        try
        {
            var id = System.IO.File.ReadAllText(file).Trim();
            // Both are what an image has before its first boot.
            return id is "" or "uninitialized" ? null : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(id), "drover state"u8));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
