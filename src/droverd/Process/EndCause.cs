namespace Drover.Daemon.Process;

/// <summary>What asked the daemon to end.</summary>
internal enum EndCause
{
    /// <summary>SIGTERM or SIGINT, which say nothing of the services.</summary>
    Term,

    /// <summary>SIGUSR1, <c>drover restart</c>.</summary>
    Leave,

    /// <summary>SIGUSR2, <c>drover shutdown</c>, the shutdown of Cluster::Init's clients.</summary>
    Shutdown,
}
