using System.Globalization;

namespace Drover.Daemon.Process;

/// <summary>The file by which scripts find the daemon: the number of its process, as long as it runs. That there is one daemon alone is held by the lock of the state directory,
/// not by this file.</summary>
internal sealed class PidFile(string path) : IDisposable
{
    private const UnixFileMode ForAllToRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The number of a process, a line end, and one byte that would be too much.</summary>
    private const int MostBytes = 12;

    private readonly string _text = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";
    private bool _isWritten;

    /// <summary>Sees whether it can be written, and what would be written over, before anything is started: what has the name must be the pid file of a daemon of this user.</summary>
    /// <exception cref="DroverException"><c>PID_FILE</c>: it cannot be written, or is something else.</exception>
    public void Check() => Try(() =>
    {
        var trial = path + ".trial";
        File.Delete(trial);
        new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            throw Refusal("is a link", "Name the file that it leads to");
        if (Directory.Exists(path))
            throw Refusal("is a directory", "Name a file in it");
        if (!file.Exists)
            return;
        if (Number() is not { } number)
            throw Refusal("is no pid file: it holds something else than the number of a process, and would be written over", "Remove it");
        if (number != Environment.ProcessId && IsDaemon(number))
            throw Refusal($"is that of another daemon, which runs as process {number}", "Give each its own");
        // Fails where it belongs to another user.
        File.SetUnixFileMode(path, ForAllToRead);
    });

    /// <summary>Writes the number, once clients can connect.</summary>
    /// <exception cref="DroverException"><c>PID_FILE</c>: it cannot be written.</exception>
    public void Write() => Try(() =>
    {
        WholeFile.Replace(path, System.Text.Encoding.ASCII.GetBytes(_text), ForAllToRead);
        _isWritten = true;
    });

    /// <summary>Removes it, unless another daemon has written its own meanwhile.</summary>
    public void Dispose()
    {
        try
        {
            if (_isWritten && File.ReadAllText(path) == _text)
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or not ours any more.
        }
    }

    /// <summary>The number in it; null when it holds anything else.</summary>
    private int? Number()
    {
        using var file = new FileStream(SystemCalls.OpenWithoutWaiting(path), FileAccess.Read, bufferSize: 0);
        Span<byte> bytes = stackalloc byte[MostBytes];
        var text = bytes[..file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false)];
        return int.TryParse(text.TrimEnd("\n"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    /// <summary>A number is given again after its process has ended, so the program is looked at.</summary>
    private static bool IsDaemon(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").TrimEnd('\n') == File.ReadAllText("/proc/self/comm").TrimEnd('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("PID_FILE",
                $"The file {path} of the process number cannot be written: {e.Message.TrimEnd('.')}. Make its directory, or choose another place with --pid-file.", e);
        }
    }

    private DroverException Refusal(string problem, string advice) =>
        new("PID_FILE", $"The file {path} of the process number {problem}. {advice}, or choose another place with --pid-file.");
}
