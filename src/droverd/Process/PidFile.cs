using System.Globalization;

namespace Drover.Daemon.Process;

/// <summary>The file by which scripts find the daemon: the number of its process, as long as it runs. That there is one daemon alone is held by the lock of the state directory,
/// not by this file.</summary>
internal sealed class PidFile : IDisposable
{
    private readonly string _path;
    private readonly string _text = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";

    /// <exception cref="DroverException"><c>PID_FILE</c>: it cannot be written.</exception>
    public PidFile(string path)
    {
        _path = path;
        try
        {
            // By a rename: a link that stands there is replaced and not followed.
            var fresh = path + ".new";
            File.Delete(fresh);
            File.WriteAllText(fresh, _text);
            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("PID_FILE", $"The file {path} of the process number cannot be written: {e.Message.TrimEnd('.')}. Make its directory, or choose another place with --pid-file.", e);
        }
    }

    /// <summary>Removes it, unless another daemon has written its own meanwhile.</summary>
    public void Dispose()
    {
        try
        {
            if (File.ReadAllText(_path) == _text)
                File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or not ours any more.
        }
    }
}
