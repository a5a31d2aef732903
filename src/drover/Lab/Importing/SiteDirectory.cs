using System.Text;
using Drover.Cli.Words;

namespace Drover.Cli.Lab.Importing;

/// <summary>The files of a LAVA site, as it has them below <c>/etc/lava-server/dispatcher-config</c>, sorted by what they are about.</summary>
internal sealed class SiteDirectory
{
    private const long LargestFile = 4 * 1024 * 1024;
    private const string Inner = "dispatcher-config";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] s_parts = ["devices", "device-types", "health-checks", "dispatcher.d"];

    private readonly List<SiteFile> _files = [];
    private readonly List<(string Path, string Why)> _strange = [];

    private SiteDirectory()
    {
    }

    /// <summary>What was understood, in order of paths.</summary>
    public IReadOnlyList<SiteFile> Files => _files;

    /// <summary>What was not, and why.</summary>
    public IReadOnlyList<(string Path, string Why)> Strange => _strange;

    /// <summary>Reads directories; of what several have under one name the first holds.</summary>
    /// <exception cref="CliException">One of them cannot be read, or is no such directory.</exception>
    public static SiteDirectory Read(IReadOnlyList<string> directories)
    {
        var site = new SiteDirectory();
        foreach (var directory in directories)
        {
            try
            {
                site.ReadOne(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException("FILE_UNREADABLE", Language.Say("cannot-read", directory, e.Message), ExitCode.Usage, Language.Say("site.unread.hint"));
            }
        }

        return site;
    }

    private void ReadOne(string directory)
    {
        if (!Directory.Exists(directory))
            throw CliException.Usage(Language.Say("site.no-directory", directory), Language.Say("site.no-directory.hint"));
        if (!s_parts.Any(part => Directory.Exists(Path.Combine(directory, part))) && Directory.Exists(Path.Combine(directory, Inner)))
            directory = Path.Combine(directory, Inner);
        if (!s_parts.Any(part => Directory.Exists(Path.Combine(directory, part))))
            throw CliException.Usage(Language.Say("site.none", directory, string.Join(", ", s_parts.Select(part => part + "/"))), Language.Say("site.none.hint"));
        foreach (var entry in Entries(directory))
        {
            var name = Path.GetFileName(entry);
            if (Directory.Exists(entry))
                ReadPart(entry, name);
            else if (KindOf(name) is { } kind && kind != "dispatcher")
                Take(entry, name, text => new SiteFile(SitePart.WorkerText, name, "", text) { Kind = kind });
            else
                _strange.Add((name, Language.Say("site.no-lab-file")));
        }
    }

    private void ReadPart(string directory, string part)
    {
        foreach (var entry in Entries(directory))
        {
            var name = Path.GetFileName(entry);
            var path = $"{part}/{name}";
            var stem = Path.GetFileNameWithoutExtension(name);
            var extension = Path.GetExtension(name);
            if (part == "dispatcher.d" && Directory.Exists(entry))
                ReadWorker(entry, path, name);
            else if (Directory.Exists(entry))
                _strange.Add((path + "/", Language.Say("site.directory")));
            else if (part == "devices" && extension == ".jinja2")
                Take(entry, path, text => new SiteFile(SitePart.Device, path, stem, text));
            else if (part == "device-types" && extension == ".jinja2")
                Take(entry, path, text => new SiteFile(SitePart.Template, path, stem, text));
            else if (part == "health-checks" && extension is ".yaml" or ".yml")
                Take(entry, path, text => new SiteFile(SitePart.HealthCheck, path, stem, text));
            else if (part == "dispatcher.d" && extension == ".yaml")
                Take(entry, path, text => new SiteFile(SitePart.WorkerText, path, stem, text) { Kind = "dispatcher" });
            else
                _strange.Add((path, s_parts.Contains(part) ? Language.Say("site.no-name") : Language.Say("site.no-lab-file")));
        }
    }

    private void ReadWorker(string directory, string part, string worker)
    {
        foreach (var entry in Entries(directory))
        {
            var name = Path.GetFileName(entry);
            var path = $"{part}/{name}";
            if (File.Exists(entry) && KindOf(name) is { } kind)
                Take(entry, path, text => new SiteFile(SitePart.WorkerText, path, worker, text) { Kind = kind });
            else
                _strange.Add((path, Language.Say("site.no-worker-text")));
        }
    }

    private void Take(string file, string path, Func<string, SiteFile> make)
    {
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                _strange.Add((path, Language.Say("site.large", LargestFile / 1024 / 1024)));
                return;
            }

            var bytes = File.ReadAllBytes(file);
            var made = make(s_utf8.GetString(bytes.AsSpan().StartsWith((byte[])[0xef, 0xbb, 0xbf]) ? bytes.AsSpan(3) : bytes));
            if (!_files.Exists(other => other.Part == made.Part && other.Name == made.Name && other.Kind == made.Kind))
                _files.Add(made);
        }
        catch (DecoderFallbackException)
        {
            _strange.Add((path, Language.Say("site.not-utf8")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _strange.Add((path, Language.Say("site.unread", e.Message)));
        }
    }

    private static string? KindOf(string name) => name switch
    {
        "env.yaml" => "env",
        "env.dut.yaml" or "env-dut.yaml" => "env-dut",
        "dispatcher.yaml" => "dispatcher",
        _ => null,
    };

    /// <summary>In order of names; what begins with a dot belongs to an editor or a version control.</summary>
    private static IEnumerable<string> Entries(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Where(entry => Path.GetFileName(entry)[0] != '.').Order(StringComparer.Ordinal);
}
