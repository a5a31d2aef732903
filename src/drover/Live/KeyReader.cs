using System.Runtime.InteropServices;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>Takes keys from standard input, on a thread of its own, until it is disposed.</summary>
internal sealed class KeyReader : IDisposable
{
    /// <summary>Milliseconds within which the rest of a sequence follows its escape.</summary>
    private const int SequenceTime = 50;

    private readonly Action<Key> _pressed;
    private readonly Action _ended;
    private readonly Thread _thread;
    private readonly int _wake;

    /// <param name="pressed">Called for each key, on the thread of the reader.</param>
    /// <param name="ended">Called when the input has ended: nothing will be pressed any more.</param>
    public KeyReader(Action<Key> pressed, Action ended)
    {
        (_pressed, _ended) = (pressed, ended);
        _wake = Libc.EventDescriptor(0, Libc.CloseOnExec);
        _thread = new Thread(Read) { IsBackground = true, Name = "keys" };
        _thread.Start();
    }

    public void Dispose()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, ref MemoryMarshal.AsBytes(new Span<ulong>(ref one))[0], sizeof(ulong));
        _thread.Join();
        _ = Libc.Close(_wake);
    }

    private void Read()
    {
        Span<byte> buffer = stackalloc byte[256];
        while (true)
        {
            var count = ReadSome(buffer, Timeout.Infinite);
            if (count == 1 && buffer[0] == 0x1b)
                count += Math.Max(0, ReadSome(buffer[1..], SequenceTime));
            if (count < 0)
                return;
            if (count == 0)
            {
                _ended();
                return;
            }

            foreach (var key in KeyDecoder.Decode(buffer[..count]))
                _pressed(key);
        }
    }

    /// <summary>Bytes read; 0 at the end of the input; -1 when there are none in time, or the reader was disposed.</summary>
    private int ReadSome(Span<byte> buffer, int milliseconds)
    {
        Span<PollEntry> polled = [new PollEntry(0, Libc.PollIn), new PollEntry(_wake, Libc.PollIn)];
        int ready;
        do
            ready = Libc.Poll(ref polled[0], (nuint)polled.Length, milliseconds);
        while (ready < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr);
        if (ready <= 0 || polled[1].Happened != 0)
            return -1;
        return (int)Math.Max(0, Libc.Read(0, ref buffer[0], buffer.Length));
    }
}
