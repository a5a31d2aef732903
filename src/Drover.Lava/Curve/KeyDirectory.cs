using System.Collections.Frozen;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Curve;

/// <summary>The certificates of a directory. It is read again when the system says that something happened there, and what was read counts only when it differs.</summary>
internal sealed class KeyDirectory : IDisposable
{
    private readonly CurveOptions _options;
    private readonly ILogger _log;
    private readonly Dictionary<string, string> _leftOut = new(StringComparer.Ordinal);
    private volatile AllowedKeys _keys = new(FrozenDictionary<string, string[]>.Empty, bindNames: false);
    private bool _isUnreadable;

    /// <exception cref="DroverException"><c>LAVA_CERTIFICATE</c>: the directory is not there or cannot be watched.</exception>
    public KeyDirectory(CurveOptions options, ILogger log)
    {
        _options = options;
        _log = log;
        // Watched first and read then: what changes in between is read twice, and not missed.
        Descriptor = SystemCalls.Watch(options.Directory);
        if (Descriptor < 0)
            throw new DroverException("LAVA_CERTIFICATE", $"The directory of certificates {options.Directory} cannot be watched: make it, or give another one.");
        Read();
    }

    /// <summary>What is polled; -1 after the end.</summary>
    public int Descriptor { get; private set; }

    /// <summary>What is allowed now.</summary>
    public AllowedKeys Keys => _keys;

    /// <summary>Reads again what the system said has changed.</summary>
    public void Changed()
    {
        SystemCalls.Empty(Descriptor);
        Read();
    }

    public void Dispose()
    {
        SystemCalls.Close(Descriptor);
        Descriptor = -1;
    }

    private void Read()
    {
        string[] paths;
        try
        {
            // The pattern "*.key" alone would be enough, but for file systems that also match the short form of ".key_secret".
            paths = [.. Directory.EnumerateFiles(_options.Directory, "*" + CurveFile.PublicEnd).Where(path => path.EndsWith(CurveFile.PublicEnd, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!_isUnreadable)
                LavaLog.CertificatesUnreadable(_log, _options.Directory, problem.Message);
            _isUnreadable = true;
            return;
        }
        _isUnreadable = false;
        var files = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var path in paths)
            if (KeyOf(path) is { } key)
                (files.TryGetValue(key, out var names) ? names : files[key] = []).Add(Path.GetFileName(path)[..^CurveFile.PublicEnd.Length]);
        foreach (var gone in _leftOut.Keys.Except(paths, StringComparer.Ordinal).ToList())
            _leftOut.Remove(gone);
        var read = new AllowedKeys(files.ToFrozenDictionary(file => file.Key, file => file.Value.ToArray(), StringComparer.Ordinal), _options.BindNames);
        var before = _keys;
        if (read.IsSame(before))
            return;
        _keys = read;
        LavaLog.KeysRead(_log, _options.Directory, read.Count, read.Keys.Count(key => !before.Contains(key)), before.Keys.Count(key => !read.Contains(key)));
    }

    private string? KeyOf(string path)
    {
        try
        {
            // Made a moment ago: it is read again when it is written.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
                return null;
            var key = CurveFile.Read(path).PublicKey;
            _leftOut.Remove(path);
            return key;
        }
        catch (DroverException problem)
        {
            // Told once, until it becomes right or wrong in another way.
            if (_leftOut.GetValueOrDefault(path) != problem.Message)
                LavaLog.CertificateLeftOut(_log, path, problem.Message);
            _leftOut[path] = problem.Message;
            return null;
        }
    }
}
