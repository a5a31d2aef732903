using System.Text.RegularExpressions;
using Drover.NodeAgent.Telling;
using Drover.NodeWire.Translation;
using Microsoft.Extensions.Logging;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Configuration;

/// <summary>Keeps the <c>ssconf_*</c> files of the cluster below a root, as the master tells them: each is replaced in one step, and only when its content is another one.</summary>
/// <param name="root">What stands before <c>/var/lib/ganeti</c>.</param>
/// <param name="log">Hears of what cannot be written.</param>
internal sealed partial class ConfigurationKeeper(string root, ILogger log)
{
    /// <summary>As long as Ganeti allows.</summary>
    private const int Longest = 128 << 10;

    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _directory = Path.Combine(root, "var/lib/ganeti");
    private string? _told;

    /// <summary>The node that leads, as the files say; null when they do not.</summary>
    public string? Master
    {
        get
        {
            try
            {
                return File.ReadAllText(Path.Combine(_directory, "ssconf_master_node")).Trim() is { Length: > 0 } name ? name : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Writes what the master has told. What is not whole, or is called otherwise than such files are, changes nothing.</summary>
    public P.ConfigurationKept Take(P.Configuration told)
    {
        var kept = new P.ConfigurationKept { Hash = told.Hash };
        if (Write(told) is { } problem)
            kept.Problem = problem;
        if (_told == (_told = kept.HasProblem ? kept.Problem : told.Hash))
            return kept;
        if (kept.HasProblem)
            NodeAgentLog.NotWritten(log, _directory, kept.Problem);
        else
            NodeAgentLog.Written(log, _directory, told.Hash);
        return kept;
    }

    private string? Write(P.Configuration told)
    {
        var files = told.ToFiles();
        if (files.Hash != told.Hash)
            return $"what came has the hash {files.Hash}, and not {told.Hash}";
        if (files.Contents.FirstOrDefault(file => !FileName().IsMatch(file.Key) || file.Value.Length > Longest) is { Key: { } name })
            return $"'{name}' is no name of a file of the configuration, or the file is longer than {Longest >> 10} KiB";
        try
        {
            Directory.CreateDirectory(_directory);
            foreach (var (file, content) in files.Contents)
                Put(Path.Combine(_directory, file), content);
            foreach (var gone in Directory.GetFiles(_directory, "ssconf_hvparams_*").Where(file => !files.Contents.ContainsKey(Path.GetFileName(file))))
                File.Delete(gone);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static void Put(string path, byte[] content)
    {
        if (!File.Exists(path) || File.GetUnixFileMode(path) != ReadOnly || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            WholeFile.Replace(path, content, ReadOnly);
    }

    [GeneratedRegex(@"\Assconf_[a-z0-9_-]{1,64}\z", RegexOptions.None, 1_000)]
    private static partial Regex FileName();
}
