namespace Drover.Cli.Overview;

/// <summary>How much somebody has to look, in the words and numbers of monitoring plugins; <see cref="ExitCode.NoDaemon"/> stands for their fourth, unknown.</summary>
internal enum Severity
{
    Ok = 0,
    Warning = 1,
    Critical = 2,
}
