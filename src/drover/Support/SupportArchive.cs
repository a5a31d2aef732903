using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Drover.Cli.Support;

/// <summary>A <c>.tar.gz</c> of short texts, which only its owner can read.</summary>
internal sealed class SupportArchive : IDisposable
{
    private readonly string _folder;
    private readonly DateTimeOffset _time;
    private readonly FileStream _file;
    private readonly TarWriter _tar;

    /// <param name="path">The file; there must be none yet.</param>
    /// <param name="folder">The one folder that all is in.</param>
    /// <param name="time">Time of all entries.</param>
    /// <exception cref="CliException">It cannot be made.</exception>
    public SupportArchive(string path, string folder, DateTimeOffset time)
    {
        (_folder, _time) = (folder, time);
        try
        {
            _file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException("FILE_FAILED", $"{path} cannot be made: {e.Message}", ExitCode.Failed, "name another one with --file FILE");
        }

        _tar = new TarWriter(new GZipStream(_file, CompressionLevel.Optimal), TarEntryFormat.Pax, leaveOpen: false);
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

    public void Dispose()
    {
        _tar.Dispose();
        _file.Dispose();
    }
}
