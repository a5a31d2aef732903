namespace Drover.Services.Settings;

/// <summary>After which ends a <c>respawn</c> entry is started again.</summary>
public enum RestartPolicy
{
    /// <summary>After each.</summary>
    Always,

    /// <summary>Not after exit status 0. One that nobody saw counts as a failure.</summary>
    OnFailure,
}
