using System.Buffers.Binary;
using System.IO.Hashing;
using Google.Protobuf;

namespace Drover.NodeAgent.Reports;

/// <summary>A file of messages one after another, each with its length and a checksum. Not synced: it outlives the process, and not always the power.</summary>
/// <typeparam name="T">The messages.</typeparam>
internal sealed class MessageFile<T> : IDisposable where T : class, IMessage<T>
{
    private const int HeadBytes = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private FileStream _file;

    private MessageFile(string path, FileStream file, IReadOnlyList<T> read) => (_path, _file, Read) = (path, file, read);

    /// <summary>What was in it when it was opened.</summary>
    public IReadOnlyList<T> Read { get; }

    /// <summary>Its length in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Opens it; an end that a crash has cut off is cut away.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static MessageFile<T> Open(string path, MessageParser<T> parser)
    {
        var content = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var messages = new List<T>();
        var good = 0;
        while (Next(content.AsSpan(good)) is { } body)
        {
            messages.Add(parser.ParseFrom(content, good + HeadBytes, body));
            good += HeadBytes + body;
        }
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0, UnixCreateMode = OwnerOnly });
        file.SetLength(good);
        file.Seek(good, SeekOrigin.Begin);
        return new MessageFile<T>(path, file, messages);
    }

    /// <summary>Adds a message.</summary>
    /// <exception cref="IOException">It cannot be written; nothing of it is left.</exception>
    public void Add(T message)
    {
        var before = _file.Length;
        try
        {
            _file.Write(Frame(message));
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            _file.SetLength(before);
            _file.Seek(before, SeekOrigin.Begin);
            throw e as IOException ?? TooLong(e);
        }
    }

    /// <summary>Writes it anew.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is there still.</exception>
    public void Replace(IEnumerable<T> messages)
    {
        using var whole = new MemoryStream();
        foreach (var message in messages)
            whole.Write(Frame(message));
        try
        {
            WholeFile.Replace(_path, whole.GetBuffer().AsSpan(0, (int)whole.Length), OwnerOnly);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw TooLong(e);
        }
        var anew = new FileStream(_path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 });
        _file.Dispose();
        _file = anew;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The runtime names a file that would be longer than this process may make it (<c>ulimit -f</c>) so.</summary>
    private static IOException TooLong(Exception e) => new(e.Message, e);

    private static byte[] Frame(T message)
    {
        var size = message.CalculateSize();
        var frame = new byte[HeadBytes + size];
        message.WriteTo(frame.AsSpan(HeadBytes));
        BinaryPrimitives.WriteInt32LittleEndian(frame, size);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Crc32.HashToUInt32(frame.AsSpan(HeadBytes)));
        return frame;
    }

    /// <summary>Length of the body of the frame that begins there; null when there is no whole and right one.</summary>
    private static int? Next(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < HeadBytes)
            return null;
        var size = BinaryPrimitives.ReadInt32LittleEndian(rest);
        return size >= 0 && size <= rest.Length - HeadBytes && Crc32.HashToUInt32(rest.Slice(HeadBytes, size)) == BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) ? size : null;
    }
}
