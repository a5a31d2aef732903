namespace Drover.Agent.Spawning;

/// <summary>A process that has just been started.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Pidfd">A descriptor that stands for it; below 0 if it is still to be opened.</param>
/// <param name="IsInGroup">Whether it was born inside of its cgroup.</param>
internal readonly record struct Birth(int Pid, int Pidfd, bool IsInGroup);
