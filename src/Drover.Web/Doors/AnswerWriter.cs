using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Drover.Web.Calls;

namespace Drover.Web.Doors;

/// <summary>What the server writes to a connection. Once a request was rejected, the bare answer that follows gets a body.</summary>
/// <param name="connection">Where it goes.</param>
internal sealed class AnswerWriter(PipeWriter connection) : PipeWriter
{
    private static ReadOnlySpan<byte> NoBody => "Content-Length: 0\r\n"u8;

    /// <summary>What was written since the rejection; null while there was none.</summary>
    private ArrayBufferWriter<byte>? _held;

    private ErrorBody? _rejection;

    public override bool CanGetUnflushedBytes => connection.CanGetUnflushedBytes;

    public override long UnflushedBytes => connection.UnflushedBytes + (_held?.WrittenCount ?? 0);

    /// <summary>The server will answer next that it does not take the request, and close the connection.</summary>
    public void Reject(ErrorBody rejection)
    {
        _rejection = rejection;
        _held = new ArrayBufferWriter<byte>();
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _held is null ? connection.GetMemory(sizeHint) : _held.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _held is null ? connection.GetSpan(sizeHint) : _held.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (_held is null)
            connection.Advance(bytes);
        else
            _held.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        LetGo();
        return connection.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => connection.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        LetGo();
        connection.Complete(exception);
    }

    /// <summary>Passes on what was held back, with a body where it has none.</summary>
    private void LetGo()
    {
        if (_held is not { WrittenCount: > 0 } held)
            return;
        _held = null;
        var answer = held.WrittenSpan;
        var length = answer.IndexOf(NoBody);
        if (length < 0 || !answer.EndsWith("\r\n\r\n"u8))
        {
            connection.Write(answer);
            return;
        }
        var body = JsonAnswer.Bytes(_rejection!.WriteTo).Span;
        connection.Write(answer[..length]);
        connection.Write(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"));
        connection.Write(answer[(length + NoBody.Length)..]);
        connection.Write(body);
    }
}
