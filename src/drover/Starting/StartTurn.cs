namespace Drover.Cli.Starting;

/// <summary>Whose turn it is to start the daemon, among runs of one user: who holds a file. It is given back with the end of the run, however that comes.</summary>
/// <param name="place">The directory of the file.</param>
internal sealed class StartTurn(string place) : IDisposable
{
    private FileStream? _held;

    /// <summary>Whether it is ours, now or from before.</summary>
    public bool Take()
    {
        try
        {
            _held ??= new FileStream(Path.Combine(place, "droverd.starting"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _held?.Dispose();
}
