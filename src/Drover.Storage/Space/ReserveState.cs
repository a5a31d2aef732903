namespace Drover.Storage.Space;

/// <summary>Where the reserve file stands.</summary>
public enum ReserveState
{
    /// <summary>The space is set aside.</summary>
    Held,
    /// <summary>There is no reserve: given up on a full disk, not yet affordable, or switched off.</summary>
    GivenUp,
}
