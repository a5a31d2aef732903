using System.Globalization;
using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>Whose process it is.</summary>
public static class ProcessOwner
{
    /// <summary>User id of this process.</summary>
    public static uint Own => Libc.EffectiveUser();

    /// <summary>Whether it runs with the rights of root or of the daemon: then nobody else has made up what it says of itself.</summary>
    internal static bool IsTrusted(int pid)
    {
        const string Field = "\nUid:\t";
        var status = SmallFile.ReadText($"/proc/{pid}/status");
        if (status?.IndexOf(Field, StringComparison.Ordinal) is not (>= 0 and var at))
            return false;
        // Real, effective, saved and file system user.
        var users = status[(at + Field.Length)..status.IndexOf('\n', at + 1)].Split('\t');
        return users.All(user => uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (number == 0 || number == Libc.EffectiveUser()));
    }
}
