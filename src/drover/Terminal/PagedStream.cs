using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Drover.Cli.Terminal;

/// <summary>Standard output on a terminal. While it pages, a screenful is kept back; what is longer goes through a pager, what is not goes out as it is.</summary>
/// <param name="direct">The terminal.</param>
/// <param name="rows">Lines that it has.</param>
internal sealed class PagedStream(Stream direct, int rows) : Stream
{
    private readonly MemoryStream _kept = new();
    private string? _command;
    private int _lines;
    private Process? _pager;
    private PosixSignalRegistration? _interrupt;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>From here on output is paged.</summary>
    /// <param name="command">A line for the shell.</param>
    public void Begin(string command) => _command = command;

    /// <summary>Lets go what was kept back, or waits until the reader leaves the pager.</summary>
    public void End()
    {
        _command = null;
        if (_pager is null)
        {
            direct.Write(_kept.GetBuffer().AsSpan(0, (int)_kept.Length));
            _kept.SetLength(0);
            return;
        }

        try
        {
            _pager.StandardInput.Close();
        }
        catch (IOException)
        {
            // The reader left before the end.
        }

        _pager.WaitForExit();
        _pager.Dispose();
        _pager = null;
        _interrupt!.Dispose();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_pager is not null)
        {
            WriteToPager(buffer);
            return;
        }

        if (_command is null)
        {
            direct.Write(buffer);
            return;
        }

        _kept.Write(buffer);
        _lines += buffer.Count((byte)'\n');
        if (_lines >= rows)
            Start(_command);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Start(string command)
    {
        // Ctrl-C is for the pager: it must not leave the reader with a pager whose terminal the shell has taken back.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        _pager = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true, UseShellExecute = false })!;
        WriteToPager(_kept.GetBuffer().AsSpan(0, (int)_kept.Length));
        _kept.SetLength(0);
    }

    private void WriteToPager(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _pager!.StandardInput.BaseStream.Write(buffer);
            _pager.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            throw new ClosedOutputException();
        }
    }
}
