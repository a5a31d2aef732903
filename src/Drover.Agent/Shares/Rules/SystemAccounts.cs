using Drover.Agent.Native;

namespace Drover.Agent.Shares.Rules;

/// <summary>The accounts that the machine knows, from whatever its nsswitch.conf(5) names.</summary>
internal sealed class SystemAccounts : IAccountNumbers
{
    private const int BufferSize = 16_384;

    public unsafe uint? User(string name)
    {
        var buffer = stackalloc byte[BufferSize];
        Libc.Password entry;
        Libc.Password* found;
        return Libc.PasswordEntry(name, &entry, buffer, BufferSize, &found) == 0 && found != null ? entry.User : null;
    }

    public unsafe uint? Group(string name)
    {
        var buffer = stackalloc byte[BufferSize];
        Libc.UnixGroup entry;
        Libc.UnixGroup* found;
        return Libc.GroupEntry(name, &entry, buffer, BufferSize, &found) == 0 && found != null ? entry.Id : null;
    }
}
