using System.Runtime.InteropServices;

namespace Drover.Cli.Terminal;

/// <summary>Notices that the reader of standard output has left (<c>drover events -f | head -1</c>) also while nothing is written: a write alone would tell, and none may come.</summary>
internal sealed class ReaderWatch : IDisposable
{
    private readonly Action _left;
    private readonly Thread _thread;
    private readonly int _wake;

    /// <param name="left">Called once it has left, on the thread of the watch.</param>
    public ReaderWatch(Action left)
    {
        _left = left;
        _wake = Libc.EventDescriptor(0, Libc.CloseOnExec);
        _thread = new Thread(Watch) { IsBackground = true, Name = "reader" };
        _thread.Start();
    }

    public void Dispose()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, ref MemoryMarshal.AsBytes(new Span<ulong>(ref one))[0], sizeof(ulong));
        _thread.Join();
        _ = Libc.Close(_wake);
    }

    /// <summary>Nothing is asked for: poll(2) tells of errors and hang-ups unasked.</summary>
    private void Watch()
    {
        Span<PollEntry> polled = [new PollEntry(1, 0), new PollEntry(_wake, Libc.PollIn)];
        int ready;
        do
            ready = Libc.Poll(ref polled[0], (nuint)polled.Length, -1);
        while (ready < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr);
        if (ready > 0 && polled[1].Happened == 0 && (polled[0].Happened & (Libc.PollError | Libc.PollHangUp)) != 0)
            _left();
    }
}
