using System.Security.Cryptography;
using Drover.Kernel.Logs;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using LogPiece = Drover.Kernel.Logs.LogPiece;
using LogStat = Drover.Kernel.Logs.LogStat;
using LogTime = Drover.Kernel.Logs.LogTime;

namespace Drover.Fleet.Connections;

/// <summary>One reader of a log of another machine. Its place is here; the agent has the file open for it as long as it asks, and opens it anew after a restart.</summary>
internal sealed class RemoteLog(RemoteNode node, string name, TimeProvider clock) : ILog
{
    /// <summary>How long an agent may wait for something to come. Less than what an answer may take.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Nobody else's: agents tell readers of all masters apart by it.
    private readonly long _reader = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Whether there is one of that name.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken) => !(await AnswerAsync(new ReadLog { Stat = new StatLog() }, cancellationToken)).Unknown;

    /// <inheritdoc/>
    public async Task<LogStat> StatAsync(CancellationToken cancellationToken) => (await AskAsync(new ReadLog { Stat = new StatLog() }, cancellationToken)).Stat.ToStat();

    /// <inheritdoc/>
    public Task<LogPiece> ReadAsync(long offset, int most, CancellationToken cancellationToken) => ReadAsync(offset, most, TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public async Task<LogPiece> NextAsync(long offset, int most, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var since = clock.GetTimestamp(); ;)
        {
            var left = patience - clock.GetElapsedTime(since);
            if (left <= TimeSpan.Zero || !await node.IsHereWithinAsync(left, cancellationToken))
                return new LogPiece(offset, default);
            try
            {
                if (await ReadAsync(offset, most, left < s_patience ? left : s_patience, cancellationToken) is { IsNews: true } piece)
                    return piece;
            }
            catch (NodeAwayException)
            {
                // It may come back within the time.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogTime>> TimesAsync(LogPiece piece, CancellationToken cancellationToken)
    {
        try
        {
            return (await AskAsync(new ReadLog { Times = new TimeLines { Offset = piece.Offset, Length = piece.Bytes.Length } }, cancellationToken)).Times.ToTimes();
        }
        catch (NodeAwayException)
        {
            // The bytes are here, and nobody knows when they came.
            return [new LogTime(piece.Offset, null)];
        }
    }

    /// <inheritdoc/>
    public async Task<long?> FindAsync(LogPlace place, CancellationToken cancellationToken) =>
        (await AskAsync(new ReadLog { Find = place.ToMessage() }, cancellationToken)).Offset is { HasOffset: true } found ? found.Offset : null;

    /// <summary>The agent closes what nobody asks for any more.</summary>
    public void Dispose()
    {
    }

    private async Task<LogPiece> ReadAsync(long offset, int most, TimeSpan patience, CancellationToken cancellationToken) =>
        (await AskAsync(new ReadLog { Piece = new ReadPiece { Offset = offset, Most = most, Patience = (long)patience.TotalMicroseconds } }, cancellationToken)).Piece.ToPiece();

    private async Task<LogAnswer> AskAsync(ReadLog question, CancellationToken cancellationToken) =>
        await AnswerAsync(question, cancellationToken) is { Unknown: false } answer ? answer : throw new LogException("LOG_UNKNOWN", $"There is no log '{name}' on node {node.Name} any more.");

    private async Task<LogAnswer> AnswerAsync(ReadLog question, CancellationToken cancellationToken)
    {
        (question.Name, question.Reader) = (name, _reader);
        return (await node.AskAsync(new Call { ReadLog = question }, cancellationToken)).Log;
    }
}
