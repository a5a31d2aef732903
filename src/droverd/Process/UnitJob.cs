namespace Drover.Daemon.Process;

/// <summary>What systemd is doing with the unit of the daemon.</summary>
internal enum UnitJob
{
    /// <summary>Nothing, or there is no unit.</summary>
    None,

    /// <summary>It is stopped and started again: <c>systemctl restart</c>, the upgrade of a package.</summary>
    Restart,

    /// <summary>It is stopped: <c>systemctl stop</c>, the shutdown of the host.</summary>
    Stop,
}
