using System.Globalization;
using System.Text;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Microsoft.Extensions.Logging;

namespace Drover.Cluster.Ssconf;

/// <summary>Keeps the <c>ssconf_*</c> files, <c>config.data</c> and <c>watcher.pause</c> below a root in step with the state: at start, and after each
/// change of an object that is in them. A file changes in one step and only when its content does.</summary>
/// <param name="root">What stands before <c>/var/lib/ganeti</c>.</param>
/// <param name="log">Hears of what cannot be written.</param>
internal sealed class SsconfWriter(string root, ILogger log) : IController, IDisposable
{
    private readonly string _directory = Path.Combine(root, "var/lib/ganeti");
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private ConfigurationFollower? _follower;

    /// <summary>Why the last attempt to write failed; null when it did not. The next change tries again.</summary>
    public string? Problem { get; private set; }

    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _follower = new ConfigurationFollower(Write, () => Problem is not null);
        _follower.Start(kernel);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _follower?.StopAsync() ?? Task.CompletedTask;

    public void Dispose() => _follower?.Dispose();

    /// <summary>Writes all files, also those that should hold what they are to hold.</summary>
    public void WriteAnew(KernelState state)
    {
        lock (_gate)
        {
            _written.Clear();
            Write_NeedsLock(state);
        }
    }

    /// <summary>For <c>/readyz</c>: what is wrong, or null.</summary>
    public string? Check() => Problem is { } problem ? $"The files of the configuration below {_directory} are out of date: {problem}" : null;

    private void Write(KernelState state)
    {
        lock (_gate)
            Write_NeedsLock(state);
    }

    private void Write_NeedsLock(KernelState state)
    {
        try
        {
            Directory.CreateDirectory(_directory);
            var files = SsconfFiles.Of(state);
            foreach (var (key, text) in files)
                Put("ssconf_" + key, text, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            foreach (var gone in Directory.GetFiles(_directory, "ssconf_hvparams_*").Where(f => !files.ContainsKey(Path.GetFileName(f)["ssconf_".Length..])))
                File.Delete(gone);
            Put(ConfigData.FileName, ConfigData.Of(state), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            PutPause(state.QueueState.WatcherPause);
            Take(null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Take(problem.Message);
        }
    }

    /// <summary>Takes how an attempt has ended; told when that is another end than before.</summary>
    private void Take(string? problem)
    {
        if (problem == Problem)
            return;
        Problem = problem;
        if (problem is null)
            ClusterLog.FilesWritten(log, _directory);
        else
            ClusterLog.FilesNotWritten(log, _directory, problem);
    }

    /// <summary>The watcher rests while this file holds a moment that is still to come.</summary>
    private void PutPause(RawJson until)
    {
        const string Name = "watcher.pause";
        if (until.HasValue && double.TryParse(until.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            Put(Name, string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds):F0}\n"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        else if (File.Exists(Path.Combine(_directory, Name)))
            File.Delete(Path.Combine(_directory, Name));
        if (!until.HasValue)
            _written.Remove(Name);
    }

    private void Put(string name, string text, UnixFileMode mode)
    {
        var path = Path.Combine(_directory, name);
        if (_written.GetValueOrDefault(name) == text && File.Exists(path))
            return;
        if (Directory.Exists(path))
            throw new IOException($"{path} is a directory; remove it, or move it away.");
        try
        {
            WholeFile.Replace(path, Encoding.UTF8.GetBytes(text), mode);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: {problem.Message}", problem);
        }
        _written[name] = text;
    }
}
