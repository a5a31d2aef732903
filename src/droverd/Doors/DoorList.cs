using System.Net.Sockets;
using Drover.Daemon.Process;
using Drover.Doors;

namespace Drover.Daemon.Doors;

/// <summary>The doors of the daemon, opened and closed together.</summary>
/// <param name="doors">The doors, in the order in which they open.</param>
/// <param name="places">Where they listen, for the error when one cannot.</param>
internal sealed class DoorList(IReadOnlyList<IDoor> doors, string places) : IAsyncDisposable
{
    private static readonly TimeSpan s_closeTime = TimeSpan.FromSeconds(3);

    /// <summary>Opens all doors. Until they have their modes, only the daemon's own user can connect.</summary>
    /// <exception cref="DroverException"><c>LISTEN_FAILED</c>, and what the doors themselves throw.</exception>
    public async Task OpenAsync()
    {
        try
        {
            using (Umask.OwnerOnly())
                foreach (var door in doors)
                    await door.ListenAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new DroverException("LISTEN_FAILED",
                $"The doors cannot be opened on {places}: {e.Message.TrimEnd('.')}. Is the address this machine's own, free, and allowed to this user? See --listen and --run.", e);
        }
        foreach (var door in doors)
            door.Opened();
    }

    /// <summary>Closes all doors; connections that do not end within a few seconds are cut.</summary>
    public async Task CloseAsync()
    {
        using var cut = new CancellationTokenSource(s_closeTime);
        await Task.WhenAll(doors.Select(door => door.CloseAsync(cut.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var door in doors)
            if (door is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                (door as IDisposable)?.Dispose();
    }
}
