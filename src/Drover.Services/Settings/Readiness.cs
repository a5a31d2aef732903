namespace Drover.Services.Settings;

/// <summary>When a <c>once</c> or <c>respawn</c> entry counts as up.</summary>
public enum Readiness
{
    /// <summary>As soon as it runs.</summary>
    None,

    /// <summary>When it has sent <c>READY=1</c> to the socket named by <c>NOTIFY_SOCKET</c> (sd_notify(3)).</summary>
    Notify,
}
