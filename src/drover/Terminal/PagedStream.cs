using System.Diagnostics;
using System.Runtime.InteropServices;
using Drover.Cli.Words;

namespace Drover.Cli.Terminal;

/// <summary>Standard output on a terminal. While it pages, a screenful is kept back; what is longer goes through a pager, what is not goes out as it is. A pager that there is not,
/// or that fails, costs nothing of the output: it goes out plainly then.</summary>
/// <param name="direct">The terminal.</param>
/// <param name="rows">Lines that it has.</param>
/// <param name="note">Takes a line about a pager that failed.</param>
internal sealed class PagedStream(Stream direct, int rows, Action<string> note) : Stream
{
    /// <summary>More than a pipe holds: a pager that took so much works.</summary>
    private const int ProofOfWork = 1 << 20;

    /// <summary>What has not gone out, or not been taken by a pager that is known to work.</summary>
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
        var command = _command;
        _command = null;
        if (_pager is null || !IsDone(command!))
            PrintPlainly();
        _kept.SetLength(0);
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
        if (_lines < rows)
            return;
        if (IsMissing(_command))
            GoPlainly(Language.Say("pager.none", _command));
        else
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
        _pager = ChildProgram.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true, UseShellExecute = false })!;
        Send(_kept.GetBuffer().AsSpan(0, (int)_kept.Length));
    }

    private void WriteToPager(ReadOnlySpan<byte> buffer)
    {
        if (_kept.Length < ProofOfWork)
            _kept.Write(buffer);
        Send(buffer);
    }

    private void Send(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _pager!.StandardInput.BaseStream.Write(buffer);
            _pager.StandardInput.BaseStream.Flush();
        }
        catch (IOException)
        {
            if (IsDone(_command!))
                throw new ClosedOutputException();
            PrintPlainly();
            _command = null;
        }
    }

    /// <summary>Waits until the pager ends; false when it failed before it can have shown all.</summary>
    private bool IsDone(string command)
    {
        try
        {
            _pager!.StandardInput.Close();
        }
        catch (IOException)
        {
            // The reader left before the end.
        }

        _pager!.WaitForExit();
        var code = _pager.ExitCode;
        _pager.Dispose();
        _pager = null;
        _interrupt!.Dispose();
        if (code == 0 || _kept.Length >= ProofOfWork)
            return true;
        note(Language.Say("pager.failed", command, code));
        return false;
    }

    private void GoPlainly(string why)
    {
        note(Language.Say("pager.without", why));
        PrintPlainly();
        _command = null;
    }

    private void PrintPlainly()
    {
        direct.Write(_kept.GetBuffer().AsSpan(0, (int)_kept.Length));
        _kept.SetLength(0);
    }

    /// <summary>Where the command is a plain word: there is no such program. What else it may be the shell knows.</summary>
    private static bool IsMissing(string command)
    {
        var word = command.Trim().Split(' ')[0];
        if (!word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-' or '+'))
            return false;
        return word.Contains('/', StringComparison.Ordinal)
            ? !File.Exists(word)
            : !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, word)));
    }
}
