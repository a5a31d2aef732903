using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using Drover.Cli.Words;

namespace Drover.Cli.Door;

/// <summary>One answer of HTTP/1.1: its status, and its body by length, in chunks or up to the end of the connection (RFC 9112, section 6).</summary>
internal sealed class HttpReply : IDisposable
{
    private const int LongestHead = 64 * 1024;

    private readonly Socket _socket;
    private readonly string _path;
    private readonly CancellationToken _interrupt;
    private readonly CancellationTokenRegistration _closeOnInterrupt;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _chunked;
    private bool _finished;
    private long _left = -1; // Bytes of the body, or of the chunk, still to come; -1: up to the end of the connection.

    private HttpReply(Socket socket, string path, CancellationToken interrupt)
    {
        _socket = socket;
        _path = path;
        _interrupt = interrupt;
        _closeOnInterrupt = interrupt.Register(static s => ((Socket)s!).Dispose(), socket);
    }

    public int Status { get; private set; }

    /// <summary>Until when what comes next is waited for; null for ever.</summary>
    public Deadline? Deadline { get; set; }

    /// <summary>How long the other side may send nothing before it counts as one that does not answer; null for ever.</summary>
    public TimeSpan? Silence { get; set; }

    /// <summary>Sends a request and reads the head of its answer. Owns the socket from here on.</summary>
    /// <exception cref="TimeoutException">The deadline was over first.</exception>
    public static HttpReply Exchange(Socket socket, byte[] request, Deadline? deadline, TimeSpan? silence, string path, CancellationToken interrupt)
    {
        var reply = new HttpReply(socket, path, interrupt) { Deadline = deadline, Silence = silence };
        try
        {
            reply.Send(request);
            do
                reply.ReadHead();
            while (reply.Status is >= 100 and < 200);
            return reply;
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    public static CliException Broken(string what) =>
        new("BAD_REPLY", what, ExitCode.Failed, Language.Say("reply.hint"));

    /// <summary>Reads some of the body; 0 at its end.</summary>
    /// <exception cref="TimeoutException">The deadline was over first.</exception>
    public int Read(Span<byte> destination)
    {
        if (_finished)
            return 0;
        if (_chunked && _left == 0 && !NextChunk())
            return 0;
        if (!_chunked && _left == 0)
        {
            _finished = true;
            return 0;
        }

        if (_start == _end && !Fill())
        {
            _finished = true;
            return _left < 0 ? 0 : throw Lost();
        }

        var count = Math.Min(destination.Length, _end - _start);
        if (_left >= 0)
            count = (int)Math.Min(count, _left);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        if (_left >= 0)
            _left -= count;
        if (_chunked && _left == 0)
            _ = ReadLine();
        return count;
    }

    public ReadOnlyMemory<byte> ReadToEnd()
    {
        var body = new byte[_left > 0 && !_chunked ? (int)Math.Min(_left + 1, 1 << 26) : 32 * 1024];
        var length = 0;
        while (true)
        {
            if (length == body.Length)
                Array.Resize(ref body, body.Length * 2);
            var count = Read(body.AsSpan(length));
            if (count == 0)
                return body.AsMemory(0, length);
            length += count;
        }
    }

    public void Dispose()
    {
        _closeOnInterrupt.Dispose();
        _socket.Dispose();
    }

    private void ReadHead()
    {
        var line = ReadLine();
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(line[9..12], out int status, out _))
            throw Broken(Language.Say("reply.not-http"));
        Status = status;
        _left = status is 204 or 304 ? 0 : -1;
        _chunked = false;
        while (true)
        {
            line = ReadLine();
            if (line.IsEmpty)
                break;
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
                throw Broken(Language.Say("reply.header"));
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(line[..colon], "content-length"u8) && !_chunked)
                _left = Utf8Parser.TryParse(value, out long length, out _) && length >= 0 ? length : throw Broken(Language.Say("reply.length"));
            else if (Ascii.EqualsIgnoreCase(line[..colon], "transfer-encoding"u8) && Ascii.EqualsIgnoreCase(value, "chunked"u8))
                (_chunked, _left) = (true, 0);
        }
    }

    private bool NextChunk()
    {
        var line = ReadLine();
        if (!Utf8Parser.TryParse(line, out _left, out _, 'x') || _left < 0)
            throw Broken(Language.Say("reply.chunk"));
        if (_left > 0)
            return true;
        while (!ReadLine().IsEmpty)
        {
            // Trailers carry nothing for us.
        }

        _finished = true;
        return false;
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                return line.EndsWith("\r"u8) ? line[..^1] : line;
            }

            if (_end - _start > LongestHead)
                throw Broken(Language.Say("reply.endless"));
            if (!Fill())
                throw Lost();
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            var count = Receive();
            _interrupt.ThrowIfCancellationRequested();
            _end += count;
            return count > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _interrupt.ThrowIfCancellationRequested();
            throw Lost();
        }
    }

    private int Receive()
    {
        while (true)
        {
            var left = Deadline?.Left;
            if (left <= TimeSpan.Zero)
                throw new TimeoutException();
            var isSilence = Silence < left || left is null;
            _socket.ReceiveTimeout = (isSilence ? Silence : left) is { } time ? (int)Math.Clamp(time.TotalMilliseconds, 1, int.MaxValue) : 0;
            try
            {
                return _socket.Receive(_buffer.AsSpan(_end));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock && (Deadline ?? (object?)Silence) is not null)
            {
                // A socket's own limit may be shorter than what is left of the deadline.
                if (isSilence)
                    throw AnswerTime.Over(_path, Silence!.Value);
            }
        }
    }

    private void Send(ReadOnlySpan<byte> request)
    {
        try
        {
            while (!request.IsEmpty)
                request = request[_socket.Send(request)..];
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw AnswerTime.Over(_path, TimeSpan.FromMilliseconds(_socket.SendTimeout));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _interrupt.ThrowIfCancellationRequested();
            // A daemon that refuses an over-long body answers before it has read all: that answer is worth more than the error.
        }
    }

    private static CliException Lost() => new("CONNECTION_LOST", Language.Say("reply.cut"), ExitCode.NoDaemon,
        Language.Say("reply.cut.hint"))
    { MayPass = true };
}
