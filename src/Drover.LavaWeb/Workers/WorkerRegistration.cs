namespace Drover.LavaWeb.Workers;

/// <summary>From where a worker that has no token yet may come for one, and be added when it is not known.</summary>
public enum WorkerRegistration
{
    /// <summary>From nowhere: its token is given to it by hand.</summary>
    No,
    /// <summary>From this machine.</summary>
    Local,
    /// <summary>From anywhere.</summary>
    Yes,
}
