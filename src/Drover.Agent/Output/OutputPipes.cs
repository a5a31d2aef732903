using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>Two pipes, for the standard output and the standard error of one process. The ends to read from are the caller's; those to write to are closed once the process has its own.</summary>
internal sealed unsafe class OutputPipes
{
    private OutputPipes((int Read, int Write) output, (int Read, int Write) error) =>
        (Output, OutputEnd, Error, ErrorEnd) = (output.Read, output.Write, error.Read, error.Write);

    /// <summary>Where standard output is read from.</summary>
    internal int Output { get; }

    /// <summary>Where standard error is read from.</summary>
    internal int Error { get; }

    /// <summary>What becomes standard output.</summary>
    internal int OutputEnd { get; private set; }

    /// <summary>What becomes standard error.</summary>
    internal int ErrorEnd { get; private set; }

    /// <exception cref="AgentException">There are no descriptors left.</exception>
    internal static OutputPipes Open()
    {
        var output = Pipe();
        try
        {
            return new OutputPipes(output, Pipe());
        }
        catch
        {
            _ = Libc.Close(output.Read);
            _ = Libc.Close(output.Write);
            throw;
        }
    }

    /// <summary>From here on only the process writes: its end is that of the pipes.</summary>
    internal void CloseEnds()
    {
        if (OutputEnd < 0)
            return;
        _ = Libc.Close(OutputEnd);
        _ = Libc.Close(ErrorEnd);
        OutputEnd = ErrorEnd = -1;
    }

    private static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return Libc.Pipe(ends, Libc.OpenCloseOnExec) == 0 ? (ends[0], ends[1])
            : throw new AgentException("NO_DESCRIPTORS", $"There is no pipe for the output of a command: {Errno.Text(Errno.Last)}. Raise the limit of open files.", Errno.Last);
    }
}
