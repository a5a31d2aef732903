namespace Drover.Agent.Spawning;

/// <summary>The steps between clone and exec, as libdrover-spawn numbers them (<c>enum spawn_step</c>).</summary>
internal enum SpawnStep
{
    None,
    Clone,
    Group,
    Session,
    Signals,
    Descriptors,
    Directory,
    Nice,
    OutOfMemoryScore,
    Limits,
    Groups,
    GroupId,
    UserId,
    Privileges,
    Exec,
}
