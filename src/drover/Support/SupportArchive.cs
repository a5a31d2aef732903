using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Drover.Cli.Words;

namespace Drover.Cli.Support;

/// <summary>A <c>.tar.gz</c> of short texts, which only its owner can read.</summary>
internal sealed class SupportArchive : IDisposable
{
    private readonly string _folder;
    private readonly DateTimeOffset _time;
    private readonly TarWriter _tar;

    private SupportArchive(FileStream file, string folder, DateTimeOffset time)
    {
        (_folder, _time) = (folder, time);
        _tar = new TarWriter(new GZipStream(file, CompressionLevel.Optimal), TarEntryFormat.Pax, leaveOpen: false);
    }

    /// <summary>Makes one; what could not be written whole is taken away again.</summary>
    /// <param name="path">The file; there must be none yet.</param>
    /// <param name="folder">The one folder that all is in.</param>
    /// <param name="time">Time of all entries.</param>
    /// <param name="fill">Adds what is in it.</param>
    /// <returns>What <paramref name="fill"/> returns.</returns>
    /// <exception cref="CliException">It cannot be made or written.</exception>
    public static T Make<T>(string path, string folder, DateTimeOffset time, Func<SupportArchive, T> fill)
    {
        var isMade = false;
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            isMade = true;
            using var archive = new SupportArchive(file, folder, time);
            return fill(archive);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (isMade)
                File.Delete(path);
            throw new CliException("FILE_FAILED", Language.Say("cannot-write", path, e.Message), ExitCode.Failed, Language.Say("support.file.hint"));
        }
    }

    public void Add(string name, string text)
    {
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(text));
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{_folder}/{name}")
        {
            DataStream = data,
            ModificationTime = _time,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    public void Dispose() => _tar.Dispose();
}
