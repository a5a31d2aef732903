namespace Drover.Agent.Spawning;

/// <summary>The structures of libdrover-spawn, field by field (<c>src/drover-spawn/spawn.h</c>).</summary>
internal static class NativeSpawn
{
    /// <summary>SPAWN_VERSION: raised with each change of the structures.</summary>
    internal const uint Version = 2;

    internal const uint SetAccount = 1;
    internal const uint SetNice = 2;
    internal const uint NiceIsTried = 4;
    internal const uint Plain = 32;

    /// <summary><c>struct spawn_limit</c>.</summary>
    internal struct Limit
    {
        internal ulong Soft;
        internal ulong Hard;
        internal int Resource;
        internal int Reserved;
    }

    /// <summary><c>struct spawn_request</c>.</summary>
    internal unsafe struct Request
    {
        internal byte* File;
        internal byte** Words;
        internal byte** Variables;
        internal uint* Groups;
        internal Limit* Limits;
        internal uint Flags;
        internal int Cgroup;
        internal int Input;
        internal int Output;
        internal int Errors;
        internal int Directory;
        internal uint Umask;
        internal int Nice;
        internal int OutOfMemoryScore;
        internal uint User;
        internal uint Group;
        internal uint GroupCount;
        internal uint LimitCount;
        internal int Pid;
        internal int Pidfd;
        internal int Joined;
        internal int Step;
        internal int Error;
        internal int Procs;
    }
}
