using System.Globalization;
using System.Runtime.InteropServices;
using Drover.Agent.Native;

namespace Drover.Agent.Spawning;

/// <summary>A user and group to run as.</summary>
/// <param name="Name">Its name in the user database; null for a bare number.</param>
internal sealed record Account(uint User, uint Group, string? Name, string? Home)
{
    private const int BufferSize = 16_384;
    private const int MostGroups = 65_536; // NGROUPS_MAX

    /// <summary>Supplementary groups; of a bare number none.</summary>
    internal uint[] Groups { get; private init; } = [];

    /// <summary>Looks up user and group; null if both are null.</summary>
    internal static unsafe Account? Find(string? user, string? group)
    {
        if (user is null && group is null)
            return null;
        Account account = new(Libc.EffectiveUser(), 0, null, null);
        if (user is not null)
            account = FindUser(user, group is not null);
        if (group is not null)
            account = account with { Group = FindGroup(group) };
        return account.Name is { } name ? account with { Groups = GroupsOf(name, account.Group) } : account;
    }

    private static unsafe uint[] GroupsOf(string name, uint group)
    {
        for (var room = 32; ; room *= 8)
        {
            var groups = new uint[room];
            var count = room;
            fixed (uint* first = groups)
            {
                if (Libc.GroupList(name, group, first, &count) >= 0)
                    return groups[..count];
            }
            if (room >= MostGroups)
                throw new AgentException("NO_SUCH_GROUP", $"The groups of user \"{name}\" cannot be looked up: there are more than {MostGroups}.");
        }
    }

    private static unsafe Account FindUser(string user, bool hasGroup)
    {
        var buffer = stackalloc byte[BufferSize];
        Libc.Password entry;
        Libc.Password* found;
        if (Libc.PasswordEntry(user, &entry, buffer, BufferSize, &found) == 0 && found != null)
            return new Account(entry.User, entry.Group, user, Marshal.PtrToStringUTF8((nint)entry.Home));
        if (!uint.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new AgentException("NO_SUCH_USER", $"There is no user \"{user}\" on this machine. Create it, or name another one.");
        if (!hasGroup)
            throw new AgentException("NO_SUCH_USER", $"User {number} is in no user database, so its group is not known. Name its group too.");
        return new Account(number, 0, null, null);
    }

    private static unsafe uint FindGroup(string group)
    {
        var buffer = stackalloc byte[BufferSize];
        Libc.UnixGroup entry;
        Libc.UnixGroup* found;
        if (Libc.GroupEntry(group, &entry, buffer, BufferSize, &found) == 0 && found != null)
            return entry.Id;
        return uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AgentException("NO_SUCH_GROUP", $"There is no group \"{group}\" on this machine. Create it, or name another one.");
    }
}
