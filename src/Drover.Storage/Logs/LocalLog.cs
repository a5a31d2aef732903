using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>A reader of a log of this machine, which answers at once.</summary>
internal sealed class LocalLog(ILogReader log, TimeProvider clock) : ILog
{
    public Task<LogStat> StatAsync(CancellationToken cancellationToken) => Task.FromResult(log.Stat());

    public Task<LogPiece> ReadAsync(long offset, int most, CancellationToken cancellationToken) => Task.FromResult(log.Read(offset, most));

    public async Task<LogPiece> NextAsync(long offset, int most, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var since = clock.GetTimestamp(); ;)
        {
            var change = log.NextChange();
            if (log.Read(offset, most) is { IsNews: true } piece)
                return piece;
            try
            {
                var left = patience - clock.GetElapsedTime(since);
                await change.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return new LogPiece(offset, default);
            }
        }
    }

    public Task<IReadOnlyList<LogTime>> TimesAsync(LogPiece piece, CancellationToken cancellationToken)
    {
        List<LogTime> times = [];
        for (var at = 0; at < piece.Bytes.Length;)
        {
            var time = log.TimeOf(piece.Offset + at);
            if (times.Count == 0 || times[^1].Time != time)
                times.Add(new LogTime(piece.Offset + at, time));
            var line = piece.Bytes.Span[at..].IndexOf((byte)'\n') + 1;
            at += line > 0 ? line : piece.Bytes.Length;
        }
        return Task.FromResult<IReadOnlyList<LogTime>>(times);
    }

    public Task<long?> FindAsync(LogPlace place, CancellationToken cancellationToken) => Task.FromResult(place.Kind switch
    {
        LogPlaceKind.Tail => log.FindTail(place.Value),
        LogPlaceKind.Line => log.FindLine(place.Value),
        _ => (long?)log.FindTime(new Timestamp(place.Value)),
    });

    public void Dispose() => log.Dispose();
}
