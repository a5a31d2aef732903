namespace Drover.Clinit.Arguments;

/// <summary>What the program is called for.</summary>
internal enum Deed
{
    Tell,
    Reread,
    Shutdown,
    Daemon,
    Cluster,
    Help,
    Version,
}
