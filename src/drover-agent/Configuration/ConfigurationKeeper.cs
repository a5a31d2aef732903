using System.Text.RegularExpressions;
using Drover.Agent;
using Drover.NodeAgent.Telling;
using Drover.Nodes.Configuration;
using Drover.NodeWire.Translation;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Configuration;

/// <summary>Keeps the <c>ssconf_*</c> files of the cluster below a root, and on a master candidate <c>config.data</c>, as the master tells them: each is replaced in one step, and only when its content is another one.</summary>
/// <param name="root">What stands before <c>/var/lib/ganeti</c>.</param>
/// <param name="log">Hears of what cannot be written.</param>
internal sealed partial class ConfigurationKeeper(string root, ILogger log)
{
    /// <summary>As long as Ganeti allows.</summary>
    private const int Longest = 128 << 10;

    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode OfGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _directory = Path.Combine(root, "var/lib/ganeti");
    private string? _told;

    /// <summary>User and group to whom <c>config.data</c> belongs, where the machine has both: those of Ganeti.</summary>
    public (string User, string Group) DataOwner { get; init; } = ("gnt-masterd", "gnt-confd");

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
                Put(Path.Combine(_directory, file), content, ReadOnly);
            foreach (var gone in Directory.GetFiles(_directory, "ssconf_hvparams_*").Where(file => !files.Contents.ContainsKey(Path.GetFileName(file))))
                File.Delete(gone);
            PutData(files.Data);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>A node that is no candidate any more does not keep what would grow old. Where a master says nothing of it, all stays.</summary>
    private void PutData(byte[]? data)
    {
        var path = Path.Combine(_directory, ConfigurationFiles.DataName);
        if (data is { Length: 0 })
            File.Delete(path);
        else if (data is not null)
            Put(path, data, OfGroup, GiveAway);
    }

    private void GiveAway(SafeFileHandle file)
    {
        try
        {
            FileOwner.Set(file, DataOwner.User, DataOwner.Group);
        }
        catch (AgentException)
        {
            // Ganeti is not installed here, or the agent is not root: then it is the agent's own.
        }
    }

    private static void Put(string path, byte[] content, UnixFileMode mode, Action<SafeFileHandle>? prepare = null)
    {
        if (!File.Exists(path) || File.GetUnixFileMode(path) != mode || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            WholeFile.Replace(path, content, mode, prepare: prepare);
    }

    [GeneratedRegex(@"\Assconf_[a-z0-9_-]{1,64}\z", RegexOptions.None, 1_000)]
    private static partial Regex FileName();
}
