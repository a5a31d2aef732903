using System.Runtime.InteropServices;
using Drover.Cli.Words;

namespace Drover.Cli.Terminal;

/// <summary>
/// Writes to an inherited descriptor. Console's own stream swallows EPIPE, so that a follower would never notice that its
/// reader has gone; a FileStream keeps its own position, which breaks descriptors shared with other programs.
/// </summary>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Libc.Write(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            switch (error)
            {
                case Libc.Eintr:
                    continue;
                case Libc.Eagain:
                    // Somebody else made the terminal non-blocking.
                    var room = new PollEntry(descriptor, Libc.PollOut);
                    _ = Libc.Poll(ref room, 1, -1);
                    continue;
                case Libc.Epipe:
                    throw new ClosedOutputException();
                default:
                    throw new CliException("OUTPUT_FAILED", Language.Say("output.failed", Marshal.GetPInvokeErrorMessage(error)), ExitCode.Failed,
                        Language.Say("output.failed.hint"));
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
