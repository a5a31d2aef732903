using System.Runtime.InteropServices;

namespace Drover.Doors;

/// <summary>The few questions that doors ask the machine's user database (<c>getgrnam_r(3)</c>, <c>geteuid(2)</c>).</summary>
public static unsafe partial class UserDatabase
{
    private const int ERange = 34;
    private const int LargestRecord = 16 << 20;

    /// <summary>User id that this process acts as.</summary>
    public static uint OwnUid() => GetEffectiveUid();

    /// <summary>Number of a group, or null when there is none of that name or the database does not answer.</summary>
    public static uint? FindGroup(string name)
    {
        for (var size = 4096; size <= LargestRecord; size *= 4)
        {
            var buffer = new byte[size];
            fixed (byte* memory = buffer)
            {
                GroupRecord record;
                GroupRecord* found;
                var error = GetGroupByName(name, &record, memory, (nuint)size, &found);
                if (error == ERange)
                    continue;
                return error == 0 && found != null ? found->Gid : null;
            }
        }
        return null;
    }

    /// <summary>Number of a user, or null when there is none of that name or the database does not answer.</summary>
    public static uint? FindUser(string name)
    {
        for (var size = 4096; size <= LargestRecord; size *= 4)
        {
            var buffer = new byte[size];
            fixed (byte* memory = buffer)
            {
                UserRecord record;
                UserRecord* found;
                var error = GetUserByName(name, &record, memory, (nuint)size, &found);
                if (error == ERange)
                    continue;
                return error == 0 && found != null ? found->Uid : null;
            }
        }
        return null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUid();

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroupByName(string name, GroupRecord* record, byte* buffer, nuint size, GroupRecord** found);

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetUserByName(string name, UserRecord* record, byte* buffer, nuint size, UserRecord** found);

    /// <summary><c>struct passwd</c> of the C library, as far as it is read.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UserRecord
    {
        public byte* Name;
        public byte* Password;
        public uint Uid;
        public uint Gid;
        public byte* Gecos;
        public byte* Home;
        public byte* Shell;
    }

    /// <summary><c>struct group</c> of the C library.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct GroupRecord
    {
        public byte* Name;
        public byte* Password;
        public uint Gid;
        public byte** Members;
    }
}
