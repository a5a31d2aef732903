namespace Drover.NodeAgent.Running;

/// <summary>Keeps a second agent away from a state directory, as long as this one lives.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <exception cref="DroverException"><c>STATE_IN_USE</c>; <c>STATE_UNUSABLE</c>: the directory cannot be had.</exception>
    public static StateLock Take(string directory)
    {
        var path = Path.Combine(directory, "lock");
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(directory, e);
        }
        try
        {
            return new StateLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(directory, e);
        }
        catch (IOException e)
        {
            throw new DroverException("STATE_IN_USE", $"Another agent works in {directory}. One state directory is one node: stop the other, or give --state.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static DroverException Unusable(string directory, Exception e) =>
        new("STATE_UNUSABLE", $"The directory {directory} cannot be had: {e.Message.TrimEnd('.')}. Give it to the user of the agent, or name another one with --state.", e);
}
