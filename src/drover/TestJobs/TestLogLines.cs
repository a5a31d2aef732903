using Drover.Cli.Services;

namespace Drover.Cli.TestJobs;

/// <summary>Puts the lines of a log together from the pieces in which they come.</summary>
internal sealed class TestLogLines
{
    private byte[] _begun = [];

    /// <summary>Where the first line begins that was not told yet.</summary>
    public long Offset { get; private set; }

    /// <summary>The lines that are whole now, without their ends.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Take(LogPiece piece)
    {
        var bytes = piece.IsRestarted || piece.Skipped > 0 ? piece.Bytes : [.. _begun, .. piece.Bytes];
        List<ReadOnlyMemory<byte>> lines = [];
        var begin = 0;
        for (var length = bytes.AsSpan().IndexOf((byte)'\n'); length >= 0; length = bytes.AsSpan(begin).IndexOf((byte)'\n'))
        {
            lines.Add(bytes.AsMemory(begin, length));
            begin += length + 1;
        }

        _begun = bytes[begin..];
        Offset = piece.Next - _begun.Length;
        return lines;
    }

    /// <summary>What was begun comes again, from <see cref="Offset"/>.</summary>
    public void BeginAnew() => _begun = [];
}
