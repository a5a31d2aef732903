namespace Drover.Doors.Certificates;

/// <summary>Whether it is time to look again: connections ask, and not each of them should look.</summary>
/// <param name="clock">Measures.</param>
/// <param name="interval">How long what was found counts.</param>
internal sealed class CertificateLook(TimeProvider clock, TimeSpan interval)
{
    private long? _looked;

    /// <summary>Whether the caller is to look now. To be called under the caller's lock.</summary>
    public bool IsDue()
    {
        if (_looked is { } looked && clock.GetElapsedTime(looked) < interval)
            return false;
        _looked = clock.GetTimestamp();
        return true;
    }
}
